"""The figures of a year that California asks for, at the desk and in public."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from pages import stamp
from policy.roles import AUDITORS
from rights import lifecycle
from rights.law import Right
from rights.metrics import MEASURED, Metrics, metrics_of, years
from rights.models import RightsRequest
from rights.states import Kind, State
from rights.views.metrics import next_year_begins
from rights.words import Check, Ground, Outcome
from tests.desk import desk, text_of
from tests.factories import make_staff, moment
from tests.rights.desk import QUEUE, make_telephoned

pytestmark = pytest.mark.django_db

PAGE = "/privacy-rights/metrics/"
CSV = "/privacy-rights/metrics.csv"


def received(day: str, right: Right = Right.ACCESS, **fields: Any) -> RightsRequest:
    at = moment(f"{day} 18:00")
    return make_telephoned(at=at, right=right, region="CA", **fields)


def answered(
    asked: RightsRequest, days: int, outcome: Outcome = Outcome.WHOLE
) -> RightsRequest:
    by, at = make_staff(), asked.received_at + timedelta(days=days)
    if asked.right not in (Right.OPT_OUT, Right.LIMIT):
        lifecycle.verify(asked, Check.ACCOUNT, by, at=at)
    lifecycle.begin(asked, by, at=at)
    lifecycle.answer(asked, outcome, by, at=at)
    return asked


def refused(asked: RightsRequest, days: int) -> RightsRequest:
    at = asked.received_at + timedelta(days=days)
    lifecycle.refuse(asked, Ground.CLAIMS, make_staff(), at=at)
    return asked


def of(right: Right, year: int = 2025) -> Metrics:
    return next(row for row in metrics_of(year) if row.right is right)


def test_it_counts_what_came_and_what_became_of_it() -> None:
    answered(received("2025-02-01"), 10)
    answered(received("2025-03-01"), 20, Outcome.PART)
    refused(received("2025-04-01"), 45)
    lifecycle.withdraw(received("2025-05-01"))
    received("2025-06-01")
    assert of(Right.ACCESS) == Metrics(
        Right.ACCESS, received=5, whole=1, part=1, denied=1, median_days=20
    )
    assert of(Right.ERASURE) == Metrics(Right.ERASURE, 0, 0, 0, 0, None)


def test_the_median_lies_between_the_two_in_the_middle() -> None:
    for days in (1, 2, 5, 40):
        answered(received("2025-02-01", Right.OPT_OUT), days)
    assert of(Right.OPT_OUT).median_days == 3.5


def test_the_year_is_that_of_receipt_where_the_office_is() -> None:
    # 5:59 UTC on New Year's Day is still the old year in Chicago.
    make_telephoned(at=moment("2026-01-01 05:59"))
    make_telephoned(at=moment("2026-01-01 06:00"))
    answered(received("2025-12-31", Right.LIMIT), 5)
    assert of(Right.ACCESS, 2025).received == of(Right.ACCESS, 2026).received == 1
    assert of(Right.LIMIT, 2025).whole == 1
    assert of(Right.LIMIT, 2026).received == 0


def test_only_californians_count() -> None:
    make_telephoned(at=moment("2025-02-01"), region="TX")
    make_telephoned(at=moment("2025-02-01"), country="DE", region="")
    assert of(Right.ACCESS).received == 0


def test_what_was_denied_and_then_granted_on_appeal_was_complied_with() -> None:
    asked = refused(received("2025-02-01"), 10)
    later, by = asked.received_at + timedelta(days=30), make_staff()
    lifecycle.appeal(asked, at=later)
    lifecycle.answer(asked, Outcome.WHOLE, by, at=later)
    assert of(Right.ACCESS) == Metrics(Right.ACCESS, 1, 1, 0, 0, median_days=10)


def test_who_asks_for_a_portable_copy_asks_to_know() -> None:
    answered(received("2025-02-01", Right.PORTABILITY), 12)
    received("2025-03-01")
    assert of(Right.ACCESS) == Metrics(Right.ACCESS, 2, 1, 0, 0, median_days=12)


def test_rights_that_california_does_not_measure_are_not_shown() -> None:
    assert [row.right for row in metrics_of(2025)] == list(MEASURED)
    assert Right.COMPLAINT not in MEASURED


def test_years_go_back_to_the_first_request() -> None:
    with time_machine.travel("2027-02-01T12:00:00Z", tick=False):
        assert list(years()) == [2026]
        received("2024-05-01")
        assert list(years()) == [2026, 2025, 2024]


# --- In public ---


@pytest.mark.parametrize("address", [PAGE, CSV])
def test_they_are_not_public_unless_an_operator_wants_it(
    client: Client, address: str
) -> None:
    assert client.get(address).status_code == 404
    assert PAGE not in client.get("/privacy-rights/").content.decode()


def test_the_page_shows_last_year(client: Client, settings: Any) -> None:
    settings.RIGHTS_METRICS = True
    answered(received("2025-02-01", Right.ERASURE), 12)
    with time_machine.travel("2026-11-27T12:00:00Z", tick=False):
        words = text_of(client.get(PAGE))
        rights = client.get("/privacy-rights/").content.decode()
    assert "Privacy requests in 2025" in words
    assert "Requests to delete11 00 12".replace(" ", "") in words.replace(" ", "")
    assert PAGE in rights


def test_the_file_has_the_same_figures(client: Client, settings: Any) -> None:
    settings.RIGHTS_METRICS = True
    refused(received("2025-02-01", Right.RECTIFICATION), 12)
    with time_machine.travel("2026-11-27T12:00:00Z", tick=False):
        answer = client.get(CSV)
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert 'filename="rights-metrics-2025.csv"' in answer["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert {row["year"] for row in rows} == {"2025"}
    corrected = next(row for row in rows if row["right"] == "rectification")
    assert (corrected["received"], corrected["denied"]) == ("1", "1")
    assert corrected["median_days"] == "12"


@pytest.mark.parametrize("address", [PAGE, CSV])
@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_they_are_only_read(
    client: Client, settings: Any, address: str, method: str
) -> None:
    settings.RIGHTS_METRICS = True
    assert getattr(client, method)(address).status_code == 405


def test_finished_pages_learn_of_it(settings: Any) -> None:
    settings.RIGHTS_METRICS = True
    before = stamp.read()
    asked = received("2025-02-01", Right.OPT_OUT)
    after_receipt = stamp.read()
    answered(asked, 3)
    assert len({before, after_receipt, stamp.read()}) == 3


def test_a_page_of_last_year_ends_with_the_year(settings: Any) -> None:
    after = moment("2026-11-27 12:00")
    assert next_year_begins(after) is None
    settings.RIGHTS_METRICS = True
    assert next_year_begins(after) == moment("2027-01-01 06:00")
    assert next_year_begins(moment("2027-01-01 05:59")) == moment("2027-01-01 06:00")


# --- At the desk ---


def test_the_desk_shows_any_year_and_gives_it_as_a_file() -> None:
    answered(received("2025-02-01", Right.ERASURE), 12)
    auditor = desk(AUDITORS)
    words = text_of(auditor.get(f"{QUEUE}dashboard/?year=2025"))
    assert "Requests of Californians received in 2025" in words
    answer = auditor.get(f"{QUEUE}metrics.csv?year=2025")
    assert b"2025,erasure,1,1,0,0,12" in answer.content
    # What is no year shows the last one.
    for year in ("1999", "x", "²"):
        assert auditor.get(f"{QUEUE}dashboard/?year={year}").status_code == 200


def test_an_appeal_that_waits_counts_as_it_ended_before() -> None:
    asked = refused(received("2025-02-01"), 10)
    lifecycle.appeal(asked)
    assert asked.stands() == State.APPEALED
    assert asked.steps.filter(kind=Kind.REFUSED).exists()
    assert of(Right.ACCESS).denied == 1
