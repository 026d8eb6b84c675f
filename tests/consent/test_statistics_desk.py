"""The page of statistics: chart, table and CSV of the same figures."""

from __future__ import annotations

import csv
import io
import re
from datetime import UTC, date, datetime, timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client

from consent.models import Kind, Tally
from consent.statistics import CHOICES, VIEWS, statistics
from policy.roles import APPROVERS, AUDITORS, EDITORS, PRIVACY_OFFICE
from tests.consent.drafts import publish_changed_catalogue
from tests.desk import desk, superuser, text_of, value_of
from tests.html import elements

pytestmark = pytest.mark.django_db

LIST = "/admin/consent/tally/"
PAGE = f"{LIST}statistics/"
CSV = f"{LIST}statistics.csv"
APRIL = {"from": "2026-04-01", "to": "2026-04-30"}
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def reader() -> Client:
    return desk(AUDITORS)


def tally(day: str, version: int = 1, **counts: int) -> None:
    for kind, count in counts.items():
        Tally.objects.create(day=day, catalogue_version=version, kind=kind, count=count)


def april() -> None:
    tally("2026-03-31", accepted=1000, unanswered=1000)
    tally("2026-04-01", accepted=3, rejected=5, signal=7)
    tally("2026-04-17", mixed=1, withdrawn=1, unanswered=93)
    tally("2026-04-17", version=2, accepted=2)
    tally("2026-04-30", rejected=8)
    tally("2026-05-01", rejected=1000, signal=1000)


def tables(answer: Any) -> list[list[list[str]]]:
    """The cells of the page's two tables."""
    html = answer.content.decode()
    found = []
    for table in re.findall(r'<table class="figures">.*?</table>', html, re.S):
        rows = re.findall(r"<tr>(.*?)</tr>", table, re.S)
        found.append(
            [[e.text for e in elements(row) if e.tag in "tdth"] for row in rows]
        )
    return found


def charts(answer: Any) -> list[ElementTree.Element]:
    html = answer.content.decode()
    return [
        ElementTree.fromstring(svg)
        for svg in re.findall(r'<svg class="chart".*?</svg>', html, re.S)
    ]


# --- Right figures ---


def test_the_table_has_every_figure_of_the_range(reader: Client) -> None:
    april()
    answer = reader.get(PAGE, APRIL)
    choices, views = tables(answer)
    assert choices[0] == [
        *("Day", "Accepted", "Rejected", "Mixed", "Withdrawn"),
        "All choices",
    ]
    assert len(choices) == 1 + 30 + 2
    assert choices[1] == ["Apr 1, 2026", "3", "5", "0", "0", "8"]
    assert choices[17] == ["Apr 17, 2026", "2", "0", "1", "1", "4"]
    assert choices[-2] == ["Total", "5", "13", "1", "1", "20"]
    assert choices[-1] == ["Share", "25.0%", "65.0%", "5.0%", "5.0%", "100%"]
    assert views[-2] == ["Total", "7", "93", "100"]
    assert views[-1] == ["Share", "7.0%", "93.0%", "100%"]


def test_choices_and_views_are_never_added_up(reader: Client) -> None:
    april()
    answer = reader.get(PAGE, APRIL)
    assert "120" not in text_of(answer)
    assert "They cannot be compared with choices." in text_of(answer)
    choices, views = charts(answer)
    assert fills(choices) == {f"url(#fill-{kind})" for kind in CHOICES}
    assert fills(views) == {f"url(#fill-{kind})" for kind in VIEWS}


def fills(chart: ElementTree.Element) -> set[str | None]:
    return {rect.get("fill") for rect in chart.findall(f"{SVG}rect")}


def test_it_shows_one_catalogue_version(reader: Client) -> None:
    april()
    publish_changed_catalogue()
    answer = reader.get(PAGE, APRIL | {"version": "2"})
    choices = tables(answer)[0]
    assert choices[-2] == ["Total", "2", "0", "0", "0", "2"]
    assert "Nobody looked at a page without a choice" in text_of(answer)
    assert f"{CSV}?from=2026-04-01&amp;to=2026-04-30&amp;version=2" in (
        answer.content.decode()
    )


def test_without_a_question_it_shows_the_last_30_days(reader: Client) -> None:
    today = datetime.now(UTC).date()
    tally(today.isoformat(), accepted=4)
    tally((today - timedelta(days=29)).isoformat(), accepted=2)
    tally((today - timedelta(days=30)).isoformat(), accepted=1)
    answer = reader.get(PAGE)
    assert tables(answer)[0][-2][1] == "6"
    assert value_of(answer, "from") == (today - timedelta(days=29)).isoformat()
    (shown,) = [
        e.text
        for e in elements(answer.content.decode(), "a")
        if e["aria-current"] == "true"
    ]
    assert shown == "Last 30 days"


@pytest.mark.parametrize("days", [7, 30, 90, 365])
def test_each_preset_leads_to_its_range(reader: Client, days: int) -> None:
    html = reader.get(PAGE, APRIL | {"version": "1"}).content.decode()
    (link,) = [e for e in elements(html, "a") if e.text == f"Last {days} days"]
    answer = reader.get(PAGE + link["href"])
    first, last = (date.fromisoformat(value_of(answer, n)) for n in ("from", "to"))
    assert (last - first).days == days - 1
    assert "version=1" in link["href"]


