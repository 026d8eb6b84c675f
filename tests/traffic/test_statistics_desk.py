"""The page of statistics at the desk."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from policy.roles import APPROVERS, AUDITORS, EDITORS, PRIVACY_OFFICE
from tests.desk import desk, superuser, text_of
from tests.html import elements
from tests.traffic.visits import make_views
from traffic.desk.bars import MOST_SIGNS, draw_bars
from traffic.models import Aspect

pytestmark = pytest.mark.django_db

PAGE = "/admin/traffic/viewcount/statistics/"
CSV = "/admin/traffic/viewcount/statistics.csv"


def today() -> date:
    return timezone.localdate()


def make_some() -> None:
    make_views(today(), 1234, "/privacy-policy/")
    make_views(today(), 10, "/privacy-policy/", "Firefox")
    make_views(today(), 7, "policy:compare")
    make_views(today() - timedelta(days=1), 1000, "/")
    make_views(today(), 5, "", "de", aspect=Aspect.LANGUAGE)
    make_views(today(), 6, "", "=cmd.example", aspect=Aspect.REFERRER)
    make_views(today(), 9, "/", "other bot", aspect=Aspect.BOT)


@pytest.mark.parametrize("role", [PRIVACY_OFFICE, AUDITORS, APPROVERS])
def test_the_figures_stand_in_charts_and_tables(role: str) -> None:
    make_some()
    answer = desk(role).get(f"{PAGE}?unit=day&on={today()}")
    assert answer.status_code == 200
    text = text_of(answer)
    assert "1,251 views" in text
    assert "after 1,000 in the period before" in text
    assert "+25%" in text
    for words in ("German", "Other bots", "What changed between two versions"):
        assert words in text
    tags = [element.tag for element in elements(answer.content.decode())]
    assert tags.count("svg") >= 6
    assert "style" not in tags


def test_the_list_of_counts_leads_to_the_statistics() -> None:
    make_some()
    answer = desk(AUDITORS).get("/admin/traffic/viewcount/")
    assert PAGE in answer.content.decode()
    assert "1234" in text_of(answer)


def test_without_figures_the_page_says_so() -> None:
    text = text_of(superuser().get(PAGE))
    assert "No page was viewed in these days." in text
    assert text.count("Nothing was counted in these two periods.") == 5


def test_the_page_says_that_counting_is_off(settings: Any) -> None:
    settings.COUNT_VIEWS = False
    assert "Views are not counted at present" in text_of(superuser().get(PAGE))


@pytest.mark.parametrize("address", [PAGE, CSV])
@pytest.mark.parametrize("unit", ["day", "week", "month"])
def test_every_period_can_be_asked_for(address: str, unit: str) -> None:
    assert superuser().get(f"{address}?unit={unit}&on=2026-02-28").status_code == 200


@pytest.mark.parametrize("address", [PAGE, CSV])
@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("unit=year&on=2026-02-28", "Select a valid choice"),
        ("unit=day", "Choose a day."),
        ("unit=day&on=2026-02-30", "Write the day as 2026-04-17."),
        ("unit=day&on=1999-12-31", "Choose a day from 2000 until today."),
        ("unit=month&on=9999-12-31", "Choose a day from 2000 until today."),
        ("unit=&on=%00", "Choose day, week or month."),
    ],
)
def test_what_cannot_be_shown_is_explained(
    address: str, query: str, sentence: str
) -> None:
    answer = superuser().get(f"{address}?{query}")
    assert answer.status_code == 400
    assert sentence in text_of(answer)


@pytest.mark.parametrize("address", [PAGE, CSV])
def test_it_needs_the_permission_and_a_safe_method(address: str) -> None:
    assert desk(EDITORS).get(address).status_code == 403
    assert Client().get(address).status_code == 302
    assert superuser().post(address).status_code == 405


def test_nobody_changes_figures() -> None:
    row = make_views(today(), 3)
    for path in ("add/", f"{row.pk}/delete/"):
        assert superuser().get(f"/admin/traffic/viewcount/{path}").status_code == 403


def test_the_csv_has_every_value_and_runs_nothing() -> None:
    make_some()
    answer = superuser().get(f"{CSV}?unit=day&on={today()}")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert f"views-{today()}-{today()}.csv" in answer.headers["Content-Disposition"]
    assert "no-store" in answer.headers["Cache-Control"]
    rows = list(csv.reader(io.StringIO(answer.content.decode(), newline="")))
    assert rows[0] == ["kind", "value", "count", "count_before"]
    assert ["day", today().isoformat(), "1251", ""] in rows
    assert ["page", "/privacy-policy/", "1244", "0"] in rows
    assert ["referrer", "'=cmd.example", "6", "0"] in rows


def test_it_costs_as_many_queries_however_much_there_is() -> None:
    client = superuser()

    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            client.get(PAGE)
        return len(found)

    queries()
    few = queries()
    for number in range(80):
        make_views(today(), number + 1, f"/page-{number}/")
    assert queries() == few
    assert "30 more are in the CSV file." in text_of(client.get(PAGE))


def test_bars_are_as_long_as_their_figures() -> None:
    drawn = draw_bars([("x" * 200, 100, 0), ("b", 50, 25)])
    first, second = drawn.lines
    assert len(first.words) == MOST_SIGNS
    assert second.length == pytest.approx(first.length / 2)
    assert second.length_before == pytest.approx(first.length / 4)
    assert first.figure_at < drawn.width
