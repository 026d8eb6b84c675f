"""Write all that this site can show about a version as one file for counsel."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from policy.evidence import version_evidence
from policy.models import Policy, PolicyVersion

# Nobody writes more digits: the number of a version fits into 32 bits.
MOST_DIGITS = 9


class Command(BaseCommand):
    """One policy, one version or its open draft."""

    help = (
        "Write what this site can show about a version: its drafts, checks, people, "
        "answers, counsel's note, notice, mails, withdrawal, reviews and hashes."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("policy", help="the address of the policy: privacy-policy")
        parser.add_argument("number", help="the number of the version, or “draft”")
        parser.add_argument(
            "--output", type=Path, metavar="FILE", help="write to this file"
        )

    def handle(
        self, *args: Any, policy: str, number: str, output: Path | None, **options: Any
    ) -> None:
        text = version_evidence(_version(policy, number), timezone.now())
        if output is None:
            self.stdout.write(text, ending="")
            return
        try:
            output.write_text(text, encoding="utf-8")
        except OSError as error:
            raise CommandError(f"{output} cannot be written: {error}.") from None
        self.stdout.write(f"Written to {output}.")


def _version(slug: str, number: str) -> PolicyVersion:
    """The version that the arguments name. Raises CommandError."""
    policy = Policy.objects.filter(slug=slug).first()
    if policy is None:
        known = ", ".join(Policy.objects.values_list("slug", flat=True)) or "none"
        raise CommandError(f"There is no policy “{slug}”. There are: {known}.")
    versions = policy.versions.dated().with_dates(timezone.now())
    if number == "draft":
        draft = versions.drafts().first()
        if draft is None:
            raise CommandError(f"“{slug}” has no open draft.")
        return draft
    is_number = number.isascii() and number.isdigit() and len(number) <= MOST_DIGITS
    found = versions.published().filter(number=int(number)) if is_number else []
    for version in found:
        return version
    newest = versions.published().order_by("number").last()
    raise CommandError(
        f"“{slug}” has no version “{number}”. "
        + (f"The newest is {newest.number}." if newest else "None is published.")
    )
