"""Google Analytics cookies that are still there without consent, and their end."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator
from http.cookies import Morsel
from itertools import islice

from django.http import HttpRequest, HttpResponse

# Nothing from a request is echoed unless it is one of Google's own names.
GOOGLE_NAME = re.compile(
    r"_ga|_gid|_ga_[A-Za-z0-9]{1,32}|_gat[A-Za-z0-9_-]{0,64}", re.ASCII
)
# Proxies refuse long headers; what is left goes with the next answer.
MOST_NAMES = 10
MOST_DOMAINS = 6


def sweep(request: HttpRequest, response: HttpResponse) -> None:
    """Delete the tag's cookies that the request carries, wherever they may lie."""
    names = (name for name in request.COOKIES if GOOGLE_NAME.fullmatch(name))
    for name in islice(names, MOST_NAMES):
        for domain in islice(domains(request.get_host()), MOST_DOMAINS):
            delete_cookie(response, name, domain)


def domains(host: str) -> Iterator[str]:
    """'' for the host alone, then the host as a domain and each domain above it."""
    yield ""
    name = host.rpartition(":")[0] if re.search(r":\d+$", host) else host
    name = name.rstrip(".")
    if name.startswith("[") or _is_address(name):
        return
    while "." in name:
        yield name
        name = name.partition(".")[2]


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def delete_cookie(response: HttpResponse, name: str, domain: str) -> None:
    """Add one deletion; ``response.delete_cookie`` keeps only the last of a name."""
    morsel: Morsel[str] = Morsel()
    morsel.set(name, "", "")
    morsel["path"] = "/"
    morsel["domain"] = domain
    morsel["max-age"] = 0
    morsel["expires"] = "Thu, 01 Jan 1970 00:00:00 GMT"
    morsel["samesite"] = "Lax"
    response.cookies[f"{name} {domain}"] = morsel
