"""The purge of requests, by hand."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from rights.purging import purge


class Command(BaseCommand):
    """Delete and erase what has had its time; ``manage.py work`` does the same."""

    help = (
        "Erase personal data of requests, and delete their logs, after the times of "
        "RIGHTS_RETENTION; legal holds stop it."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--dry-run",
            action="store_true",
            help="say what would go and what is held, and change nothing",
        )

    def handle(self, *args: Any, dry_run: bool, **options: Any) -> None:
        for what, row in settings.RIGHTS_RETENTION.items():
            self.stdout.write(
                f"{what}: {row.days} days after {row.after} ({row.source})"
            )
        done = purge(dry_run=dry_run)
        for line in done.held:
            self.stdout.write(line)
        for number in done.erased:
            self.stdout.write(f"{number}: personal data erased")
        for number in done.deleted:
            self.stdout.write(f"{number}: log deleted")
        self.stdout.write(f"{done}.")
        if dry_run:
            self.stdout.write("Nothing was changed: this was a dry run.")
