"""What the views of this room share."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.db import Error as DatabaseFailure
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

logger = logging.getLogger(__name__)

RETRY_AFTER_SECONDS = 60

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def foreign(request: HttpRequest) -> HttpResponse:
    """Another site sent a form: nothing happened."""
    return render(request, "consent/foreign.html", status=403)


def unavailable(
    template: str, status: int = 503, context: dict[str, object] | None = None
) -> HttpResponse:
    """A page that says what cannot be done now. Made without request and database."""
    response = HttpResponse(render_to_string(template, context), status=status)
    response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response


def unlisted(view: View[P]) -> View[P]:
    """Keep answers out of search engines: they concern one person."""

    @wraps(view)
    def wrapper(
        request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    return wrapper


def reads_records(view: View[P]) -> View[P]:
    """Say so, and nothing else, where the database does not answer."""

    @wraps(view)
    def wrapper(
        request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except DatabaseFailure:
            logger.exception("Consent records cannot be read.")
            return unavailable("consent/no_records.html")

    return wrapper
