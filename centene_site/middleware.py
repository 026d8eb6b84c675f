"""Cookies of sessions and tokens, confined to where people sign in or confirm.

Django's own middleware deletes a session cookie that it cannot read, and renews a token
that is malformed, on any page: one visitor of a public page would get other bytes than
the next, and a shared cache would keep them (decision 3).
"""

from collections.abc import Callable
from functools import cache

from django.conf import settings
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from consent.choices import AUTHENTICATION
from consent.middleware import consent_of

TOKEN_PAGES = (
    "consent:confirm",
    "consent:confirm_forgetting",
    "confirm_hiding",
    "subscriptions:send",
    "subscriptions:confirm_sender",
    "rights:send",
    "rights:confirm_sender",
    "rights:link_send",
    "rights:confirm_link_sender",
    "held:send",
    "held:confirm_sender",
)


@cache
def address(name: str) -> str:
    """Where a route is; asked for at every request."""
    return reverse(name)


def is_at_the_desk(request: HttpRequest) -> bool:
    """Whether the request is for Django admin."""
    return request.path.startswith(address("admin:index"))


class DeskSessionMiddleware(SessionMiddleware):
    """Visitors have no accounts: only answers of the desk touch the session cookie.

    A browser that rejects authentication has no session, whatever cookie it sends.
    """

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        is_sent = settings.SESSION_COOKIE_NAME in request.COOKIES
        if is_sent and consent_of(request).rejects(AUTHENTICATION):
            request.session = self.SessionStore()

    def process_response(
        self, request: HttpRequest, response: HttpResponse
    ) -> HttpResponse:
        if is_at_the_desk(request):
            return super().process_response(request, response)
        return response


class DeskTokenMiddleware:
    """Only the desk and the pages that confirm a form see Django's token."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        pages = map(address, TOKEN_PAGES)
        if not is_at_the_desk(request) and request.path not in pages:
            request.COOKIES.pop(settings.CSRF_COOKIE_NAME, None)
        return self.get_response(request)
