"""Security headers, the same for every answer unless a view says otherwise."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        "browsing-topics",
        "camera",
        "geolocation",
        "microphone",
        "payment",
        "usb",
    )
)


def policy_header(directives: dict[str, str]) -> str:
    """A Content-Security-Policy header value from its directives."""
    return "; ".join(f"{name} {value}" for name, value in directives.items())


# Browsers look at these where a document is shown. With a stylesheet or a script that
# a page loads they would only be bytes, of every first view.
OF_DOCUMENTS = (
    "Content-Security-Policy",
    "Cross-Origin-Opener-Policy",
    "Permissions-Policy",
    "Referrer-Policy",
    "X-Frame-Options",
)
LOADED = ("text/css", "text/javascript", "application/javascript")


class SecurityHeadersMiddleware:
    """Add the headers that every answer carries, static files included.

    It stands before Django's own, so that stylesheets and scripts lose those of both.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        headers = response.headers
        headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if headers.get("Content-Type", "").startswith(LOADED):
            for name in OF_DOCUMENTS:
                headers.pop(name, None)
            return response
        headers.setdefault(
            "Content-Security-Policy", policy_header(settings.CONTENT_SECURITY_POLICY)
        )
        headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        return response
