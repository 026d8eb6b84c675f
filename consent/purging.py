"""Letting whole sealed days of consent records go after their time; seals stay.

A day that is partly gone does not hold: each goes in one transaction.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from consent.models import ConsentRecord, ConsentSubject, DaySeal
from consent.sealing import records_of


def due_days(now: datetime) -> Iterator[tuple[DaySeal, int]]:
    """Sealed days whose records may go, oldest first, each with how many are there."""
    first = ConsentRecord.objects.order_by("chosen_at").first()
    if first is None:
        return
    over = DaySeal.objects.filter(ends_at__gt=first.chosen_at, keep_until__lt=now)
    for seal in over.order_by("day"):
        if count := records_of(seal.day).count():
            yield seal, count


def purge_what_is_due() -> str:
    """Purge every day that may go now; say how many records, '' where none did."""
    records = sum(purge(seal) for seal, _ in due_days(timezone.now()))
    return f"{records} records" if records else ""


def purge(seal: DaySeal) -> int:
    """Delete the day's records and their subjects; return how many records went.

    Raises IntegrityError where by the database's own clock it is too early.
    """
    records = records_of(seal.day)
    with transaction.atomic():
        ConsentSubject.objects.filter(record__in=records).delete()
        # delete() would load every row to look for what refers to it.
        return records._raw_delete(records.db)
