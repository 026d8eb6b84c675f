"""How often a notice was shown: counted where a page's stylesheet is answered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from centene_site.state import asked_numbers
from notices.ending import end_early
from notices.models import ShownCount
from notices.shown import count_shown, counted
from tests.consent.posting import OURS
from tests.factories import make_notice, make_staff
from tests.html import elements

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
URL = "/consent/state.css"


@pytest.fixture(autouse=True)
def nothing_counted() -> Iterator[None]:
    counted.forget()
    yield
    counted.forget()


def view(
    numbers: str, client: Client | None = None, headers: Any = None
) -> HttpResponse:
    answer: Any = (client or Client()).get(f"{URL}?notices={numbers}", headers=headers)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "private, no-store"
    return answer  # type: ignore[no-any-return]


def counts() -> dict[int, int]:
    counted.flush()
    return dict(ShownCount.objects.values_list("number", "count"))


def test_a_page_names_the_notices_on_it(client: Client) -> None:
    def address() -> str:
        links = elements(client.get("/").content.decode(), "link")
        (found,) = [link["href"] for link in links if "state.css" in link["href"]]
        return found

    assert address() == URL
    make_notice()
    assert address() == f"{URL}?notices=1"
    make_notice()
    make_notice()
    assert address() == f"{URL}?notices=3.2"


def test_each_notice_of_each_view_is_counted_once() -> None:
    make_notice()
    make_notice()
    view("2.1")
    view("2.1")
    view("2")
    view("2.2")
    assert counts() == {2: 4, 1: 2}


def test_what_the_person_hid_is_not_shown_to_them(client: Client) -> None:
    make_notice()
    make_notice()
    client.post("/notices/1/hide/", {"next": "/"}, headers=OURS)
    view("2.1", client)
    assert counts() == {2: 1}


def test_only_what_shows_now_is_counted() -> None:
    now = timezone.now()
    make_notice(shown_from=now - 2 * DAY, shown_until=now - DAY)
    make_notice(shown_from=now + DAY)
    end_early(make_notice(), by=make_staff(), reason="No more.")
    for number in ("1", "2", "3", "4"):
        view(number)
    assert counts() == {}


@pytest.mark.parametrize(
    "numbers", ["", "x", "-1", "1x", "1,", "%31%00", "9" * 5000, "…", "*{color:red}"]
)
def test_what_is_no_number_is_ignored_and_not_repeated(numbers: str) -> None:
    make_notice()
    assert view(numbers).content == b""
    assert counts() == {}


def test_a_page_shows_two_so_no_more_are_counted() -> None:
    for _ in range(3):
        make_notice()
    view("1.2.3")
    assert counts() == {1: 1, 2: 1}
    assert asked_numbers("1." * 100_000) == [1]


@pytest.mark.parametrize(
    ("headers", "number"),
    [
        ({}, 1),
        ({"Sec-Fetch-Site": "same-origin"}, 1),
        ({"Sec-Fetch-Site": "same-site"}, 0),
        ({"Sec-Fetch-Site": "cross-site"}, 0),
        ({"Sec-Fetch-Site": "none"}, 0),
        ({"Sec-Fetch-Site": "same-origin", "Sec-Purpose": "prefetch"}, 0),
        ({"Sec-Purpose": "prefetch;prerender"}, 0),
        ({"Origin": "https://other.example"}, 0),
    ],
)
def test_only_pages_of_this_site_count(headers: dict[str, str], number: int) -> None:
    make_notice()
    view("1", headers=headers)
    assert counts() == ({1: 1} if number else {})


def test_a_question_for_the_headers_alone_shows_nothing(client: Client) -> None:
    make_notice()
    client.head(f"{URL}?notices=1")
    assert counts() == {}


def test_days_are_those_of_utc() -> None:
    evening = datetime(2026, 12, 1, 23, 59, 59, tzinfo=UTC)
    for moment in (evening, evening + timedelta(seconds=1)):
        with time_machine.travel(moment, tick=False):
            count_shown([1])
    counted.flush()
    days = ShownCount.objects.order_by("day").values_list("day", "count")
    found = [(day.isoformat(), count) for day, count in days]
    assert found == [("2026-12-01", 1), ("2026-12-02", 1)]


def test_a_failure_loses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(rows: Any) -> None:
        raise OperationalError("The database does not answer.")

    count_shown([1])
    with monkeypatch.context() as patch:
        patch.setattr(counted, "write", fail)
        with pytest.raises(OperationalError):
            counted.flush()
    count_shown([1])
    assert counts() == {1: 2}
