"""Recompute the hashes of all that was published."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from policy import verifying


class Command(BaseCommand):
    """Says "consistent", or against a head kept elsewhere "proved"; else what fails."""

    help = (
        "Recompute the chain of published versions and check the triggers. With a head "
        "that was kept outside this database, prove that nothing before it changed."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--head", type=Path, metavar="FILE", help="a head that was kept elsewhere"
        )
        parser.add_argument(
            "--write-head",
            type=Path,
            metavar="FILE",
            help="afterwards write the present head, to be kept elsewhere",
        )

    def handle(
        self,
        *args: Any,
        head: Path | None,
        write_head: Path | None,
        **options: Any,
    ) -> None:
        try:
            heads = verifying.read_heads(head) if head else None
        except verifying.BadHead as error:
            raise CommandError(str(error)) from None
        found = list(verifying.problems(heads))
        if found:
            raise CommandError("\n".join(found))
        if heads is None:
            self.stdout.write("Consistent. Only a head kept elsewhere can prove more.")
        else:
            self.stdout.write(f"Proved: {len(heads)} heads hold.")
        if write_head:
            self._write(write_head)

    def _write(self, path: Path) -> None:
        try:
            count = verifying.write_heads(path)
        except OSError as error:
            raise CommandError(f"{path} cannot be written: {error.strerror}.") from None
        self.stdout.write(f"{count} heads written to {path}.")
