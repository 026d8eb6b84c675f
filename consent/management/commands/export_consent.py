"""Write the evidence of sealed days to a file that proves itself."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from consent.bundle import NotExported, export, sealed_days


def day(text: str) -> date:
    """A day from the command line."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is not a day like 2026-04-17.") from None


class Command(BaseCommand):
    """For auditors; nothing in it tells who chose or who published."""

    help = (
        "Write the consent records of sealed days, their seals and the catalogue "
        "versions to a zip with a verifier that needs only Python."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE.zip")
        parser.add_argument(
            "--from",
            type=day,
            dest="first",
            metavar="DAY",
            help="the first day (UTC); by default the first that is sealed",
        )
        parser.add_argument(
            "--to",
            type=day,
            dest="last",
            metavar="DAY",
            help="the last day (UTC); by default the last that is sealed",
        )
        parser.add_argument(
            "--force", action="store_true", help="write over a file that exists"
        )

    def handle(
        self,
        *args: Any,
        file: Path,
        first: date | None,
        last: date | None,
        force: bool,
        **options: Any,
    ) -> None:
        if file.exists() and not force:
            raise CommandError(f"{file} exists: choose another name, or add --force.")
        try:
            seals = sealed_days(first, last)
            records = export(file, seals)
        except NotExported as error:
            raise CommandError(str(error)) from None
        except OSError as error:
            raise CommandError(f"{file} cannot be written: {error.strerror}.") from None
        days = seals.count()
        self.stdout.write(f"{days} days, {records} records written to {file}.")
