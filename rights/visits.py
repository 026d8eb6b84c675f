"""A cookie for one request, for half an hour, in place of the secret in the address.

Only where the person accepts cookies for authentication, and only for browsers that say
which site a form came from: elsewhere the secret stays in the address, and all works
the same. It signs nobody in.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

COOKIE = "rights-request"
SECONDS = 30 * 60
SALT = "rights.visits"
LONGEST = 500

Gate = Callable[[HttpRequest], bool]
_gates: list[Gate] = []


def add_gate(gate: Gate) -> None:
    """Let a room say when the cookie may be set; without any, it never is."""
    if gate not in _gates:
        _gates.append(gate)


def may_begin(request: HttpRequest) -> bool:
    """Whether a cookie may take the secret's place for who sent this request."""
    says_who_sends = bool(request.headers.get("Sec-Fetch-Site"))
    return says_who_sends and bool(_gates) and all(gate(request) for gate in _gates)


def begin(response: HttpResponse, secret_hash: str) -> None:
    """Set the cookie for a request."""
    response.set_cookie(
        cookie_name(),
        signing.dumps(secret_hash, salt=SALT),
        max_age=SECONDS,
        secure=settings.IS_HTTPS,
        httponly=True,
        samesite="Lax",
    )


def end(response: HttpResponse) -> None:
    """Delete the cookie in the browser."""
    response.delete_cookie(cookie_name(), samesite="Lax")


def secret_hash_of(request: HttpRequest) -> str:
    """The hash of the secret that the cookie stands for; '' where it counts no more."""
    value = request.COOKIES.get(cookie_name(), "")
    if not value or len(value) > LONGEST:
        return ""
    try:
        return str(signing.loads(value, salt=SALT, max_age=SECONDS))
    except signing.BadSignature:
        return ""


def cookie_name() -> str:
    """The name with the prefix that https allows."""
    return f"{settings.COOKIE_PREFIX}{COOKIE}"
