"""What a finished page answers: coding, 304, how long it may be kept."""

from __future__ import annotations

import gzip
from datetime import datetime, timedelta

import brotli
import pytest

from pages.answers import Answer, Conditions, answer, chosen
from pages.finished import (
    BROTLI,
    ENCODERS,
    GZIP,
    IDENTITY,
    QUICK,
    Finished,
    kept_headers,
)
from pages.stamp import UNKNOWN, Stamp
from tests.factories import moment

NOW = moment("2026-11-27 12:00")
STAMP = Stamp(7, "token")
WORDS = b"Some words that stand on a page. " * 40


def page(until: datetime | None = None, body: bytes = WORDS) -> Finished:
    return Finished(STAMP, NOW, until, (("Content-Type", "text/html"),), body, QUICK)


def asked(at: datetime = NOW + timedelta(seconds=5), **conditions: str) -> Answer:
    return answer(page(), Conditions(**conditions), at)


def header(given: Answer, name: str) -> str:
    return dict(given.headers).get(name.encode(), b"").decode()


@pytest.mark.parametrize(
    ("accept_encoding", "coding"),
    [
        ("", IDENTITY),
        ("br", BROTLI),
        ("gzip, deflate, br, zstd", BROTLI),
        ("gzip", GZIP),
        ("GZIP;q=1", GZIP),
        ("br;q=0.5, gzip;q=0.8", GZIP),
        ("br;q=0, gzip;q=0", IDENTITY),
        ("br;q=0, *", GZIP),
        ("*", BROTLI),
        ("*;q=0", IDENTITY),
        ("identity;q=1, br;q=0.5", IDENTITY),
        ("identity;q=0.5, br;q=0.5", BROTLI),
        ("br;q=zzz", IDENTITY),
        ("br;q=7", BROTLI),
        ("abra", IDENTITY),
        (",,;;=,q=", IDENTITY),
        ("br" * 50_000, IDENTITY),
    ],
)
def test_the_client_gets_the_coding_that_it_likes_best(
    accept_encoding: str, coding: str
) -> None:
    assert chosen(accept_encoding) == coding


def test_each_coding_holds_the_same_words_under_a_tag_of_its_own() -> None:
    known = page()
    assert brotli.decompress(known.form(BROTLI).body) == WORDS
    assert gzip.decompress(known.form(GZIP).body) == WORDS
    assert known.form(IDENTITY).body == WORDS
    assert len({known.form(coding).etag for coding in ENCODERS}) == 3


def test_a_coding_is_made_when_somebody_asks_for_it() -> None:
    known = page()
    assert not known.forms
    answer(known, Conditions("br"), NOW)
    assert set(known.forms) == {BROTLI}


def test_what_no_coding_makes_smaller_is_sent_as_it_is() -> None:
    given = answer(page(body=b"ok"), Conditions("br"), NOW)
    assert given.body == b"ok"
    assert not header(given, "content-encoding")


def test_it_takes_no_more_memory_than_it_says() -> None:
    known = page()
    for coding in ENCODERS:
        known.form(coding)
    held = sum(len(form.body) for form in known.forms.values())
    assert held + len(known.body) <= known.size


def test_two_workers_finish_the_same_bytes() -> None:
    for coding in ENCODERS:
        assert page().form(coding).body == page().form(coding).body


def test_what_is_computed_for_each_answer_is_not_kept() -> None:
    given = [("Content-Type", "x"), ("etag", "x"), ("VARY", "x"), ("X-Other", "x")]
    assert kept_headers(given) == (("Content-Type", "x"), ("X-Other", "x"))


def test_an_answer_says_what_it_is() -> None:
    given = asked(accept_encoding="br")
    assert given.status == 200
    assert header(given, "content-encoding") == "br"
    assert header(given, "content-length") == str(len(given.body))
    assert header(given, "content-type") == "text/html"
    assert header(given, "vary") == "Accept-Encoding"
    assert header(given, "etag") == page().form(BROTLI).etag


@pytest.mark.parametrize("form", ["{}", "W/{}", '"other", {}', "*", " * "])
def test_a_known_tag_is_answered_without_the_words(form: str) -> None:
    given = asked(if_none_match=form.format(page().form(IDENTITY).etag))
    assert (given.status, given.body) == (304, b"")
    assert header(given, "etag") == page().form(IDENTITY).etag
    assert header(given, "vary") == "Accept-Encoding"
    assert header(given, "cache-control") == "public, max-age=60"


def test_a_304_is_short() -> None:
    given = asked(if_none_match=page().form(IDENTITY).etag)
    # With the lines of the server: status, Server, Date.
    lines = [len(name) + len(value) + 4 for name, value in given.headers]
    assert sum(lines) < 220


@pytest.mark.parametrize("tag", ['"other"', "zzz", "", page().form(BROTLI).etag])
def test_another_tag_is_answered_in_full(tag: str) -> None:
    assert asked(if_none_match=tag).status == 200


LATER = "Fri, 27 Nov 2026 12:00:01 GMT"
THEN = "Fri, 27 Nov 2026 12:00:00 GMT"
BEFORE = "Fri, 27 Nov 2026 11:59:59 GMT"


@pytest.mark.parametrize(
    ("since", "status"), [(LATER, 304), (THEN, 304), (BEFORE, 200), ("zzz", 200)]
)
def test_it_says_since_when_it_is_so(since: str, status: int) -> None:
    given = asked(if_modified_since=since)
    assert header(given, "last-modified") == THEN
    assert given.status == status


def test_a_tag_that_differs_outweighs_the_date() -> None:
    assert asked(if_none_match='"other"', if_modified_since=LATER).status == 200


def test_a_date_counts_only_once_its_second_is_over() -> None:
    given = asked(at=NOW + timedelta(seconds=0.9), if_modified_since=LATER)
    assert given.status == 200
    assert not header(given, "last-modified")


@pytest.mark.parametrize(
    ("seconds", "age"),
    [(3600, 60), (60, 60), (59.9, 59), (0.4, 0), (-5, 0), (None, 60)],
)
def test_nobody_keeps_it_past_the_next_change(seconds: float | None, age: int) -> None:
    until = None if seconds is None else NOW + timedelta(seconds=seconds)
    given = answer(page(until), Conditions(), NOW)
    assert header(given, "cache-control") == f"public, max-age={age}"


def test_it_holds_for_its_stamp_and_its_time() -> None:
    end = NOW + timedelta(hours=1)
    known = page(end)
    assert known.holds(STAMP, NOW)
    assert known.holds(STAMP, end - timedelta(microseconds=1))
    assert not known.holds(STAMP, end)
    assert not known.holds(STAMP, NOW - timedelta(microseconds=1))
    assert not known.holds(Stamp(8, "token"), NOW)
    assert not known.holds(Stamp(7, "other"), NOW)


def test_a_process_that_knows_no_stamp_believes_what_was_kept() -> None:
    assert page().holds(UNKNOWN, NOW)
