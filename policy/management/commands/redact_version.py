"""Destroy the words of a version that is withheld by an order that covers storage."""

from __future__ import annotations

import getpass
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from policy.models import Destruction, PolicyVersion
from policy.passages import folded, holding_versions, later_saves
from policy.redacting import StorageInUse, clean_storage, redact, refuse_uncovered
from policy.refusals import Refused

WHAT_HAPPENS = """\
This destroys the title, text, sections, change note and reason of {version},
what its drafts said and what the checks quoted of them.
Kept are its number, dates and hash, who did what and when, and what people wrote
as reasons while they reviewed it. It cannot be undone.
"""
SAVES_TOO = """\
It also destroys what was saved for other drafts of the policy, discarded ones included,
where that holds the passage, and what the checks quoted of them.
"""
MAY_HOLD = (
    "Since its draft was begun, other drafts were saved {count} times; they may hold "
    "the passage: run this again with --contains and its words."
)
STILL_PUBLISHED = "{version} holds the passage: it has to be withheld itself."
STILL_IN_DRAFT = "{version} holds the passage: it has to be changed at the desk."
ELSEWHERE = """\
Look for it elsewhere too: backups, replicas, files that it was imported from, drafts
and versions before and after, and archives that were made by other servers
(docs/auditing.md).
"""


class Command(BaseCommand):
    """Asks first; safe to repeat."""

    help = (
        "Destroy the words of a version that is withheld by an order that covers "
        "storage. Its number, dates and hash are kept. It cannot be undone."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("policy", help="the address of the policy: privacy-policy")
        parser.add_argument("number", type=int, help="the number of the version")
        parser.add_argument(
            "--contains",
            action="append",
            default=[],
            metavar="TEXT",
            help="also destroy what was saved for other drafts of the policy where it "
            "holds this passage, in any case and spacing (repeatable)",
        )
        parser.add_argument("--yes", action="store_true", help="do not ask")

    def handle(
        self,
        *args: Any,
        policy: str,
        number: int,
        contains: list[str],
        yes: bool,
        **options: Any,
    ) -> None:
        if not all(map(folded, contains)):
            raise CommandError("After --contains stands a passage of the text.")
        published = PolicyVersion.objects.published().select_related("policy")
        version = published.filter(policy__slug=policy, number=number).first()
        if version is None:
            raise CommandError(f"There is no version {number} of “{policy}”.")
        try:
            refuse_uncovered(version)
            self.stdout.write(WHAT_HAPPENS.format(version=version))
            if contains:
                self.stdout.write(SAVES_TOO)
            if not yes:
                self._ask(f"{policy} {number}")
            redact(version, by=_account(), passages=contains)
        except Refused as error:
            raise CommandError(str(error)) from None
        self._clean()
        self._say_where_else(version, contains)
        self.stdout.write(f"{version} is redacted. {ELSEWHERE}")
        self.stdout.write(f"Its hash is kept: {version.digest}")

    def _say_where_else(self, version: PolicyVersion, passages: list[str]) -> None:
        if not passages:
            count = later_saves(version).count()
            if count:
                self.stdout.write(MAY_HOLD.format(count=count))
            return
        done = Destruction.objects.filter(redaction__version=version)
        count = done.filter(contribution__isnull=False).count()
        self.stdout.write(f"Saves of other drafts that were destroyed: {count}.")
        for other in holding_versions(version, passages):
            words = STILL_PUBLISHED if other.is_published else STILL_IN_DRAFT
            self.stdout.write(words.format(version=other))

    def _ask(self, expected: str) -> None:
        try:
            typed = input(f"Type “{expected}” to destroy it: ")
        except EOFError:
            typed = ""
        if typed.strip() != expected:
            raise CommandError("Nothing was destroyed.")

    def _clean(self) -> None:
        try:
            clean_storage()
        except StorageInUse:
            raise CommandError(
                "The words are destroyed, but the database is in use and still holds "
                "old pages. Stop the site for a moment and run this again."
            ) from None


def _account() -> str:
    """Who runs this, as the operating system knows them."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"
