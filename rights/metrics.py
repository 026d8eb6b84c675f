"""The figures of a year that California asks of large businesses (11 CCR 7102(a)).

Of requests that Californians made: how many were received in the calendar year,
complied with in whole or in part, denied, and the median number of days until the
answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from statistics import median
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Min
from django.utils.translation import gettext_lazy as _

from rights.businessdays import office_day
from rights.law import CALIFORNIA, UNITED_STATES, Right
from rights.models import RightsRequest, Step
from rights.states import Kind
from rights.words import Outcome

# Requests to know, to delete, to correct, to opt out, to limit: the law's own order.
MEASURED = {
    Right.ERASURE: _("Requests to delete"),
    Right.RECTIFICATION: _("Requests to correct"),
    Right.ACCESS: _("Requests to know"),
    Right.OPT_OUT: _("Requests to opt out of sale or sharing"),
    Right.LIMIT: _("Requests to limit"),
}
# A portable copy is what a request to know is answered with (Civil Code
# 1798.130(a)(3)(B)(iii)): who asks for it asks to know.
COUNTED_AS = {**{right: right for right in MEASURED}, Right.PORTABILITY: Right.ACCESS}


@dataclass(frozen=True)
class Metrics:
    """One right in one year. ``median_days`` is None where nothing was answered.

    A request that was denied at first and complied with on appeal counts as complied
    with; one that was withdrawn, or is still open, only as received.
    """

    right: Right
    received: int
    whole: int
    part: int
    denied: int
    median_days: float | None


def metrics_of(year: int) -> list[Metrics]:
    """The figures of the requests received in the year, where the office is."""
    begin, end = _midnight(year), _midnight(year + 1)
    asked = RightsRequest.objects.filter(
        received_at__gte=begin,
        received_at__lt=end,
        country=UNITED_STATES,
        region=CALIFORNIA,
        right__in=list(COUNTED_AS),
    )
    rows: dict[Right, list[tuple[int, datetime]]] = {right: [] for right in MEASURED}
    for pk, right, at in asked.values_list("pk", "right", "received_at"):
        rows[COUNTED_AS[Right(right)]].append((pk, at))
    ends = _ends_of(begin, end)
    return [_measured(right, rows[right], ends) for right in MEASURED]


@dataclass
class _End:
    """How a request ended last, and when it was first answered in substance."""

    kind: str = ""
    nature: str = ""
    first: datetime | None = None


def _ends_of(begin: datetime, end: datetime) -> dict[int, _End]:
    steps = Step.objects.filter(
        request__received_at__gte=begin,
        request__received_at__lt=end,
        kind__in=[Kind.ANSWERED, Kind.REFUSED],
    ).order_by("request", "number")
    found: dict[int, _End] = {}
    for pk, kind, nature, at in steps.values_list("request", "kind", "nature", "at"):
        last = found.setdefault(pk, _End())
        last.kind, last.nature = kind, nature
        last.first = last.first or at
    return found


def _measured(
    right: Right, rows: list[tuple[int, datetime]], ends: dict[int, _End]
) -> Metrics:
    ended = [(at, ends[pk]) for pk, at in rows if pk in ends]
    days = [
        (office_day(end.first) - office_day(at)).days
        for at, end in ended
        if end.first is not None
    ]
    return Metrics(
        right=right,
        received=len(rows),
        whole=sum(end.nature == Outcome.WHOLE for _at, end in ended),
        part=sum(end.nature == Outcome.PART for _at, end in ended),
        denied=sum(end.kind == Kind.REFUSED for _at, end in ended),
        median_days=median(days) if days else None,
    )


def years(today: date | None = None) -> Iterator[int]:
    """Those with a request, and last year; the newest first."""
    this_year = (today or office_day()).year
    oldest = RightsRequest.objects.aggregate(first=Min("received_at"))["first"]
    first = office_day(oldest).year if oldest else this_year - 1
    yield from range(this_year - 1, min(first, this_year - 1) - 1, -1)


def csv_rows(year: int) -> list[list[object]]:
    """A line of column names, then a line for each right."""
    head: list[object] = ["year", "right", "received", "complied_in_whole"]
    head += ["complied_in_part", "denied", "median_days"]
    rows: list[list[object]] = [
        [year, m.right.value, m.received, m.whole, m.part, m.denied, m.median_days]
        for m in metrics_of(year)
    ]
    return [head, *rows]


def _midnight(year: int) -> datetime:
    return datetime.combine(date(year, 1, 1), time.min, ZoneInfo(settings.TIME_ZONE))
