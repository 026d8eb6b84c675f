"""Recompute the hashes of all that was published."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from policy import verifying, verifying_derived, verifying_withheld
from policy.verification import VerifyingCommand


class Command(VerifyingCommand):
    """Versions, withdrawals and withholdings."""

    help = (
        "Recompute the chain of published versions and check the triggers. With a head "
        "that was kept outside this database, prove that nothing before it changed."
    )
    head = verifying.Head

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--derived",
            action="store_true",
            help="also make redlines, since when sections read as they do, and search "
            "entries anew and compare them with what is stored; this takes time",
        )

    def handle(
        self,
        *args: Any,
        head: Path | None,
        write_head: Path | None,
        derived: bool = False,
        **options: Any,
    ) -> None:
        super().handle(*args, head=head, write_head=write_head, **options)
        if not derived:
            self.stdout.write(
                "Redlines, since when sections read as they do, and search entries are "
                "derived and no part of this; --derived looks at them."
            )
        elif found := list(verifying_derived.differences()):
            raise CommandError("\n".join(found))
        else:
            self.stdout.write("What is derived is what comes out anew.")

    def problems(self, heads: list[verifying.Head] | None) -> Iterator[str]:
        return verifying.problems(heads)

    def remarks(self) -> Iterator[str]:
        return verifying_withheld.remarks()

    def current_heads(self) -> Iterator[verifying.Head]:
        return verifying.current_heads()
