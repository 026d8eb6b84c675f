"""Open data: what programs read here, those of other sites included.

Every answer is JSON in UTF-8 and names its schema. Errors are problem details
(RFC 9457). Scripts of other sites may read all of it (CORS), always without
credentials: there is nothing here that is not the same for everyone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import wraps
from http import HTTPStatus
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.conf import settings
from django.core.paginator import Page
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from pages.public import public, public_by

P = ParamSpec("P")
R = TypeVar("R", bound=HttpResponseBase)
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]

METHODS = "GET, HEAD, OPTIONS"
PREFLIGHT = {
    "Access-Control-Allow-Methods": METHODS,
    # What a program sends to ask whether anything changed.
    "Access-Control-Allow-Headers": "If-None-Match, If-Modified-Since",
    "Access-Control-Max-Age": "86400",
}
STYLE: dict[str, Any] = {"ensure_ascii": False, "indent": 1}


def data(view: View[P]) -> View[P]:
    """Declare a public route whose answer is open data, whatever the query says."""
    return _open(public(view))


def data_by(*parameters: str) -> Callable[[View[P]], View[P]]:
    """The same for a view that depends on these parameters of the query."""
    return lambda view: _open(public_by(*parameters)(view))


def _open(view: View[P]) -> View[P]:
    @csrf_exempt
    @wraps(view)
    def wrapper(
        request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponseBase:
        if request.method == "OPTIONS":
            return opened(HttpResponse(status=204, headers=PREFLIGHT))
        if request.method not in ("GET", "HEAD"):
            return not_allowed()
        try:
            return opened(view(request, *args, **kwargs))
        except Http404 as missing:
            return problem(404, str(missing))

    return wrapper


def opened(response: R) -> R:
    """Let scripts of any site read the answer, and see its ETag."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Expose-Headers"] = "ETag, Link"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def answer(schema: str, content: Mapping[str, object]) -> JsonResponse:
    """The content as JSON, with the address of its schema."""
    named = {"$schema": schema_address(schema), **content}
    return JsonResponse(named, json_dumps_params=STYLE)


def problem(status: int, detail: str, **more: object) -> HttpResponse:
    """What is wrong, in words: problem details (RFC 9457).

    ``more`` are members beyond those of the standard.
    """
    content = {
        "$schema": schema_address("problem"),
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        **more,
    }
    response = JsonResponse(
        content,
        status=status,
        json_dumps_params=STYLE,
        content_type="application/problem+json",
    )
    response.headers["Cache-Control"] = "no-cache"
    return opened(response)


def not_allowed() -> HttpResponse:
    """What is only read was asked for by another method."""
    response = problem(405, _("This address can only be read."))
    response.headers["Allow"] = METHODS
    return response


def is_data(request: HttpRequest) -> bool:
    """Whether a program asked: its errors are JSON too."""
    return request.path.endswith(".json")


def absolute(path: str) -> str:
    """The whole address of a path of this site."""
    return f"{settings.SITE_URL}{path}"


def link(name: str, *arguments: object) -> str:
    """The whole address of a route."""
    return absolute(reverse(name, args=arguments))


def schema_address(name: str) -> str:
    """Where the schema of an answer is."""
    return link("schema", name)


def moment(at: datetime | None) -> str | None:
    """A moment in UTC as RFC 3339 writes it: "2020-04-17T05:00:00Z"."""
    if at is None:
        return None
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def page_links(address: str, page: Page[object]) -> dict[str, str | None]:
    """The ways to the pages of a list before and after this one, and to itself."""

    def numbered(number: int) -> str:
        return f"{address}?page={number}" if number > 1 else address

    return {
        "self": numbered(page.number),
        "previous": numbered(page.number - 1) if page.has_previous() else None,
        "next": numbered(page.number + 1) if page.has_next() else None,
    }


def page_facts(page: Page[object]) -> dict[str, int]:
    """Which page of a list this is, of how many, and of how much in all."""
    return {
        "page": page.number,
        "pages": page.paginator.num_pages,
        "count": page.paginator.count,
    }
