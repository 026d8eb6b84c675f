"""Seal the days of consent records that ended."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from consent.sealing import seal_days


class Command(BaseCommand):
    """Safe at any time and at several places at once; run it every hour."""

    help = (
        "Seal each day (UTC) of consent records that ended at least an hour ago: one "
        "hash over its records, chained to the day before."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        days = records = 0
        for seal in seal_days(timezone.now()):
            self.stdout.write(f"{seal.day}: {seal.records} records.")
            days, records = days + 1, records + seal.records
        self.stdout.write(f"Sealed: {days} days, {records} records.")
