"""Delete consent records whose time is over."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError
from django.utils import timezone

from consent.models import DaySeal
from consent.purging import due_days, purge


class Command(BaseCommand):
    """Whole sealed days, after the keep-until of every record of them."""

    help = (
        "Delete the consent records of each sealed day whose keep-until has passed, "
        "with what tells whose they were. The day's seal stays."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--dry-run", action="store_true", help="say the same and delete nothing"
        )

    def handle(self, *args: Any, dry_run: bool, **options: Any) -> None:
        days = records = 0
        for seal, count in due_days(timezone.now()):
            if not dry_run:
                count = self._purge(seal)
            self.stdout.write(f"{seal.day}: {count} records.")
            days, records = days + 1, records + count
        what = "Would be deleted" if dry_run else "Deleted"
        self.stdout.write(f"{what}: {records} records of {days} days.")

    def _purge(self, seal: DaySeal) -> int:
        try:
            return purge(seal)
        except IntegrityError as error:
            raise CommandError(f"{seal.day}: {error}") from None
