"""What this site says of the opt-out preference signal to programs."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse

from pages.public import public

# The day on which this answer last changed.
LAST_UPDATE = "2026-11-24"


@public
def gpc(request: HttpRequest) -> JsonResponse:
    """/.well-known/gpc.json: the signal is honored (https://www.w3.org/TR/gpc/)."""
    return JsonResponse({"gpc": True, "lastUpdate": LAST_UPDATE})
