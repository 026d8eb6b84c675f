"""What was counted in a period, beside the period before."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Sum

from traffic.models import Aspect, ViewCount
from traffic.periods import DAY, DAYS_BEFORE_A_DAY, Period, Unit, days

PAGES = "page"
# What is ranked: the pages, and each aspect.
RANKED = (PAGES, Aspect.REFERRER, Aspect.BROWSER, Aspect.LANGUAGE, Aspect.BOT)


@dataclass(frozen=True)
class Line:
    """One value: how often in the period, and in the one before."""

    value: str
    count: int
    before: int


@dataclass(frozen=True)
class Ranking:
    """The values of one kind, the most frequent first."""

    kind: str
    lines: tuple[Line, ...]

    @property
    def count(self) -> int:
        """How often in the period."""
        return sum(line.count for line in self.lines)

    @property
    def before(self) -> int:
        """How often in the period before."""
        return sum(line.before for line in self.lines)


@dataclass(frozen=True)
class Statistics:
    """A period as far as it is over or under way, and as many days of the one before.

    ``days`` are those of the chart: of a single day, also the days that lead up to it.
    """

    period: Period
    compared: Period
    views: int
    views_before: int
    days: tuple[tuple[date, int], ...]
    rankings: tuple[Ranking, ...]


def statistics(whole: Period, today: date) -> Statistics:
    """What was counted in the period and before it."""
    shown = whole.until(today)
    compared = whole.before
    if shown != whole:
        compared = compared.cut_to(shown.length)
    counts, counts_before = _ranked(shown), _ranked(compared)
    return Statistics(
        shown,
        compared,
        counts[PAGES].total(),
        counts_before[PAGES].total(),
        tuple(_by_day(whole)),
        tuple(_ranking(kind, counts[kind], counts_before[kind]) for kind in RANKED),
    )


def _ranking(kind: str, counts: Counter[str], before: Counter[str]) -> Ranking:
    values = sorted({*counts, *before}, key=lambda v: (-counts[v], -before[v], v))
    return Ranking(kind, tuple(Line(v, counts[v], before[v]) for v in values))


def _ranked(span: Period) -> dict[str, Counter[str]]:
    """The counts of every kind by value."""
    rows = ViewCount.objects.filter(day__range=(span.first, span.last))
    found: dict[str, Counter[str]] = {kind: Counter() for kind in RANKED}
    by_value = rows.values_list("aspect", "page", "value").annotate(Sum("count"))
    for aspect, page, value, count in by_value:
        found[aspect][value] += count
        if aspect == Aspect.BROWSER:
            found[PAGES][page] += count
    return found


def _by_day(whole: Period) -> list[tuple[date, int]]:
    first = whole.first
    if whole.unit is Unit.DAY:
        first -= DAYS_BEFORE_A_DAY * DAY
    counts = views_by_day(first, whole.last)
    return [(day, counts[day]) for day in days(first, whole.last)]


def views_by_day(first: date, last: date) -> Counter[date]:
    """How many views there were on each day; bots are none."""
    views = ViewCount.objects.filter(aspect=Aspect.BROWSER, day__range=(first, last))
    sums = views.values_list("day").annotate(Sum("count"))
    return Counter(dict(sums))
