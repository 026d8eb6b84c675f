"""Views as browsers make them, and what was counted of them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.test import Client

from traffic.counting import arrivals, views
from traffic.models import Aspect, ViewCount

STATE = "/consent/state.css"
SITE = "http://localhost"
LINUX = "Mozilla/5.0 (X11; Linux x86_64)"
CHROME = f"{LINUX} AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Safari/537.36"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:120.0) Gecko/20100101 Firefox/120.0"
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 16_0 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/16.0 Mobile/15E148 Safari/604.1"
)
GOOGLEBOT = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"
SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}


def view(path: str = "/", agent: str = CHROME, **headers: str) -> Any:
    """Let a browser ask for the stylesheet of the page at the path."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    given = {"Referer": f"{SITE}{path}", "User-Agent": agent, **SAME_ORIGIN, **named}
    answer = Client().get(STATE, headers={k: v for k, v in given.items() if v})
    assert answer.status_code == 200
    return answer


def counted(aspect: Aspect = Aspect.BROWSER) -> dict[tuple[str, str], int]:
    """What was counted by page and value, over all days."""
    for each in (views, arrivals):
        each.flush()
    found: dict[tuple[str, str], int] = {}
    for page, value, count in ViewCount.objects.filter(aspect=aspect).values_list(
        "page", "value", "count"
    ):
        found[page, value] = found.get((page, value), 0) + count
    return found


def pages() -> dict[str, int]:
    """Views by page."""
    found: dict[str, int] = {}
    for (page, _), count in counted().items():
        found[page] = found.get(page, 0) + count
    return found


def make_views(
    day: date, count: int, page: str = "/", value: str = "Chrome", **fields: Any
) -> ViewCount:
    """A row of figures."""
    aspect = fields.pop("aspect", Aspect.BROWSER)
    return ViewCount.objects.create(
        day=day, aspect=aspect, page=page, value=value, count=count, **fields
    )
