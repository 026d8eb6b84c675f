"""Open requests by the week in which they are due: numbers for a chart and a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from pages.chart import Bar, Chart, draw, grouped
from rights.due import Urgency, urgency
from rights.models import RightsRequest

# Before and after the present week; what lies beyond counts in the first or last one.
WEEKS_BACK, WEEKS_AHEAD = 4, 13
WEEK = timedelta(days=7)
DEGREES = tuple(Urgency)


@dataclass(frozen=True)
class Column:
    """One degree: its name, and how many are of it."""

    kind: str
    words: str
    total: str


@dataclass(frozen=True)
class Row:
    """One week in the table."""

    name: str
    counts: list[str]
    sum: str


@dataclass(frozen=True)
class Figures:
    """What the dashboard shows; ``chart`` is None where nothing is open."""

    columns: list[Column]
    rows: list[Row]
    sum: str
    highest: str
    chart: Chart | None


def figures(today: date) -> Figures:
    """The open requests that have a due date, by week and degree. One query."""
    counted = _counted(today)
    weeks = list(_weeks(today))
    every = sum(sum(counts.values()) for counts in counted.values())
    totals = sum(counted.values(), Counter[str]())
    bars = [
        Bar(
            week,
            _name(week, weeks),
            [(kind.value, str(kind.label), counted[week][kind]) for kind in DEGREES],
        )
        for week in weeks
    ]
    return Figures(
        columns=[
            Column(kind.value, str(kind.label), grouped(totals[kind]))
            for kind in DEGREES
        ],
        rows=[
            Row(
                bar.name,
                [grouped(count) for _kind, _words, count in bar.parts],
                grouped(sum(count for _kind, _words, count in bar.parts)),
            )
            for bar in bars
        ],
        sum=grouped(every),
        highest=grouped(max(sum(counted[week].values()) for week in weeks)),
        chart=draw(bars) if every else None,
    )


def _counted(today: date) -> dict[date, Counter[str]]:
    counted: dict[date, Counter[str]] = {week: Counter() for week in _weeks(today)}
    first, last = min(counted), max(counted)
    found = RightsRequest.objects.open().filter(
        answer_by__isnull=False, last_day__isnull=False
    )
    by_day = found.order_by().values_list("answer_by", "last_day")
    for day, last_day, count in by_day.annotate(count=Count("pk")):
        week = min(max(_monday(day), first), last)
        counted[week][urgency(day, last_day, today)] += count
    return counted


def _weeks(today: date) -> Iterator[date]:
    """The Mondays, the earliest first."""
    present = _monday(today)
    for number in range(-WEEKS_BACK, WEEKS_AHEAD + 1):
        yield present + number * WEEK


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _name(week: date, weeks: Sequence[date]) -> str:
    first = date_format(week, "M j, Y")
    last = date_format(week + timedelta(days=6), "M j, Y")
    if week == weeks[0]:
        return _("until %(last)s") % {"last": last}
    if week == weeks[-1]:
        return _("from %(first)s") % {"first": first}
    return _("%(first)s to %(last)s") % {"first": first, "last": last}
