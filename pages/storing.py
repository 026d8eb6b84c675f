"""Finishing public answers on their way out, and keeping them.

The outermost middleware: what it keeps is the whole answer, with all its headers.
"""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from pages import background, clock, copies
from pages.answers import Conditions, answer
from pages.finished import QUICK, SMALLEST, Finished, kept_headers
from pages.public import Made
from pages.stamp import current
from pages.store import MEBIBYTE, Address, Store

store = Store(settings.PAGE_STORE_MEBIBYTES * MEBIBYTE)

# Whether a page is being finished ahead: then it is made anew, and may take its time.
is_finishing: ContextVar[bool] = ContextVar("is_finishing", default=False)


class StoreMiddleware:
    """Turn a public page into a finished one: codings, ETag, 304; workers keep it.

    Where the database fails, the page as it was known last is the answer.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        address = _address(request)
        if address is None:
            return self.get_response(request)
        found = store.get(address, _query(request), current(), clock.now())
        if found is not None and not is_finishing.get():
            return _respond(request, found)
        response = self.get_response(request)
        if response.status_code >= 500:
            known = _last_known(address, _query(request))
            return _respond(request, known) if known else response
        return self._finished(request, address, response)

    def _finished(
        self, request: HttpRequest, address: Address, response: HttpResponse
    ) -> HttpResponse:
        """A public page in the form that the client likes; anything else as it is."""
        made: Made | None = getattr(response, "made", None)
        if made is None or not _is_for_everyone(response):
            return response
        page = Finished(
            made.stamp,
            made.at,
            made.until,
            kept_headers(response.items()),
            response.content,
            SMALLEST if is_finishing.get() else QUICK,
            made.is_immutable,
        )
        if background.is_running():
            store.put(address, _query(request), made.parameters, page)
        return _respond(request, page, response)


def _last_known(address: Address, query: str) -> Finished | None:
    """What was true last, in this worker or in any of this machine."""
    now = clock.now()
    if (known := store.last_known(address, query, current(), now)) is None:
        copies.read(store, address)
        known = store.last_known(address, query, current(), now)
    return known


def _is_for_everyone(response: HttpResponse) -> bool:
    """Whether nothing on the way out made it personal, or an error, or endless."""
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and response.headers.get("Cache-Control", "").startswith("public")
    )


def _address(request: HttpRequest) -> Address | None:
    """Where the page is; None where the host is none of ours."""
    try:
        return Address(request.scheme or "http", request.get_host(), request.path)
    except DisallowedHost:
        return None


def _query(request: HttpRequest) -> str:
    query: str = request.META.get("QUERY_STRING", "")
    return query


def _respond(
    request: HttpRequest, page: Finished, response: HttpResponse | None = None
) -> HttpResponse:
    """The finished page, in the response that it was made of where there is one: to
    close that here would end the request for Django."""
    headers = request.headers
    conditions = Conditions(
        headers.get("Accept-Encoding", ""),
        headers.get("If-None-Match", ""),
        headers.get("If-Modified-Since", ""),
    )
    given = answer(page, conditions, clock.now())
    response = response or HttpResponse()
    response.status_code, response.content = given.status, given.body
    for old in list(response.headers):
        del response.headers[old]
    for name, value in given.headers:
        response.headers[name.decode("latin-1").title()] = value.decode("latin-1")
    return response