def test_many_days_are_weeks_from_monday(reader: Client) -> None:
    found = statistics(date(2026, 1, 1), date(2026, 3, 31))
    assert found.is_weekly
    spans = [(span.first, span.last) for span in found.spans]
    assert spans[0] == (date(2026, 1, 1), date(2026, 1, 4))
    assert spans[1] == (date(2026, 1, 5), date(2026, 1, 11))
    assert spans[-1] == (date(2026, 3, 30), date(2026, 3, 31))
    for (_, end), (begin, _) in zip(spans, spans[1:], strict=False):
        assert begin - end == timedelta(days=1)
    april()
    answer = reader.get(PAGE, {"from": "2026-03-30", "to": "2026-06-30"})
    assert tables(answer)[0][1] == [
        *("Mar 30, 2026 to Apr 5, 2026", "1,003", "5", "0", "0", "1,008")
    ]


def test_the_csv_has_the_same_figures(reader: Client) -> None:
    april()
    answer = reader.get(CSV, APRIL)
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    name = 'filename="consent-statistics-2026-04-01-2026-04-30.csv"'
    assert name in answer.headers["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(answer.content.decode(), newline="")))
    assert len(rows) == 30
    assert rows[16] == {
        "from_utc": "2026-04-17",
        "to_utc": "2026-04-17",
        "accepted": "2",
        "rejected": "0",
        "mixed": "1",
        "withdrawn": "1",
        "choices": "4",
        "signal": "0",
        "unanswered": "93",
        "views": "93",
    }


# --- The chart ---


def test_the_charts_are_well_formed_and_say_what_they_are(reader: Client) -> None:
    april()
    answer = reader.get(PAGE, APRIL)
    choices, views = charts(answer)
    for chart, sum_of in ((choices, "20"), (views, "100")):
        title, desc = chart.find(f"{SVG}title"), chart.find(f"{SVG}desc")
        assert title is not None and desc is not None
        assert chart.get("role") == "img"
        labelled = chart.get("aria-labelledby")
        assert labelled == f"{title.get('id')} {desc.get('id')}"
        assert (desc.text or "").startswith(f"{sum_of} in all")
        ids = {pattern.get("id") for pattern in chart.iter(f"{SVG}pattern")}
        assert fills(chart) == {f"url(#{name})" for name in ids}
        assert not any(e.get("style") for e in chart.iter())
    names = [title.text for title in choices.iter(f"{SVG}title")]
    assert "Apr 17, 2026: accepted 2" in names
    assert "<style" not in answer.content.decode()


def test_days_without_figures_say_so(reader: Client) -> None:
    answer = reader.get(PAGE, APRIL)
    assert "No choice was made in these days." in text_of(answer)
    assert not charts(answer) and not tables(answer)
    assert len(reader.get(CSV, APRIL).content.decode().splitlines()) == 31


# --- Bad input ---


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"from": "2026-05-01"}, "The last day is before the first."),
        ({"from": "2025-03-01"}, "Choose at most 400 days."),
        ({"from": "1999-12-31"}, "Choose a day from 2000 to 2999."),
        ({"from": "0001-01-01", "to": "9999-12-31"}, "Choose a day from 2000"),
        ({"to": "April"}, "Write the day as 2026-04-17."),
        ({"to": "2026-02-30"}, "Write the day as 2026-04-17."),
        ({"to": ""}, "Choose a day."),
        ({"to": "\0"}, "Write the day as 2026-04-17."),
        ({"version": "99"}, "not one of the available choices"),
        ({"version": "x"}, "not one of the available choices"),
    ],
)
@pytest.mark.parametrize("address", [PAGE, CSV])
def test_bad_input_brings_the_form_again(
    reader: Client, address: str, change: dict[str, str], sentence: str
) -> None:
    answer = reader.get(address, APRIL | change)
    assert answer.status_code == 400
    assert sentence in text_of(answer)
    assert "Error:" in text_of(answer)
    for name, value in change.items():
        if name != "version" and value != "\0":
            assert value_of(answer, name) == value


def test_400_days_are_not_too_many(reader: Client) -> None:
    answer = reader.get(PAGE, {"from": "2025-03-27", "to": "2026-04-30"})
    assert answer.status_code == 200


# --- Who may, and how ---


@pytest.mark.parametrize("address", [LIST, PAGE, CSV])
def test_two_roles_read_it(client: Client, address: str) -> None:
    for role in (PRIVACY_OFFICE, AUDITORS):
        answer = desk(role).get(address)
        assert answer.status_code == 200
    for role in (EDITORS, APPROVERS):
        assert desk(role).get(address).status_code == 403
    assert client.get(address).headers["Location"].startswith("/admin/login/")


@pytest.mark.parametrize("address", [PAGE, CSV])
def test_it_is_only_read(reader: Client, address: str) -> None:
    assert reader.head(address).status_code == 200
    assert reader.post(address).status_code == 405
    assert "private, no-store" in reader.get(address).headers["Cache-Control"]


def test_nobody_writes_a_tally() -> None:
    client = superuser()
    tally("2026-04-01", accepted=3)
    pk = Tally.objects.get().pk
    assert client.post(f"{LIST}add/").status_code == 403
    assert client.post(f"{LIST}{pk}/change/", {"count": "4"}).status_code == 403
    assert client.post(f"{LIST}{pk}/delete/", {"post": "yes"}).status_code == 403
    assert Tally.objects.get().count == 3


def test_the_list_leads_to_the_statistics(reader: Client) -> None:
    assert "0 tallies" in text_of(reader.get(LIST))
    tally("2026-04-01", accepted=3)
    html = reader.get(LIST, {"kind__exact": Kind.ACCEPTED}).content.decode()
    assert f'href="{PAGE}"' in html
    assert "1 tally" in html
