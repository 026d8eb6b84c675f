"""The ASGI application: finished pages in front, everything else behind them."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "centene_site.settings")

# Before what needs the settings and the rooms.
_behind = get_wsgi_application()

from centene_site.front import front  # noqa: E402

application = front(_behind)
