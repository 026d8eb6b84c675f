"""Rights requests on /transparency/: few of them, so in steps that tell of nobody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client

from centene_site.rights_figures import counts_by_year, rights_section, told_in_steps
from rights import lifecycle
from rights.models import RightsRequest
from rights.states import Kind
from rights.words import Check, Ground, Outcome
from tests.factories import make_staff, moment
from tests.html import elements, words
from tests.rights.desk import make_telephoned

pytestmark = pytest.mark.django_db

PAGE = "/transparency/"


@pytest.fixture(autouse=True)
def november() -> Iterator[None]:
    with time_machine.travel("2026-11-28T12:00:00Z", tick=False):
        yield


def received(at: str) -> RightsRequest:
    return make_telephoned(at=moment(at))


def refused(asked: RightsRequest, days: int = 1) -> RightsRequest:
    at = asked.received_at + timedelta(days=days)
    lifecycle.refuse(asked, Ground.CLAIMS, make_staff(), at=at)
    return asked


def answered(asked: RightsRequest, days: int = 2) -> RightsRequest:
    by, at = make_staff(), asked.received_at + timedelta(days=days)
    lifecycle.verify(asked, Check.ACCOUNT, by, at=at)
    lifecycle.begin(asked, by, at=at)
    lifecycle.answer(asked, Outcome.WHOLE, by, at=at)
    return asked


def test_it_counts_by_year_how_requests_ended() -> None:
    answered(received("2025-03-01 18:00"))
    received("2025-03-01 18:00")
    refused(received("2026-03-01 18:00"))
    lifecycle.withdraw(received("2026-04-01 18:00"))
    assert counts_by_year(2025, date(2026, 11, 1)) == {
        2025: Counter({Kind.ANSWERED: 1, None: 1}),
        2026: Counter({Kind.REFUSED: 1, None: 1}),
    }


def test_what_an_appeal_led_to_counts_and_nothing_twice() -> None:
    asked = refused(received("2026-03-01 18:00"))
    at = asked.received_at + timedelta(days=3)
    lifecycle.appeal(asked, at=at)
    lifecycle.answer(asked, Outcome.WHOLE, make_staff(), at=at)
    assert counts_by_year(2026, date(2026, 11, 1)) == {2026: {Kind.ANSWERED: 1}}


def test_a_month_that_is_not_over_is_in_no_figure() -> None:
    received("2026-11-01 05:00")
    asked = received("2026-11-01 04:59")
    refused(asked)
    assert counts_by_year(2026, date(2026, 11, 1)) == {2026: {None: 1}}


def test_years_are_those_of_the_office() -> None:
    received("2026-01-01 05:59")
    received("2026-01-01 06:00")
    received("2025-01-01 05:59")
    counts = counts_by_year(2025, date(2026, 11, 1))
    assert {year: count.total() for year, count in counts.items()} == {2025: 1, 2026: 1}


def test_everybody_reads_them_in_steps(client: Client) -> None:
    for number in range(21):
        asked = received(f"2026-03-{number + 1:02} 18:00")
        if number < 11:
            refused(asked)
    received("2025-03-01 18:00")
    found = words(client.get(PAGE).content.decode())
    assert "2026 until the end of October 20 to 29 fewer than 10 10 to 19" in found
    assert "2025 fewer than 10 fewer than 10 fewer than 10" in found


def test_a_phone_shows_each_figure_with_its_name(client: Client) -> None:
    received("2026-03-01 18:00")
    html = client.get(PAGE).content.decode()
    labels = [cell["data-label"] for cell in elements(html, "td")]
    assert labels == ["Received", "Answered", "Refused"]
    classes = [each["class"] for each in elements(html, "div")]
    assert classes.count("table-scroll stacked") == 1


def test_one_more_request_changes_nothing_that_is_told() -> None:
    for _ in range(11):
        received("2026-03-01 18:00")
    before = rights_section().rows
    refused(received("2026-10-31 18:00"), days=0)
    assert rights_section().rows == before


def test_in_january_last_year_is_whole() -> None:
    received("2026-12-31 18:00")
    received("2027-01-02 18:00")
    with time_machine.travel("2027-01-20T12:00:00Z", tick=False):
        assert [row[0] for row in rights_section().rows] == ["2026"]


def test_without_requests_it_says_so(client: Client) -> None:
    received("2026-11-02 18:00")
    found = words(client.get(PAGE).content.decode())
    assert "No request was received in a month that is over." in found


@pytest.mark.parametrize(
    ("count", "words"),
    [
        *((0, "fewer than 10"), (9, "fewer than 10"), (10, "10 to 19")),
        *((19, "10 to 19"), (20, "20 to 29"), (1234, "1,230 to 1,239")),
    ],
)
def test_a_figure_is_one_of_ten(count: int, words: str) -> None:
    assert told_in_steps(count) == words
