"""What makes a route public: the same bytes for everyone, cacheable by anyone.

Decision 3 of the design: a public page carries no cookie, no token and no name, so a
shared cache has nothing to leak. Routes are declared with ``@public``; one test walks
all of them and compares bytes.
"""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import (
    get_conditional_response,
    patch_cache_control,
)
from django.utils.http import quote_etag
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from pages import clock
from pages.headers import policy_header
from pages.remembered import next_moment

MAX_AGE_SECONDS = 60

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


class NotPublic(Exception):
    """A route that is declared public answered something personal."""


def safe(view: View[P]) -> View[P]:
    """GET and HEAD only: any other method is 405, before anybody asks for a token."""
    return csrf_exempt(require_safe(view))


def public(view: View[P]) -> View[P]:
    """Declare a route public: GET and HEAD, ETag, 304, and a short shared life.

    Raises NotPublic when the view sets a cookie or varies by cookie: that is a fault of
    the program, and an error page is better than somebody else's data in a cache.
    """

    @safe
    @wraps(view)
    def wrapper(
        request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        if response.cookies or "cookie" in response.get("Vary", "").lower():
            raise NotPublic(request.path)
        return finish(request, response)

    wrapper.is_public = True  # type: ignore[attr-defined]
    return wrapper


def finish(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """Give a public answer its headers, or turn it into 304 Not Modified.

    A file that is streamed answers for itself whether it was modified.
    """
    patch_cache_control(response, public=True, max_age=seconds_to_live())
    if isinstance(response, HttpResponse) and response.status_code == 200:
        digest = hashlib.sha256(response.content).hexdigest()[:32]
        response.headers["ETag"] = quote_etag(digest)
        response = (
            get_conditional_response(
                request, etag=response.headers["ETag"], response=response
            )
            or response
        )
    # On a 304 too: a cache takes over the headers that it brings.
    response.headers["Content-Security-Policy"] = policy_header(
        settings.PUBLIC_CONTENT_SECURITY_POLICY
    )
    return response


def seconds_to_live() -> int:
    """How long a public page may be kept: never past the next known change."""
    moment = next_moment()
    if moment is None:
        return MAX_AGE_SECONDS
    return min(MAX_AGE_SECONDS, int((moment - clock.now()).total_seconds()))


def private(view: View[P]) -> View[P]:
    """Declare a route personal: no cache may keep its answer."""

    @wraps(view)
    def wrapper(
        request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        response.headers["Cache-Control"] = "private, no-store"
        return response

    return wrapper


def without_database(view: View[P]) -> View[P]:
    """Declare that a view, and what stands around its page, never asks the database."""
    view.needs_no_database = True  # type: ignore[attr-defined]
    return view


def needs_no_database(request: HttpRequest) -> bool:
    """Whether the view that answers was declared so."""
    match = request.resolver_match
    return getattr(match.func, "needs_no_database", False) if match else False
