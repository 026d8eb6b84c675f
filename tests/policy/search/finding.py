"""Looking for something, and what tests make to be found."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.test import Client

from policy.search import asking, finding
from tests.html import elements


def answer(text: str, **more: object) -> Any:
    """The page for a query."""
    given: dict[str, object] = {"q": text}
    return Client().get(f"/search/?{urlencode(given | more)}")


def addresses(text: str, **more: object) -> list[str]:
    """Where the hits on the page lead, the best first."""
    html = answer(text, **more).content.decode()
    links = elements(html, "a")
    return [link["href"] for link in links if {"ol", "h3"} <= set(link.inside)]


def found(text: str, *, with_earlier: bool = False) -> list[str]:
    """Where everything that is found leads, without a page."""
    query = asking.read(text)
    rows = finding.find(query, with_earlier=with_earlier)
    return [hit.address for hit in finding.hits(rows, query)]
