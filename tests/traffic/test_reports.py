"""Aggregate reports: whole months, no small groups, the same bytes, on record."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client

from policy.roles import APPROVERS, AUDITORS, PRIVACY_OFFICE
from tests.attacks import refused
from tests.desk import desk, superuser, text_of
from tests.factories import make_staff
from tests.traffic.visits import make_views
from traffic.models import Aspect, MonthlyReport, ReportExport, ViewCount
from traffic.months import last_month, next_month_moment
from traffic.periods import month_of
from traffic.reports import LEFT_OUT, build, export

pytestmark = pytest.mark.django_db

OCTOBER = date(2026, 10, 1)
AT = datetime(2026, 11, 28, 12, tzinfo=UTC)
PAGE = "/admin/traffic/monthlyreport/export/"
LIST = "/admin/traffic/monthlyreport/"


@pytest.fixture(autouse=True)
def november(settings: Any) -> Iterator[None]:
    settings.AGGREGATE_REPORTS = True
    with time_machine.travel(AT, tick=False):
        yield


def make_october() -> None:
    day = OCTOBER.replace(day=5)
    for page, chrome, firefox, safari in (
        ("/", 500, 4, 300),
        ("/cookies/", 400, 200, 100),
        ("/privacy-policy/", 90, 80, 70),
    ):
        make_views(day, chrome, page)
        make_views(day, firefox, page, "Firefox")
        make_views(day, safari, page, "Safari")
    make_views(day, 3, "/notices/1/")
    make_views(day, 17, "/notices/2/")
    make_views(day, 1700, "", "en", aspect=Aspect.LANGUAGE)
    make_views(day, 64, "", "de", aspect=Aspect.LANGUAGE)
    make_views(day, 2, "", "rm", aspect=Aspect.LANGUAGE)
    make_views(day, 5, "", "secret-friend.example", aspect=Aspect.REFERRER)
    make_views(day, 900, "/", "Googlebot", aspect=Aspect.BOT)


def rows(content: str) -> list[list[str]]:
    return [row for row in csv.reader(io.StringIO(content, newline="")) if row]


def test_small_groups_are_left_out_with_their_names() -> None:
    make_october()
    content = build(month_of(OCTOBER))
    found = rows(content)
    assert ["page", "Chrome", "Firefox", "Safari", "all"] in found
    (home,) = [row for row in found if row[0] == "/"]
    assert home[2] == LEFT_OUT
    assert home.count(LEFT_OUT) >= 2
    for name in ("/notices/1/", "secret-friend.example", "rm", "Googlebot", "900"):
        assert name not in content
    assert ["referring site", LEFT_OUT] in found
    assert all(int(n) >= 10 for row in found[4:] for n in row[1:] if n.isdigit())


def test_the_same_figures_make_the_same_bytes_in_whatever_order_they_came() -> None:
    make_october()
    first = build(month_of(OCTOBER))
    kept = list(ViewCount.objects.order_by("-pk").values())
    ViewCount.objects.all().delete()
    for row in kept:
        ViewCount.objects.create(**row | {"id": None})
    assert build(month_of(OCTOBER)) == first


def test_a_report_is_made_once_and_every_export_is_on_record() -> None:
    make_october()
    first, second = make_staff(), make_staff()
    export(OCTOBER, first)
    # What comes late would be told by the difference of two reports.
    make_views(OCTOBER, 1000)
    export(OCTOBER.replace(day=20), second)
    report = MonthlyReport.objects.get()
    assert report.digest == hashlib.sha256(report.content.encode()).hexdigest()
    assert [
        (each.exported_by, each.digest) for each in ReportExport.objects.order_by("pk")
    ] == [(first, report.digest), (second, report.digest)]


@pytest.mark.parametrize("month", [date(2026, 11, 1), date(2026, 12, 1)])
def test_a_month_that_is_not_over_has_no_report(month: date) -> None:
    make_views(date(2026, 11, 3), 500)
    with pytest.raises(ValidationError, match="not over"):
        export(month, make_staff())
    assert not MonthlyReport.objects.exists()


@pytest.mark.parametrize(
    ("at", "month"),
    [
        ("2026-12-01T05:59:59", "2026-10-01"),
        ("2026-12-01T06:59:59", "2026-10-01"),
        ("2026-12-01T07:00:00", "2026-11-01"),
        ("2027-01-01T07:00:00", "2026-12-01"),
    ],
)
def test_a_month_is_over_an_hour_after_its_end_in_the_sites_zone(
    at: str, month: str
) -> None:
    moment = datetime.fromisoformat(at).replace(tzinfo=UTC)
    assert last_month(moment).first == date.fromisoformat(month)
    following = next_month_moment(moment)
    assert following > moment
    assert last_month(following).first == last_month(moment).after.first


def test_reports_are_off_until_switched_on(settings: Any) -> None:
    settings.AGGREGATE_REPORTS = False
    make_october()
    with pytest.raises(ValidationError, match="AGGREGATE_REPORTS"):
        export(OCTOBER, make_staff())
    client = superuser()
    assert "Aggregate reports are off" in text_of(client.get(PAGE))
    assert client.post(PAGE, {"month": "2026-10-01"}).status_code == 400
    assert not MonthlyReport.objects.exists()


def test_the_desk_hands_out_the_report() -> None:
    make_october()
    client = desk(PRIVACY_OFFICE, username="pat")
    assert "October 2026" in text_of(client.get(PAGE))
    answer = client.post(PAGE, {"month": "2026-10-01"})
    report = MonthlyReport.objects.get()
    assert answer.content.decode() == report.content
    assert "aggregate-report-2026-10.csv" in answer.headers["Content-Disposition"]
    assert "no-store" in answer.headers["Cache-Control"]
    page = text_of(client.get(f"{LIST}{report.pk}/change/"))
    assert "pat" in page
    assert report.digest in page
    assert "October 2026" in text_of(client.get(LIST))


@pytest.mark.parametrize("month", ["", "2026-11-01", "2019-01-01", "x", "2026-10-02"])
def test_a_month_without_figures_is_refused_in_words(month: str) -> None:
    make_october()
    answer = superuser().post(PAGE, {"month": month})
    assert answer.status_code == 400
    assert "Choose" in text_of(answer)
    assert not ReportExport.objects.exists()


def test_without_figures_there_is_nothing_to_choose() -> None:
    assert "There is no month yet" in text_of(superuser().get(PAGE))


def test_only_who_may_takes_reports_out() -> None:
    make_october()
    for role in (AUDITORS, APPROVERS):
        client = desk(role)
        assert client.get(PAGE).status_code == 403
        assert client.post(PAGE, {"month": "2026-10-01"}).status_code == 403
    assert desk(AUDITORS).get(LIST).status_code == 200
    assert desk(APPROVERS).get(LIST).status_code == 403
    assert Client().get(PAGE).status_code == 302
    assert superuser().put(PAGE).status_code == 405
    assert superuser().get(f"{LIST}add/").status_code == 403


def test_the_database_keeps_reports_and_exports() -> None:
    make_october()
    made = export(OCTOBER, make_staff())
    report = made.report
    with refused("An aggregate report is never changed."):
        MonthlyReport.objects.update(content="")
    with refused("An aggregate report is never deleted."):
        MonthlyReport.objects.filter(pk=report.pk)._raw_delete(connection.alias)
    with refused("The export of an aggregate report is never changed."):
        ReportExport.objects.update(exported_by_name="x")
    with refused("The export of an aggregate report is never deleted."):
        ReportExport.objects.filter(pk=made.pk)._raw_delete(connection.alias)
    with refused("There is one aggregate report of a month"):
        MonthlyReport.objects.create(month=OCTOBER, content="", digest="", made_at=AT)
