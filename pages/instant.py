"""Answers that wait for nothing: neither the database, nor the session, nor a thread.

What every page loads beside itself, and the probe that only asks whether the process
lives. A view declares itself with ``@instant``.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence

from django.core.exceptions import DisallowedHost
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern, URLResolver
from django.utils.module_loading import import_string

from pages.answers import Answer
from pages.finished import raw

logger = logging.getLogger(__name__)

View = Callable[[HttpRequest], HttpResponseBase]


class Instant:
    """Views by path, behind those middlewares that matter to them.

    The answers are the same as behind all of them; a test compares.
    """

    def __init__(self, views: Mapping[str, View], middlewares: Sequence[str]) -> None:
        self._handlers = {
            path: _behind(middlewares, view) for path, view in views.items()
        }

    def answer(self, scope: Mapping[str, object]) -> Answer | None:
        """The answer, or None where the request is for the whole application."""
        handler = self._handlers.get(str(scope["path"]))
        if handler is None:
            return None
        request = ASGIRequest(scope, io.BytesIO())
        try:
            request.get_host()
            response = handler(request)
        except DisallowedHost:
            return None
        except Exception:
            logger.exception("An instant answer failed.")
            return None
        return _whole(response)


def instant(view: View) -> View:
    """Declare that a view waits for nothing, at an address without variable parts."""
    view.is_instant = True  # type: ignore[attr-defined]
    return view


def instant_views(
    patterns: Iterable[URLPattern | URLResolver], before: str = "/"
) -> dict[str, View]:
    """Every view that declares itself so, by path."""
    found: dict[str, View] = {}
    for pattern in patterns:
        path = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            found |= instant_views(pattern.url_patterns, path)
        elif getattr(pattern.callback, "is_instant", False):
            found[path] = pattern.callback
    return found


def _behind(middlewares: Sequence[str], view: View) -> View:
    handler = view
    for name in reversed(middlewares):
        handler = import_string(name)(handler)
    return handler


def _whole(response: HttpResponseBase) -> Answer | None:
    if not isinstance(response, HttpResponse):
        return None
    cookies = [
        ("Set-Cookie", morsel.OutputString()) for morsel in response.cookies.values()
    ]
    length = ("Content-Length", str(len(response.content)))
    headers = raw([*response.items(), length, *cookies])
    return Answer(response.status_code, headers, response.content)
