"""The store of finished pages: what is true now, next, and last."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from pages.finished import QUICK, Finished
from pages.stamp import Stamp
from pages.store import Address, Store, known_part
from tests.factories import moment

NOW = moment("2026-11-27 12:00")
LATER = NOW + timedelta(hours=1)
END = NOW + timedelta(hours=2)
STAMP, NEXT_STAMP = Stamp(7, "token"), Stamp(8, "token")
HERE = Address("http", "localhost", "/here/")


def page(
    words: str = "now",
    stamp: Stamp = STAMP,
    since: datetime = NOW,
    until: datetime | None = None,
    size: int = 0,
) -> Finished:
    body = words.encode().ljust(size)
    return Finished(stamp, since, until, (), body, QUICK)


def words(found: Finished | None) -> str | None:
    return found.body.decode() if found else None


@pytest.fixture
def store() -> Store:
    return Store(100_000)


def test_an_empty_store_has_nothing(store: Store) -> None:
    assert store.get(HERE, "", STAMP, NOW) is None
    assert store.last_known(HERE, "", STAMP, NOW) is None


def test_it_gives_what_is_true_at_the_address(store: Store) -> None:
    store.put(HERE, "", (), page())
    assert words(store.get(HERE, "", STAMP, NOW)) == "now"
    for other in (
        HERE._replace(path="/there/"),
        HERE._replace(host="127.0.0.1"),
        HERE._replace(scheme="https"),
    ):
        assert store.get(other, "", STAMP, NOW) is None


def test_a_new_stamp_ends_what_was_true_but_not_what_was_known(store: Store) -> None:
    store.put(HERE, "", (), page())
    assert store.get(HERE, "", NEXT_STAMP, NOW) is None
    assert words(store.last_known(HERE, "", STAMP, NOW)) == "now"


def test_what_a_stamp_forgets_is_not_even_known_last(store: Store) -> None:
    store.put(HERE, "", (), page())
    forgetting = Stamp(8, "token", forgotten=8)
    assert words(store.last_known(HERE, "", NEXT_STAMP, NOW)) == "now"
    assert store.last_known(HERE, "", forgetting, NOW) is None
    store.put(HERE, "", (), page("clean", forgetting))
    assert words(store.last_known(HERE, "", forgetting, NOW)) == "clean"


def test_a_page_under_a_new_stamp_replaces_those_of_before(store: Store) -> None:
    store.put(HERE, "", (), page("old"))
    store.put(HERE, "", (), page("new", NEXT_STAMP, LATER))
    assert words(store.get(HERE, "", NEXT_STAMP, LATER)) == "new"
    assert store.get(HERE, "", STAMP, NOW) is None


def test_what_was_finished_ahead_is_true_from_its_moment(store: Store) -> None:
    store.put(HERE, "", (), page("next", since=LATER, until=END))
    store.put(HERE, "", (), page("now", until=LATER))
    just_before = LATER - timedelta(microseconds=1)
    assert words(store.get(HERE, "", STAMP, just_before)) == "now"
    assert words(store.get(HERE, "", STAMP, LATER)) == "next"
    assert store.get(HERE, "", STAMP, END) is None
    assert words(store.last_known(HERE, "", STAMP, END)) == "next"
    assert words(store.last_known(HERE, "", STAMP, just_before)) == "now"


def test_making_the_present_page_again_keeps_the_next(store: Store) -> None:
    store.put(HERE, "", (), page("now", until=LATER))
    store.put(HERE, "", (), page("next", since=LATER))
    again = NOW + timedelta(minutes=5)
    store.put(HERE, "", (), page("again", since=again, until=LATER))
    assert words(store.get(HERE, "", STAMP, again)) == "again"
    assert words(store.get(HERE, "", STAMP, LATER)) == "next"


def test_moments_do_not_pile_up(store: Store) -> None:
    for hour in range(50):
        begin = NOW + timedelta(hours=hour)
        end = begin + timedelta(hours=1)
        store.put(HERE, "", (), page(str(hour), since=begin, until=end))
    assert len(list(store.contents())) <= 3


def test_only_known_parameters_tell_pages_apart(store: Store) -> None:
    store.put(HERE, "page=2&x=1", ("page",), page("two"))
    assert words(store.get(HERE, "page=2", STAMP, NOW)) == "two"
    assert words(store.get(HERE, "y=zzz&page=2", STAMP, NOW)) == "two"
    assert store.get(HERE, "page=3", STAMP, NOW) is None
    assert store.get(HERE, "", STAMP, NOW) is None


def test_unknown_parameters_create_no_entry(store: Store) -> None:
    for number in range(100):
        store.put(HERE, f"utm={number}", (), page())
    assert len(list(store.contents())) == 1


def test_a_query_of_any_length_is_nobodys_page(store: Store) -> None:
    query = "page=2&" + "x" * 3_000
    store.put(HERE, query, ("page",), page())
    assert not list(store.contents())
    store.put(HERE, "", ("page",), page())
    assert store.get(HERE, query, STAMP, NOW) is None


@pytest.mark.parametrize(
    ("query", "part"),
    [
        ("", ()),
        ("from=1&to=2", (("from", "1"), ("to", "2"))),
        ("to=2&from=1", (("from", "1"), ("to", "2"))),
        ("from=1&from=3", (("from", "3"),)),
        ("from=", (("from", ""),)),
        ("other=1", ()),
    ],
)
def test_the_order_of_parameters_does_not_matter(
    query: str, part: tuple[tuple[str, str], ...]
) -> None:
    assert known_part(query, ("from", "to")) == part


def test_it_never_holds_more_than_it_may(store: Store) -> None:
    for number in range(100):
        address = HERE._replace(path=f"/{number}/")
        store.put(address, "", (), page(size=2_900))
        assert store.size <= 100_000
    assert store.get(HERE._replace(path="/0/"), "", STAMP, NOW) is None
    assert store.get(HERE._replace(path="/99/"), "", STAMP, NOW) is not None


def test_what_was_not_asked_for_longest_makes_room(store: Store) -> None:
    for number in range(9):
        store.put(HERE._replace(path=f"/{number}/"), "", (), page(size=2_900))
    assert store.get(HERE._replace(path="/0/"), "", STAMP, NOW)
    for number in range(9, 12):
        store.put(HERE._replace(path=f"/{number}/"), "", (), page(size=2_900))
    assert store.get(HERE._replace(path="/0/"), "", STAMP, NOW)
    assert store.get(HERE._replace(path="/1/"), "", STAMP, NOW) is None


def test_its_size_is_that_of_what_it_holds(store: Store) -> None:
    for number in range(40):
        store.put(HERE, f"page={number % 7}", ("page",), page(size=number * 10))
    assert store.size == sum(kept.page.size for kept in store.contents())
    store.clear()
    assert store.size == 0
