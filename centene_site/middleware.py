"""Sessions, confined to the desk."""

from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse
from django.urls import reverse


class DeskSessionMiddleware(SessionMiddleware):
    """Visitors have no accounts: only answers of the desk touch the session cookie.

    Django's own deletes a cookie that it cannot read, on any page, and so would give
    one visitor of a public page other bytes than the next (decision 3).
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponse
    ) -> HttpResponse:
        if request.path.startswith(reverse("admin:index")):
            return super().process_response(request, response)
        return response
