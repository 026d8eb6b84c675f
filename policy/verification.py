"""What the commands that verify a room's evidence have in common."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, ClassVar

from django.core.management.base import BaseCommand, CommandError

from policy.heads import BadHead, read_heads, write_heads


class VerifyingCommand(BaseCommand):
    """Says "consistent", or against a head kept elsewhere "proved"; else what fails.

    A room says what its heads are, and how it finds problems and present heads.
    """

    head: ClassVar[type[Any]]

    def problems(self, heads: list[Any] | None) -> Iterator[str]:
        """What does not hold, in sentences; nothing when all does."""
        raise NotImplementedError

    def current_heads(self) -> Iterable[Any]:
        """The present ends of the room's chains."""
        raise NotImplementedError

    def remarks(self) -> Iterable[str]:
        """What a reader of the result has to know though nothing is wrong."""
        return ()

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
            heads = read_heads(head, self.head) if head else None
        except BadHead as error:
            raise CommandError(str(error)) from None
        found = list(self.problems(heads))
        if found:
            raise CommandError("\n".join(found))
        for remark in self.remarks():
            self.stdout.write(remark)
        if heads is None:
            self.stdout.write("Consistent. Only a head kept elsewhere can prove more.")
        else:
            self.stdout.write(f"Proved: {len(heads)} heads hold.")
        if write_head:
            self._write(write_head)

    def _write(self, path: Path) -> None:
        try:
            count = write_heads(path, self.current_heads())
        except OSError as error:
            raise CommandError(f"{path} cannot be written: {error.strerror}.") from None
        self.stdout.write(f"{count} heads written to {path}.")
