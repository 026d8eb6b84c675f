"""The front door of this site: which answers need nobody behind it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import get_resolver

from centene_site.access_log import AccessLog
from centene_site.arrivals import Arrivals
from pages import finishing
from pages.answers import Answer
from pages.finished import raw
from pages.front import Application, Front
from pages.instant import Instant, instant_views
from pages.storing import store
from pages.threads import Threads

# Those of settings.MIDDLEWARE that change an instant answer.
MIDDLEWARES = [
    "pages.headers.SecurityHeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "consent.middleware.ConsentMiddleware",
    "centene_site.hidden.HiddenNoticesMiddleware",
    "consent.hint.StatusHintMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
RETRY_AFTER_SECONDS = 5


def front(application: Any) -> Application:
    """The ASGI application before the WSGI application."""
    finishing.start(application)
    views = instant_views(get_resolver().url_patterns)
    threads = Threads(application, busy, settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
    inner = Front(store, Instant(views, MIDDLEWARES), threads)
    return AccessLog(Arrivals(inner))


def busy() -> Answer:
    """Nobody is free to answer: say that nothing was done."""
    body = render_to_string("busy.html").encode()
    headers = [
        ("Content-Type", "text/html; charset=utf-8"),
        ("Content-Length", str(len(body))),
        ("Cache-Control", "no-cache"),
        ("Retry-After", str(RETRY_AFTER_SECONDS)),
    ]
    return Answer(503, raw(headers), body)
