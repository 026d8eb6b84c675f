"""A new database from a backup."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError

from centene_site.backups import files
from centene_site.backups.dumping import DumpFailed


class Command(BaseCommand):
    """Fill an empty database from a backup, bring it up to date, and verify it."""

    help = "Fill an empty database from a backup, migrate it and verify every hash."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="what backup wrote")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            manifest = files.restore(file)
        except (DumpFailed, files.Unusable) as failure:
            raise CommandError(str(failure)) from None
        except OperationalError as error:
            raise CommandError(f"The database cannot be used: {error}") from None
        except OSError as error:
            raise CommandError(
                f"{error.filename or file} cannot be used: {error.strerror}."
            ) from None
        self.stdout.write(f"Restored the backup of {manifest.made_at}.")
        call_command("prepare", no_policies=True, stdout=self.stdout)
        for verify in ("verify_policies", "verify_consent"):
            call_command(verify, stdout=self.stdout)
