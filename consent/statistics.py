"""Figures about choices, from the tallies. Nobody can be found in them.

Choices and views are different units: a person chooses once, and is counted at each
page that they look at without a choice. They are never added up or compared.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Sum

from consent.models import Kind, Tally

CHOICES = (Kind.ACCEPTED, Kind.REJECTED, Kind.MIXED, Kind.WITHDRAWN)
VIEWS = (Kind.SIGNAL, Kind.UNANSWERED)

MOST_DAYS = 400
# More than two months of single days would be too narrow to see.
MOST_SINGLE_DAYS = 62


@dataclass(frozen=True)
class Span:
    """What was counted from the first to the last day (UTC), both included."""

    first: date
    last: date
    counts: Counter[str]

    def sum(self, kinds: Sequence[str]) -> int:
        """How much of these kinds."""
        return sum(self.counts[kind] for kind in kinds)


@dataclass(frozen=True)
class Statistics:
    """Spans without gaps, in order: days, or weeks from Monday where there are many."""

    spans: tuple[Span, ...]
    is_weekly: bool

    @property
    def whole(self) -> Span:
        """All spans as one."""
        counts = sum((span.counts for span in self.spans), Counter[str]())
        return Span(self.spans[0].first, self.spans[-1].last, counts)


def statistics(first: date, last: date, version: int | None = None) -> Statistics:
    """What was counted in these days (UTC), under one catalogue version or all."""
    days = (last - first).days + 1
    is_weekly = days > MOST_SINGLE_DAYS
    counted = _counted(first, last, version)
    spans = tuple(
        Span(begin, end, _sum_of(counted, begin, end))
        for begin, end in _spans(first, last, is_weekly)
    )
    return Statistics(spans, is_weekly)


def _counted(first: date, last: date, version: int | None) -> dict[date, Counter[str]]:
    tallies = Tally.objects.filter(day__range=(first, last))
    if version is not None:
        tallies = tallies.filter(catalogue_version=version)
    counted: dict[date, Counter[str]] = {}
    for day, kind, count in tallies.values_list("day", "kind").annotate(Sum("count")):
        counted.setdefault(day, Counter())[kind] = count
    return counted


def _spans(first: date, last: date, is_weekly: bool) -> Iterator[tuple[date, date]]:
    begin = first
    while begin <= last:
        days_left = 6 - begin.weekday() if is_weekly else 0
        end = min(begin + timedelta(days=days_left), last)
        yield begin, end
        begin = end + timedelta(days=1)


def _sum_of(counted: dict[date, Counter[str]], begin: date, end: date) -> Counter[str]:
    days = (begin + timedelta(days=n) for n in range((end - begin).days + 1))
    return sum((counted.get(day, Counter()) for day in days), Counter[str]())
