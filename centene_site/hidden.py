"""The ``hidden-notices`` cookie: which notices a person hid. HttpOnly, Lax, signed.

It lasts as long as the notices where the category ``status`` is accepted, otherwise
until the browser is closed. It names nobody and holds nothing but their numbers.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from consent.choices import STATUS
from consent.cookie import is_sent_once
from consent.hint import CHOICE_PATH
from consent.middleware import consent_of
from consent.own_cookies import HIDDEN_NOTICES

SALT = "notices.hidden"
# More notices than ever show at once.
MOST = 50
LONGEST = 1000


@dataclass(frozen=True)
class Hidden:
    """The numbers of hidden notices; ``is_kept`` after the browser is closed."""

    numbers: frozenset[int] = frozenset()
    is_kept: bool = False


def cookie_name() -> str:
    """The name with the prefix that https allows."""
    return f"{settings.COOKIE_PREFIX}{HIDDEN_NOTICES}"


def read_hidden(request: HttpRequest) -> Hidden:
    """What the request's cookie holds; nothing where it is not ours."""
    value = request.COOKIES.get(cookie_name(), "")
    if len(value) > LONGEST or not is_sent_once(request, cookie_name()):
        return Hidden()
    try:
        data = signing.loads(value, salt=SALT)
        return Hidden(frozenset(map(int, data["numbers"])), bool(data["kept"]))
    except (signing.BadSignature, ValueError, TypeError, KeyError):
        return Hidden()


def write_hidden(
    response: HttpResponse, numbers: frozenset[int], *, until: datetime | None = None
) -> None:
    """Hide the newest of them until the moment, or until the browser is closed."""
    kept = until is not None
    newest = sorted(numbers, reverse=True)[:MOST]
    seconds = (until - timezone.now()).total_seconds() if until else 0
    response.set_cookie(
        cookie_name(),
        signing.dumps({"numbers": newest, "kept": kept}, salt=SALT),
        max_age=max(1, int(seconds)) if kept else None,
        secure=settings.IS_HTTPS,
        httponly=True,
        samesite="Lax",
    )


class HiddenNoticesMiddleware:
    """Who no longer accepts ``status`` keeps the cookie until the browser is closed.

    It acts on answers under ``/consent/``, the stylesheet of every page among them;
    public pages set no cookie.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path.startswith(CHOICE_PATH):
            hidden = read_hidden(request)
            if hidden.is_kept and not consent_of(request).allows(STATUS):
                write_hidden(response, hidden.numbers)
        return response
