"""Calendar months that are over. Figures for others are of such months only.

Sums over periods that overlap could be subtracted from each other, and would give back
what happened in the difference.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from traffic.periods import DAY, Period, month_of

# Workers write what they counted within seconds; a database may be away for longer.
SETTLED_AFTER = timedelta(hours=1)


def last_month(at: datetime) -> Period:
    """The newest calendar month (of the site's time zone) whose figures are settled."""
    return month_of(timezone.localdate(at - SETTLED_AFTER)).before


def months_back(at: datetime, count: int) -> Iterator[Period]:
    """So many settled months, the newest first."""
    month = last_month(at)
    for _ in range(count):
        yield month
        month = month.before


def next_month_moment(after: datetime) -> datetime:
    """When the next month is settled."""
    first = (last_month(after).after.last + DAY).replace(day=1)
    return settled_at(first)


def settled_at(first_day_after: date) -> datetime:
    """When the month before this day is settled."""
    zone = timezone.get_default_timezone()
    return datetime.combine(first_day_after, time.min, zone) + SETTLED_AFTER
