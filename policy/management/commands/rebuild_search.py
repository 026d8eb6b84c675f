"""Make again what the search finds."""

from argparse import ArgumentParser
from functools import partial
from typing import Any

from django.core.management.base import BaseCommand

from policy.search import rebuilding
from policy.search.sources import shelves

WIDTH = 40


class Command(BaseCommand):
    """Safe at any time, beside publishing too; what was published is only read."""

    help = (
        "Make search entries again, policy by policy, and those of other rooms. What "
        "is right already stays, so that it can be stopped and repeated."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--missing",
            action="store_true",
            help="only where entries are missing or were made before an upgrade; "
            "cheap where none are",
        )

    def handle(self, *args: Any, missing: bool, verbosity: int, **options: Any) -> None:
        shows_progress = verbosity > 0 and self.stderr.isatty()
        if not missing:
            rebuilding.mend_index()
        for shelf in shelves():
            if missing and shelf.is_complete():
                continue
            progress = partial(
                self._progress if shows_progress else _silent, shelf.name
            )
            count = rebuilding.rebuild(shelf, progress)
            if verbosity > 0:
                self.stdout.write(f"{shelf.name}: {count} search entries written.")

    def _progress(self, name: str, done: int, total: int) -> None:
        filled = "#" * (WIDTH * done // max(total, 1))
        end = "\n" if done >= total else ""
        self.stderr.write(
            f"\r{name} [{filled:{WIDTH}}] {done:,} of {total:,}", ending=end
        )


def _silent(name: str, done: int, total: int) -> None:
    """Nobody watches."""
