"""Import a folder of dated Markdown files as published versions."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from policy.importing import ImportFailed, import_folder

BUNDLED = Path(__file__).resolve().parents[2] / "content"


class Command(BaseCommand):
    """All or nothing; running it again changes nothing."""

    help = (
        "Import dated Markdown files as published versions (default: the bundled "
        "policies). Repeating it is safe; what is published already is left alone."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "folder",
            nargs="?",
            type=Path,
            default=BUNDLED,
            metavar="FOLDER",
            help="a folder of *.md files with front matter, searched to the bottom",
        )

        parser.add_argument(
            "--lenient",
            action="store_true",
            help="for texts that are not yours to mend: mojibake, empty links and "
            "dates out of the files' order are warnings, not errors",
        )

    def handle(
        self, *args: Any, folder: Path, lenient: bool, verbosity: int, **options: Any
    ) -> None:
        shows_progress = verbosity > 0 and self.stderr.isatty()
        try:
            report = import_folder(
                folder, self._progress if shows_progress else None, lenient=lenient
            )
        except ImportFailed as error:
            raise CommandError(
                "Nothing was imported.\n" + "\n".join(error.problems)
            ) from None
        for sentence in [*report.warnings, *report.differing]:
            self.stderr.write(self.style.WARNING(sentence))
        if verbosity > 0:
            self.stdout.write(
                f"{report.imported} imported, {report.unchanged} unchanged, "
                f"{len(report.differing)} left alone."
            )

    def _progress(self, done: int, total: int) -> None:
        end = "\n" if done == total else ""
        self.stderr.write(f"\rImporting {done} of {total} ", ending=end)
