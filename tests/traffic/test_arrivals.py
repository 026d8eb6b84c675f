"""Where visitors come from, looked at where a page is asked for."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from centene_site.arrivals import Arrivals
from pages.front import Receive, Scope, Send
from tests.pages.asgi import ask, scope
from tests.traffic.visits import counted
from traffic import counting
from traffic.models import Aspect

pytestmark = pytest.mark.django_db

ELSEWHERE = "https://www.search.example/?q=privacy"


async def _answer(scope: Scope, receive: Receive, send: Send) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"page"})


def arrive(path: str = "/", method: str = "GET", **headers: str) -> None:
    got = asyncio.run(ask(Arrivals(_answer), scope(path, method, **headers)))
    assert got.body == b"page"


def hosts() -> dict[str, int]:
    return {host: count for (_, host), count in counted(Aspect.REFERRER).items()}


def test_the_host_of_another_site_is_counted_and_nothing_else_of_it() -> None:
    arrive(referer=ELSEWHERE, sec_fetch_dest="document")
    arrive("/cookies/?x=1", referer=ELSEWHERE)
    assert counted(Aspect.REFERRER) == {("", "search.example"): 2}


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"referer": "http://localhost/cookies/"},
        {"referer": "http://127.0.0.1:8000/", "host": "127.0.0.1:8000"},
        {"referer": ELSEWHERE, "sec_fetch_dest": "image"},
        {"referer": ELSEWHERE, "sec_purpose": "prefetch"},
        {"referer": "nonsense"},
        {"referer": "https://[::"},
    ],
)
def test_what_is_no_arrival_is_not_counted(headers: dict[str, str]) -> None:
    arrive(**headers)
    assert hosts() == {}


def test_only_pages_are_arrived_at() -> None:
    arrive("/nothing/", referer=ELSEWHERE)
    arrive("/", "POST", referer=ELSEWHERE)
    assert hosts() == {}


def test_made_up_hosts_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "MOST_REFERRERS", 3)
    for number in range(3):
        arrive(referer=f"https://spam{number}.example/")
    assert len(hosts()) == 3
    for number in range(9):
        arrive(referer=f"https://spam{number}.example/")
    assert hosts() == {
        "spam0.example": 2,
        "spam1.example": 2,
        "spam2.example": 2,
        "other": 6,
    }


def test_nothing_is_counted_where_the_operator_wants_none(settings: Any) -> None:
    settings.COUNT_VIEWS = False
    arrive(referer=ELSEWHERE)
    assert hosts() == {}
