"""For the server that the site runs under: its worker, its threads, its log."""

from benchmarks.bare.wsgi import application as behind
from centene_site.access_log import AccessLog
from pages.answers import Answer
from pages.threads import Threads

LARGEST = 2**21

application = AccessLog(Threads(behind, lambda: Answer(503, [], b""), LARGEST))
