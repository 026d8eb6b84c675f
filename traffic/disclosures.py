"""Disclosures to authorities: recorded, corrected, and counted by year."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from pages import stamp
from traffic.models import Disclosure
from traffic.months import last_month


def record(disclosure: Disclosure, by: User) -> None:
    """Keep an entry. Pages with yearly totals are out of date from then on.

    Raises django.db.IntegrityError where another corrected the same entry before.
    """
    with transaction.atomic():
        disclosure.recorded_at = timezone.now()
        disclosure.recorded_by = by
        disclosure.recorded_by_name = by.get_full_name() or by.get_username()
        disclosure.save(force_insert=True)
        stamp.renew()


def by_year(at: datetime) -> dict[int, int]:
    """How many there were in each calendar year that is over, the newest first.

    The year under way is left out: a total that grows tells the day on which it did.
    Years begin with the first entry of all, and are over with their last month.
    """
    standing = Disclosure.objects.standing().values_list("disclosed_on", flat=True)
    counts = Counter(day.year for day in standing)
    this_year = last_month(at).after.first.year
    years = range(this_year - 1, min(counts, default=this_year) - 1, -1)
    return {year: counts[year] for year in years}
