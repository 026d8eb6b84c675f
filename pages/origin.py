"""Did a request come from this site? Decision 4: visitors' forms carry no token.

https://www.w3.org/TR/fetch-metadata/ and RFC 6454.
"""

from collections.abc import Collection
from enum import Enum

from django.conf import settings
from django.http import HttpRequest


class Sender(Enum):
    """Who sent a request, as far as the browser says."""

    OURS = "this site"
    FOREIGN = "another site"
    UNKNOWN = "the browser does not say"


def sender_of(request: HttpRequest) -> Sender:
    """Who sent the request, as far as the browser says."""
    own = {settings.SITE_URL, f"{request.scheme}://{request.get_host()}"}
    headers = request.META
    return sender(headers.get("HTTP_SEC_FETCH_SITE"), headers.get("HTTP_ORIGIN"), own)


def sender(
    fetch_site: str | None, origin: str | None, own_origins: Collection[str]
) -> Sender:
    """Judge by ``Sec-Fetch-Site``; by ``Origin`` only where that is missing."""
    if fetch_site:
        return Sender.OURS if fetch_site == "same-origin" else Sender.FOREIGN
    if origin:
        return Sender.OURS if origin in own_origins else Sender.FOREIGN
    return Sender.UNKNOWN
