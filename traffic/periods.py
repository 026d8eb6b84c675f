"""Days, weeks and calendar months, and what came before each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

DAY = timedelta(days=1)
# A single day says little: its chart shows the days that lead up to it.
DAYS_BEFORE_A_DAY = 13


class Unit(StrEnum):
    """How long a period is."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True)
class Period:
    """The days from the first to the last, both included."""

    unit: Unit
    first: date
    last: date

    @property
    def before(self) -> Period:
        """The period of the same kind that ended the day before."""
        return period(self.unit, self.first - DAY)

    @property
    def after(self) -> Period:
        """The period of the same kind that begins the day after."""
        return period(self.unit, self.last + DAY)

    def days(self) -> Iterator[date]:
        """Every day of it."""
        return days(self.first, self.last)

    def until(self, day: date) -> Period:
        """What of it is over or under way on the day."""
        return Period(self.unit, self.first, max(self.first, min(self.last, day)))

    def cut_to(self, count: int) -> Period:
        """Its first so many days, or all of them."""
        last = self.first + (count - 1) * DAY
        return Period(self.unit, self.first, min(self.last, last))

    @property
    def length(self) -> int:
        """Its number of days."""
        return (self.last - self.first).days + 1


def days(first: date, last: date) -> Iterator[date]:
    """Every day from the first to the last."""
    return (first + n * DAY for n in range((last - first).days + 1))


def period(unit: Unit, day: date) -> Period:
    """The day itself, its week from Monday, or its calendar month."""
    if unit is Unit.DAY:
        return Period(unit, day, day)
    if unit is Unit.WEEK:
        monday = day - day.weekday() * DAY
        return Period(unit, monday, monday + 6 * DAY)
    return month_of(day)


def month_of(day: date) -> Period:
    """The calendar month that holds the day."""
    first = day.replace(day=1)
    return Period(Unit.MONTH, first, (first + 31 * DAY).replace(day=1) - DAY)
