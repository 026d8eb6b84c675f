"""What makes a route public: the same bytes for everyone, cacheable by anyone.

Decision 3 of the design: a public page carries no cookie, no token and no name, so a
shared cache has nothing to leak. Routes are declared with ``@public``; one test walks
all of them and compares bytes.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import wraps
from typing import Concatenate, ParamSpec
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.urls import resolve
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from pages import clock
from pages.answers import cache_control
from pages.headers import policy_header
from pages.remembered import next_moment
from pages.stamp import Stamp, current

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


class NotPublic(Exception):
    """A route that is declared public answered something personal."""


def safe(view: View[P]) -> View[P]:
    """GET and HEAD only: any other method is 405, before anybody asks for a token."""
    return csrf_exempt(require_safe(view))


@dataclass(frozen=True)
class Made:
    """How a public answer was made: under which stamp, of which moment, valid until
    before which (None: for good), and what of the query it depends on."""

    stamp: Stamp
    at: datetime
    until: datetime | None
    parameters: tuple[str, ...]
    is_immutable: bool = False


def public(view: View[P]) -> View[P]:
    """Declare a route public: the same bytes for everyone, whatever the query says.

    Raises NotPublic when the view sets a cookie or varies by cookie: that is a fault of
    the program, and an error page is better than somebody else's data in a cache.
    """
    return _public(view, ())


def public_by(*parameters: str) -> Callable[[View[P]], View[P]]:
    """The same for a view that depends on these parameters of the query."""
    return lambda view: _public(view, parameters)


def _public(view: View[P], parameters: tuple[str, ...]) -> View[P]:
    @safe
    @wraps(view)
    def wrapper(
        request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponseBase:
        stamp, at = current(), clock.now()
        # What the store does not know of, a view must not see.
        request.GET = _only(request.GET, parameters)  # type: ignore[assignment]
        with clock.standing_at(at):
            response = view(request, *args, **kwargs)
            until = _earlier(next_moment(), getattr(response, "changes_at", None))
        is_immutable = response.status_code == 200 and hasattr(response, "is_immutable")
        if response.cookies or "cookie" in response.get("Vary", "").lower():
            raise NotPublic(request.path)
        response.headers["Cache-Control"] = cache_control(
            until, at, is_immutable=is_immutable
        )
        response.headers["Content-Security-Policy"] = policy_header(
            settings.PUBLIC_CONTENT_SECURITY_POLICY
        )
        made = Made(stamp, at, until, parameters, is_immutable)
        response.made = made  # type: ignore[attr-defined]
        return response

    wrapper.parameters = parameters  # type: ignore[attr-defined]
    return wrapper


def keep_for_good(response: HttpResponse) -> HttpResponse:
    """Let everybody keep a public answer as long as they like: it never changes."""
    response.is_immutable = True  # type: ignore[attr-defined]
    return response


def changes_at(response: HttpResponseBase, moment: datetime) -> None:
    """Say when this page alone changes by the mere passing of time.

    It is made anew then, and is not finished ahead; other pages stay as they are.
    """
    response.changes_at = moment  # type: ignore[attr-defined]


def speak_of_the_day(response: HttpResponse, zone: ZoneInfo) -> HttpResponse:
    """Let a public answer that names the day hold no longer than that, in the zone."""
    tomorrow = timezone.localdate(clock.now(), zone) + timedelta(days=1)
    changes_at(response, datetime.combine(tomorrow, time.min, zone))
    return response


def _earlier(one: datetime | None, other: datetime | None) -> datetime | None:
    return min(filter(None, [one, other]), default=None)


def _only(query: QueryDict, names: tuple[str, ...]) -> QueryDict:
    known = QueryDict(mutable=True)
    for name in names:
        if name in query:
            known.setlist(name, query.getlist(name)[-1:])
    return known


def parameters_of(path: str) -> tuple[str, ...] | None:
    """What of the query the public page at the path depends on; None where no route
    is public there."""
    try:
        view = resolve(path).func
    except Http404:
        return None
    parameters: tuple[str, ...] | None = getattr(view, "parameters", None)
    return parameters


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
