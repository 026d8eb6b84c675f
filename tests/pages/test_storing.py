"""Public answers on their way out: finished, and kept by workers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.test import RequestFactory

from pages import background, storing
from pages.public import private, public, public_by
from pages.stamp import Stamp
from pages.store import Store

STAMP = Stamp(7, "token")
WORDS = "Some words that stand on a page. " * 40


@pytest.fixture(autouse=True)
def store(monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """An empty store of a worker whose stamp nobody renews."""
    store = Store(1_000_000)
    monkeypatch.setattr(storing, "store", store)
    monkeypatch.setattr(background, "is_running", lambda: True)
    monkeypatch.setattr("pages.public.current", lambda: STAMP)
    monkeypatch.setattr("pages.public.next_moment", lambda: None)
    monkeypatch.setattr("pages.storing.current", lambda: STAMP)
    yield store


class Asked:
    """A view behind the middleware, and how often it was asked."""

    def __init__(self, view: Any) -> None:
        self.times = 0
        self._view = view
        self._middleware = storing.StoreMiddleware(self._call)

    def _call(self, request: HttpRequest) -> HttpResponse:
        self.times += 1
        answer: HttpResponse = self._view(request)
        return answer

    def get(self, path: str = "/words/", method: str = "get", **headers: str) -> Any:
        request = getattr(RequestFactory(), method)(path, headers=headers)
        return self._middleware(request)


@public
def words(request: HttpRequest) -> HttpResponse:
    return HttpResponse(WORDS)


def test_a_public_page_is_made_once() -> None:
    asked = Asked(words)
    first, second = asked.get(), asked.get()
    assert asked.times == 1
    assert first.content == second.content == WORDS.encode()
    assert first.headers == second.headers


def test_it_comes_as_the_client_likes_it() -> None:
    answer = Asked(words).get(**{"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert int(answer.headers["Content-Length"]) == len(answer.content) < len(WORDS)


def test_a_known_tag_is_answered_without_the_words() -> None:
    asked = Asked(words)
    tag = asked.get().headers["ETag"]
    answer = asked.get(**{"If-None-Match": tag})
    assert (answer.status_code, answer.content) == (304, b"")
    assert "Content-Type" not in answer.headers


def test_a_304_leaves_the_policy_of_what_a_cache_has_alone() -> None:
    asked = Asked(words)
    tag = asked.get().headers["ETag"]
    answer = asked.get(**{"If-None-Match": tag})
    assert "Content-Security-Policy" not in answer.headers


def test_a_query_that_no_view_knows_makes_no_other_page(store: Store) -> None:
    asked = Asked(words)
    for number in range(20):
        assert asked.get(f"/words/?utm={number}").content == WORDS.encode()
    assert asked.times == 1
    assert len(list(store.contents())) == 1


def test_a_view_sees_nothing_of_a_query_that_it_does_not_declare() -> None:
    @public_by("page")
    def echo(request: HttpRequest) -> HttpResponse:
        return HttpResponse(repr(sorted(request.GET.items())))

    asked = Asked(echo)
    assert asked.get("/echo/?page=2&x=1").content == b"[('page', '2')]"
    assert asked.get("/echo/?page=3").content == b"[('page', '3')]"
    assert asked.get("/echo/").content == b"[]"
    assert asked.times == 3


@pytest.mark.parametrize("status", [201, 302, 404, 410, 451])
def test_only_what_is_there_is_kept(store: Store, status: int) -> None:
    @public
    def other(request: HttpRequest) -> HttpResponse:
        return HttpResponse("Other.", status=status)

    assert Asked(other).get().status_code == status
    assert not list(store.contents())


def test_a_stream_is_passed_on(store: Store) -> None:
    @public
    def stream(request: HttpRequest) -> Any:
        return StreamingHttpResponse(["one ", "two"])

    assert b"".join(Asked(stream).get()) == b"one two"
    assert not list(store.contents())


def test_what_is_private_is_never_kept(store: Store) -> None:
    @private
    def mine(request: HttpRequest) -> HttpResponse:
        return HttpResponse("Mine.")

    def plain(request: HttpRequest) -> HttpResponse:
        return HttpResponse("Nobody said what this is.")

    for view in (mine, plain):
        asked = Asked(view)
        asked.get()
        asked.get()
        assert asked.times == 2
    assert not list(store.contents())


def test_a_public_answer_that_calls_itself_private_is_never_kept(
    store: Store,
) -> None:
    @private
    @public
    def confused(request: HttpRequest) -> HttpResponse:
        return HttpResponse("Whose?")

    answer = Asked(confused).get()
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert not list(store.contents())


def test_a_cookie_that_somebody_adds_later_is_never_kept(store: Store) -> None:
    def careless(request: HttpRequest) -> HttpResponse:
        answer = words(request)
        assert isinstance(answer, HttpResponse)
        answer.set_cookie("name", "value")
        return answer

    answer = Asked(careless).get()
    assert answer.cookies
    assert not list(store.contents())


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_other_methods_reach_the_view(method: str) -> None:
    asked = Asked(words)
    asked.get()
    assert asked.get(method=method).status_code == 405


def test_head_finds_what_get_left_and_the_other_way_round() -> None:
    asked = Asked(words)
    head, get = asked.get(method="head"), asked.get()
    assert asked.times == 1
    assert head.headers == get.headers


@pytest.mark.parametrize("status", [500, 503])
def test_where_it_fails_the_page_of_before_is_the_answer(
    monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    answers = iter([words, lambda request: HttpResponse("Oh.", status=status)])
    asked = Asked(lambda request: next(answers)(request))
    asked.get()
    monkeypatch.setattr("pages.storing.current", lambda: Stamp(8, "token"))
    answer = asked.get()
    assert asked.times == 2
    assert (answer.status_code, answer.content) == (200, WORDS.encode())


def test_where_nothing_is_known_a_failure_is_a_failure() -> None:
    asked = Asked(lambda request: HttpResponse("Oh.", status=500))
    assert asked.get().status_code == 500


def test_a_host_that_is_not_ours_finds_nothing() -> None:
    asked = Asked(lambda request: HttpResponse("Oh.", status=500))
    assert asked.get(Host="evil.example").status_code == 500
    assert asked.times == 1


def test_a_process_without_chores_keeps_nothing(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(background, "is_running", lambda: False)
    asked = Asked(words)
    asked.get()
    asked.get()
    assert asked.times == 2
    assert not list(store.contents())
