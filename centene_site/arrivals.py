"""Where visitors come from: looked at where a page is asked for.

The stylesheet of a page, where views are counted, names the page alone. What a shared
cache answers is not seen here, so these figures are smaller than the views.
"""

from __future__ import annotations

from collections.abc import Awaitable

from django.conf import settings

from pages.front import Application, Receive, Scope, Send
from traffic.counting import count_arrival

OWN = f"{settings.SITE_URL}/".encode()


class Arrivals:
    """An ASGI application before another: it counts, and changes nothing."""

    def __init__(self, application: Application) -> None:
        self._application = application

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        if scope["type"] == "http" and scope["method"] == "GET":
            _look(scope)
        return self._application(scope, receive, send)


def _look(scope: Scope) -> None:
    referer, host, is_opened = b"", b"", True
    for name, value in scope["headers"]:
        if name == b"referer":
            referer = value
        elif name == b"host":
            host = value
        elif name == b"sec-fetch-dest":
            is_opened = is_opened and value == b"document"
        elif name == b"sec-purpose":
            is_opened = is_opened and b"prefetch" not in value
    if not referer or not is_opened or referer.startswith(OWN):
        return
    if referer.partition(b"//")[2].partition(b"/")[0] != host:
        count_arrival(scope["path"], referer.decode("latin-1"))
