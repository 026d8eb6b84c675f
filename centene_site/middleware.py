"""Cookies of sessions and tokens, confined to where people sign in or confirm.

Django's own middleware deletes a session cookie that it cannot read, and renews a token
that is malformed, on any page: one visitor of a public page would get other bytes than
the next, and a shared cache would keep them (decision 3).
"""

from collections.abc import Callable

from django.conf import settings
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse
from django.urls import reverse


def is_at_the_desk(request: HttpRequest) -> bool:
    """Whether the request is for Django admin."""
    return request.path.startswith(reverse("admin:index"))


class DeskSessionMiddleware(SessionMiddleware):
    """Visitors have no accounts: only answers of the desk touch the session cookie."""

    def process_response(
        self, request: HttpRequest, response: HttpResponse
    ) -> HttpResponse:
        if is_at_the_desk(request):
            return super().process_response(request, response)
        return response


class DeskTokenMiddleware:
    """Only the desk and the page that confirms a choice see Django's token."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not is_at_the_desk(request) and request.path != reverse("consent:confirm"):
            request.COOKIES.pop(settings.CSRF_COOKIE_NAME, None)
        return self.get_response(request)
