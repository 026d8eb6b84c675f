"""Which page an address is counted as: never more names than this site has pages.

What a browser says of its address is somebody's claim. So it is held against the routes
of this site, and against the addresses that exist.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.http.request import validate_host
from django.urls import Resolver404, resolve, reverse

from pages.remembered import Remembered
from traffic.visitors import NOT_SAID

# None of this site's addresses.
NO_PAGE = "no page"

AddressSource = Callable[[], Iterable[str]]


class _Source(NamedTuple):
    """The addresses that exist of some routes, by the routes' names."""

    routes: frozenset[str]
    read: AddressSource


_sources: list[_Source] = []


def add_addresses(routes: Iterable[str], source: AddressSource) -> None:
    """Let every address be counted as itself that exists of routes with variable parts;
    called when an app starts. Addresses of other such routes are counted together."""
    _sources.append(_Source(frozenset(routes), source))


_existing: Remembered[frozenset[str]] = Remembered(
    lambda: frozenset(address for source in _sources for address in source.read())
)


class Addresses:
    """The addresses of this site at one moment. Raises django.db.Error when made."""

    def __init__(self) -> None:
        self._existing = _existing.get()
        self._routes = {route for source in _sources for route in source.routes}

    def page_of(self, referer: str) -> str | None:
        """The page that the header ``Referer`` names; None where it is no page of this
        site's hosts."""
        if not referer:
            return NOT_SAID
        try:
            parts = urlsplit(referer)
            host = parts.hostname or ""
        except ValueError:
            return None
        is_ours = validate_host(host, settings.ALLOWED_HOSTS)
        return self.page_at(unquote(parts.path)) if is_ours else None

    def page_at(self, path: str) -> str:
        """The page's address; its route's name where addresses are secrets, or too many
        to be counted apart."""
        if path in self._existing:
            return path
        try:
            match = resolve(path)
        except Resolver404:
            return NO_PAGE
        if "admin" in match.app_names:
            return reverse("admin:index")
        if match.view_name in self._routes:
            return NO_PAGE
        has_variable_parts = bool(match.kwargs or match.args)
        return match.view_name if has_variable_parts else path
