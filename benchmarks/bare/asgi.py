"""For the server that the site runs under: its worker, its threads."""

from benchmarks.bare.wsgi import application as behind
from pages.answers import Answer
from pages.threads import Threads

LARGEST = 2**21

application = Threads(behind, lambda: Answer(503, [], b""), LARGEST)
