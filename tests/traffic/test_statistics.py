"""What was counted in a period, beside the one before."""

from __future__ import annotations

from datetime import date

import pytest

from tests.traffic.visits import make_views
from traffic.models import Aspect
from traffic.periods import Period, Unit, month_of, period
from traffic.statistics import PAGES, Statistics, statistics

TODAY = date(2026, 11, 28)


@pytest.mark.parametrize(
    ("unit", "first", "last"),
    [
        (Unit.DAY, date(2026, 11, 28), date(2026, 11, 28)),
        (Unit.WEEK, date(2026, 11, 23), date(2026, 11, 29)),
        (Unit.MONTH, date(2026, 11, 1), date(2026, 11, 30)),
    ],
)
def test_a_period_holds_its_day(unit: Unit, first: date, last: date) -> None:
    found = period(unit, TODAY)
    assert (found.first, found.last) == (first, last)
    assert found.before.after == found == found.after.before


def test_months_are_as_long_as_they_are() -> None:
    lengths = [month_of(date(2028, month, 15)).length for month in range(1, 13)]
    assert lengths == [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    assert month_of(date(2026, 12, 31)).after.first == date(2027, 1, 1)


def lines(found: Statistics, kind: str) -> list[tuple[str, int, int]]:
    (ranking,) = [each for each in found.rankings if each.kind == kind]
    return [(line.value, line.count, line.before) for line in ranking.lines]


@pytest.mark.django_db
def test_a_week_is_compared_with_the_week_before() -> None:
    week = period(Unit.WEEK, date(2026, 11, 10))
    make_views(week.first, 3, "/")
    make_views(week.last, 4, "/", "Firefox")
    make_views(week.last, 2, "/cookies/")
    make_views(week.before.last, 5, "/cookies/")
    make_views(week.last, 9, "/", "Googlebot", aspect=Aspect.BOT)
    make_views(week.last, 6, "", "en", aspect=Aspect.LANGUAGE)
    make_views(week.last, 1, "", "a.example", aspect=Aspect.REFERRER)
    make_views(week.after.first, 100)
    found = statistics(week, TODAY)
    assert (found.views, found.views_before) == (9, 5)
    assert lines(found, PAGES) == [("/", 7, 0), ("/cookies/", 2, 5)]
    assert lines(found, Aspect.BROWSER) == [("Chrome", 5, 5), ("Firefox", 4, 0)]
    assert lines(found, Aspect.BOT) == [("Googlebot", 9, 0)]
    assert lines(found, Aspect.LANGUAGE) == [("en", 6, 0)]
    assert lines(found, Aspect.REFERRER) == [("a.example", 1, 0)]
    assert [count for _, count in found.days] == [3, 0, 0, 0, 0, 0, 6]


@pytest.mark.django_db
def test_what_is_under_way_is_compared_with_as_many_days() -> None:
    week = period(Unit.WEEK, TODAY)
    for day in week.before.days():
        make_views(day, 10)
    found = statistics(week, date(2026, 11, 24))
    assert found.period == Period(Unit.WEEK, date(2026, 11, 23), date(2026, 11, 24))
    assert found.views_before == 20


@pytest.mark.django_db
def test_a_month_is_compared_with_a_shorter_one_as_a_whole() -> None:
    make_views(date(2026, 2, 28), 1)
    found = statistics(month_of(date(2026, 3, 31)), TODAY)
    assert (found.views, found.views_before) == (0, 1)


@pytest.mark.django_db
def test_the_chart_of_a_day_shows_what_led_up_to_it() -> None:
    found = statistics(period(Unit.DAY, TODAY), TODAY)
    assert len(found.days) == 14
    assert found.days[-1][0] == TODAY
