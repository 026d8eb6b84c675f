"""The ``status`` cookie: a signed hint that somebody is signed in.

Public pages never look at the session. The stylesheet ``/consent/state.css`` reveals
the links of signed-in staff from this hint, which names nobody.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.core.signing import BadSignature, TimestampSigner
from django.http import HttpRequest, HttpResponse

from consent.choices import AUTHENTICATION, STATUS
from consent.middleware import consent_of

VALUE = "signed-in"
SIGNER = "consent.status"
STAFF_PATH = "/admin/"
CHOICE_PATH = "/consent/"


def cookie_name() -> str:
    """The name with the prefix that https allows."""
    return f"{settings.COOKIE_PREFIX}status"


def is_hinted(request: HttpRequest) -> bool:
    """Whether the request carries a valid hint, and its category is allowed.

    Who rejects authentication is not signed in, whatever the hint says.
    """
    consent = consent_of(request)
    if not consent.allows(STATUS) or consent.rejects(AUTHENTICATION):
        return False
    return _is_valid(request)


def delete_hint(response: HttpResponse) -> None:
    """Delete the hint in the browser."""
    response.delete_cookie(cookie_name(), samesite="Lax")


def _is_valid(request: HttpRequest) -> bool:
    signer = TimestampSigner(salt=SIGNER)
    try:
        value = signer.unsign(
            request.COOKIES.get(cookie_name(), ""),
            max_age=settings.SESSION_COOKIE_AGE,
        )
    except BadSignature:
        return False
    return value == VALUE


class StatusHintMiddleware:
    """Keep the hint in step with the session and with the person's choice.

    It acts on answers under ``/admin/``, and under ``/consent/`` where a rejection
    takes effect; public pages set no cookie.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path.startswith((STAFF_PATH, CHOICE_PATH)):
            self._keep_in_step(request, response)
        return response

    def _keep_in_step(self, request: HttpRequest, response: HttpResponse) -> None:
        allowed = consent_of(request).allows(STATUS)
        present = cookie_name() in request.COOKIES
        at_the_desk = request.path.startswith(STAFF_PATH)
        # With a failing database it cannot be known who is signed in.
        if response.status_code >= 500 or not (allowed or present):
            return
        if not allowed or (at_the_desk and not request.user.is_authenticated):
            if present:
                delete_hint(response)
        elif at_the_desk and not _is_valid(request):
            self._set(response)

    def _set(self, response: HttpResponse) -> None:
        response.set_cookie(
            cookie_name(),
            TimestampSigner(salt=SIGNER).sign(VALUE),
            max_age=settings.SESSION_COOKIE_AGE,
            secure=settings.IS_HTTPS,
            httponly=True,
            samesite="Lax",
        )
