"""The front door: what is finished is answered here, once made for all who ask."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

import pytest

from pages import background, clock
from pages.finished import QUICK, Finished
from pages.front import Front, Receive, Send
from pages.instant import Instant
from pages.stamp import Stamp
from pages.store import Address, Store
from tests.pages.asgi import ask, scope

STAMP = Stamp(7, "token")
WORDS = b"Some words that stand on a page. " * 40
PUBLIC = "/notices/"


class Maker:
    """Makes every page, and counts; puts it into the store where it ``keeps``."""

    def __init__(self, store: Store, keeps: bool = True, status: int = 200) -> None:
        self.store = store
        self.times = 0
        self.keeps = keeps
        self.status = status

    async def __call__(
        self, asked: Mapping[str, Any], receive: Receive, send: Send
    ) -> None:
        self.times += 1
        await asyncio.sleep(0)
        if self.keeps:
            keep(self.store, asked["path"], asked["query_string"].decode())
        start = {"type": "http.response.start", "status": self.status, "headers": []}
        await send(start)
        await send({"type": "http.response.body", "body": b"made"})


def keep(store: Store, path: str, query: str = "") -> None:
    headers = (("Content-Type", "text/html"),)
    page = Finished(STAMP, clock.now(), None, headers, WORDS, QUICK)
    store.put(Address("http", "localhost", path), query, ("page",), page)


@pytest.fixture(autouse=True)
def stamp(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pages.front.current", lambda: STAMP)


@pytest.fixture
def maker() -> Maker:
    return Maker(Store(1_000_000))


@pytest.fixture
def front(maker: Maker) -> Front:
    return Front(maker.store, Instant({}, []), maker)


def got(front: Front, *args: str, **headers: str) -> Any:
    return asyncio.run(ask(front, scope(*args, **headers)))


def test_a_finished_page_needs_nobody(front: Front, maker: Maker) -> None:
    keep(maker.store, "/words/")
    answer = got(front, accept_encoding="gzip")
    assert (answer.status, answer.headers["content-encoding"]) == (200, "gzip")
    assert maker.times == 0


def test_a_browser_that_has_it_gets_a_304(front: Front, maker: Maker) -> None:
    keep(maker.store, "/words/")
    tag = got(front).headers["etag"]
    assert got(front, if_none_match=tag)[::2] == (304, b"")
    assert maker.times == 0


def test_head_has_the_headers_and_no_body(front: Front, maker: Maker) -> None:
    keep(maker.store, "/words/")
    head = got(front, "/words/", "HEAD")
    assert head.body == b""
    assert head.headers["content-length"] == str(len(WORDS))
    assert maker.times == 0


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_other_methods_go_behind(front: Front, maker: Maker, method: str) -> None:
    keep(maker.store, "/words/")
    assert got(front, "/words/", method).body == b"made"


@pytest.mark.parametrize("host", ["127.0.0.1", "evil.example", ""])
def test_another_host_goes_behind(front: Front, maker: Maker, host: str) -> None:
    keep(maker.store, "/words/")
    assert got(front, host=host).body == b"made"


def test_unknown_parameters_find_the_same_page(front: Front, maker: Maker) -> None:
    keep(maker.store, "/words/")
    assert got(front, "/words/?utm=1").body == WORDS
    assert got(front, "/words/?page=2").body == b"made"


def test_a_thousand_who_ask_at_once_have_it_made_once(
    front: Front, maker: Maker
) -> None:
    async def crowd() -> list[Any]:
        asked = [ask(front, scope(PUBLIC)) for _ in range(1_000)]
        return await asyncio.gather(*asked)

    answers = asyncio.run(crowd())
    assert maker.times == 1
    assert [answer.status for answer in answers] == [200] * 1_000
    assert sum(answer.body == WORDS for answer in answers) == 999


def test_those_who_wait_for_what_is_never_kept_go_on_by_themselves(
    front: Front, maker: Maker
) -> None:
    maker.keeps = False

    async def crowd() -> list[Any]:
        return await asyncio.gather(*[ask(front, scope(PUBLIC)) for _ in range(5)])

    assert [answer.body for answer in asyncio.run(crowd())] == [b"made"] * 5


def test_a_maker_that_fails_leaves_nobody_waiting(
    front: Front, maker: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_: Any) -> None:
        await asyncio.sleep(0)
        raise RuntimeError

    monkeypatch.setattr(front, "_maker", fail)

    async def crowd() -> list[Any]:
        asked = [ask(front, scope(PUBLIC)) for _ in range(5)]
        return await asyncio.gather(*asked, return_exceptions=True)

    answers = asyncio.run(asyncio.wait_for(crowd(), 5))
    assert all(isinstance(answer, RuntimeError) for answer in answers)
    monkeypatch.undo()


def test_nobody_waits_for_a_page_of_ones_own(front: Front, maker: Maker) -> None:
    async def crowd() -> list[Any]:
        return await asyncio.gather(*[ask(front, scope("/cookies/")) for _ in range(9)])

    maker.keeps = False
    asyncio.run(crowd())
    assert maker.times == 9


def test_pages_of_a_list_are_made_one_by_one(front: Front, maker: Maker) -> None:
    async def crowd() -> list[Any]:
        addresses = [f"{PUBLIC}?page={number % 3}&x={number}" for number in range(30)]
        return await asyncio.gather(*[ask(front, scope(each)) for each in addresses])

    asyncio.run(crowd())
    assert maker.times == 3


def test_a_worker_does_its_chores_as_long_as_it_lives(
    front: Front, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(background, "start", lambda: told.append("start"))
    monkeypatch.setattr(background, "stop", lambda: told.append("stop"))
    events = iter(["lifespan.startup", "lifespan.shutdown"])

    async def receive() -> Mapping[str, Any]:
        return {"type": next(events)}

    async def send(message: Mapping[str, Any]) -> None:
        told.append(message["type"])

    asyncio.run(front({"type": "lifespan"}, receive, send))
    assert told == [
        *("start", "lifespan.startup.complete"),
        *("stop", "lifespan.shutdown.complete"),
    ]


def test_there_are_no_web_sockets(front: Front) -> None:
    sent: list[Mapping[str, Any]] = []

    async def receive() -> Mapping[str, Any]:
        return {"type": "websocket.connect"}

    async def send(message: Mapping[str, Any]) -> None:
        sent.append(message)

    asyncio.run(front({"type": "websocket", "path": "/"}, receive, send))
    assert sent == [{"type": "websocket.close"}]


def test_a_proxy_that_is_trusted_says_which_scheme_it_was(
    front: Front, maker: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(maker.store, "/words/")
    assert got(front, x_forwarded_proto="https").body == WORDS
    trusted = (b"x-forwarded-proto", b"https")
    monkeypatch.setattr("pages.front._TRUSTED_SCHEME", trusted)
    assert got(front, x_forwarded_proto="https").body == b"made"
    assert got(front, x_forwarded_proto="http").body == WORDS
