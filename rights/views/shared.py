"""What the pages of this room share."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import Error as DatabaseFailure
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from pages.origin import Sender, sender_of
from pages.public import private
from rights import visits
from rights.models import RightsRequest
from rights.models.request import secret_hash

logger = logging.getLogger(__name__)

RETRY_AFTER_SECONDS = 60
# A form filled in to the last sign, in an alphabet that takes three bytes a sign.
MOST_BYTES = 128 * 1024

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


@dataclass(frozen=True)
class Opened:
    """A request whose page was opened, and the address that its links begin with."""

    asked: RightsRequest
    base: str
    by_cookie: bool


OpenedView = Callable[..., HttpResponse]


def of_request(*methods: str) -> Callable[[OpenedView], Any]:
    """Declare a page of one request; the view gets it ``Opened``.

    The secret in the address is all that says who asks, or the cookie that stands for
    it. So it must not leave: no Referer, no cache, no search engine, no log
    (secret_paths.py). Where a cookie says it, forms come from this site alone.
    """

    def declare(view: OpenedView) -> Any:
        @csrf_exempt
        @private
        @require_http_methods([*methods, "HEAD"] if "GET" in methods else [*methods])
        @bounded
        @survives_the_database
        @wraps(view)
        def wrapper(
            request: HttpRequest, secret: str = "", **kwargs: Any
        ) -> HttpResponse:
            response = _answer(request, view, secret, kwargs)
            response.headers["Referrer-Policy"] = "no-referrer"
            response.headers["X-Robots-Tag"] = "noindex"
            return response

        return wrapper

    return declare


def _answer(
    request: HttpRequest, view: OpenedView, secret: str, kwargs: dict[str, Any]
) -> HttpResponse:
    by_cookie = not secret
    is_sent = request.method == "POST"
    if by_cookie and is_sent and sender_of(request) is not Sender.OURS:
        return foreign(request)
    hashed = visits.secret_hash_of(request) if by_cookie else secret_hash(secret)
    found = hashed and RightsRequest.objects.filter(secret_hash=hashed).first()
    if not found:
        return render(request, "rights/gone.html", status=404)
    if found.is_link_expired():
        return render(request, "rights/expired.html", status=410)
    base = (
        reverse("rights:visit")
        if by_cookie
        else reverse("rights:status", args=[secret])
    )
    return view(request, Opened(found, base, by_cookie), **kwargs)


def survives_the_database(view: View[P]) -> View[P]:
    """Say so, and lose nothing, where the database does not answer."""

    @wraps(view)
    def wrapper(
        request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except DatabaseFailure:
            logger.exception("Rights requests cannot be read or written.")
            context = {
                "company_telephone": settings.COMPANY_TELEPHONE,
                "company_address": settings.COMPANY_ADDRESS,
            }
            page = render_to_string("rights/unavailable.html", context)
            response = HttpResponse(page, status=503)
            response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
            return response

    return wrapper


def bounded(view: View[P]) -> View[P]:
    """Refuse a body that no form of this room can have, before it is read."""

    @wraps(view)
    def wrapper(
        request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdigit() or int(length) > MOST_BYTES:
            raise RequestDataTooBig("A form of this room is shorter.")
        return view(request, *args, **kwargs)

    return wrapper


def foreign(request: HttpRequest) -> HttpResponse:
    """Another site sent a form: nothing happened."""
    return render(request, "rights/foreign.html", status=403)


def too_many(request: HttpRequest) -> HttpResponse:
    """Too often: telephone and letters are not counted."""
    response = render(request, "rights/too_many.html", status=429)
    response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response
