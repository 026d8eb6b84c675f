"""The whole database in one file."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError

from centene_site.backups import files
from centene_site.backups.dumping import DumpFailed


class Command(BaseCommand):
    """Write a backup, while the site serves and writes."""

    help = "Write the whole database, as it is at this moment, into one file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--to",
            type=Path,
            metavar="FOLDER",
            help="where to; DATA_DIR/backups by default",
        )
        parser.add_argument(
            "--keep",
            type=_count,
            metavar="N",
            help="then delete all backups in that folder but the newest N",
        )

    def handle(
        self, *args: Any, to: Path | None, keep: int | None, **options: Any
    ) -> None:
        target = to or files.folder()
        try:
            file = files.make(target)
            gone = files.keep_newest(target, keep) if keep else []
        except DumpFailed as failure:
            raise CommandError(str(failure)) from None
        except OperationalError as error:
            raise CommandError(f"The database cannot be read: {error}") from None
        except OSError as error:
            raise CommandError(
                f"{error.filename or target} cannot be written: {error.strerror}."
            ) from None
        for old in gone:
            self.stdout.write(f"Deleted {old}")
        self.stdout.write(f"Wrote {file} ({file.stat().st_size:,} bytes).")
        self.stdout.write(
            "Keep the keys (SECRET_KEY, MAIL_KEYS) apart from it: without them what is "
            "encrypted in it cannot be read."
        )


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) > 0):
        raise ArgumentTypeError("a number from 1 on")
    return int(text)
