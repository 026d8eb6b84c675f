"""Working days of the office, and which day it is there.

Where the office is stands in settings: ``OFFICE_COUNTRY``, ``OFFICE_SUBDIVISION`` and
``TIME_ZONE``. Public holidays come from the library ``holidays``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays
from django.conf import settings
from django.utils import timezone

SATURDAY = 5


@dataclass(frozen=True)
class Calendar:
    """Public holidays of a country (ISO 3166-1 alpha-2), and of one part of it if any.

    A day that is a holiday in one part alone makes a deadline later. Where nobody names
    a part it counts as a working day, so that no deadline is later than the law's.
    """

    country: str
    subdivision: str = ""

    def is_working_day(self, day: date) -> bool:
        """Monday to Friday, but no public holiday nor the day it is observed on."""
        if day.weekday() >= SATURDAY:
            return False
        return day not in _holidays(self.country, self.subdivision, day.year)

    def working_day_from(self, day: date) -> date:
        """The day itself, or the first working day after it."""
        while not self.is_working_day(day):
            day += timedelta(days=1)
        return day

    def business_days_after(self, day: date, count: int) -> date:
        """The last of so many working days, the first of which comes after the day."""
        for _ in range(count):
            day = self.working_day_from(day + timedelta(days=1))
        return day


def office_calendar() -> Calendar:
    """The working days of the office."""
    return Calendar(settings.OFFICE_COUNTRY, settings.OFFICE_SUBDIVISION)


def office_day(moment: datetime | None = None) -> date:
    """The day on which something happens where the office is; now by default.

    The clocks start with it: what comes in at 11 p.m. in Chicago came in on that day,
    although it is the next one in UTC.
    """
    return (moment or timezone.now()).astimezone(ZoneInfo(settings.TIME_ZONE)).date()


@lru_cache(maxsize=64)
def _holidays(country: str, subdivision: str, year: int) -> frozenset[date]:
    """One year at a time: the library's own object fills itself while threads read."""
    found = holidays.country_holidays(country, subdiv=subdivision or None, years=year)
    return frozenset(day for day in found if day.year == year)
