"""Print all that this site can show of a notice."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from notices.evidence import evidence
from notices.models import Notice
from notices.redacting import has_lost_sections


class Command(BaseCommand):
    """The same text as on the desk's page."""

    help = (
        "Print the exact text of a notice, its hash, from when until when it was shown "
        "and how it ended, how often it was shown at least, and its mails."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("number", type=int, help="the number of the notice")

    def handle(self, *args: Any, number: int, **options: Any) -> None:
        notice = Notice.objects.with_facts().filter(number=number).first()
        if notice is None:
            raise CommandError(f"There is no notice {number}.")
        self.stdout.write(evidence(notice), ending="")
        if not (notice.is_sealed or has_lost_sections(notice)):
            raise CommandError(f"Notice {number} does not say what its hash covers.")
