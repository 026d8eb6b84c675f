"""Destroy the words of a version that is withheld by an order that covers storage."""

from __future__ import annotations

import getpass
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from policy.models import PolicyVersion
from policy.redacting import StorageInUse, clean_storage, redact, refuse_uncovered
from policy.refusals import Refused

WHAT_HAPPENS = """\
This destroys the title, text, sections, change note and reason of {version},
what its drafts said and what the checks quoted of them.
Kept are its number, dates and hash, who did what and when, and what people wrote
as reasons while they reviewed it. It cannot be undone.
"""
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
        parser.add_argument("--yes", action="store_true", help="do not ask")

    def handle(
        self, *args: Any, policy: str, number: int, yes: bool, **options: Any
    ) -> None:
        published = PolicyVersion.objects.published().select_related("policy")
        version = published.filter(policy__slug=policy, number=number).first()
        if version is None:
            raise CommandError(f"There is no version {number} of “{policy}”.")
        try:
            refuse_uncovered(version)
            self.stdout.write(WHAT_HAPPENS.format(version=version))
            if not yes:
                self._ask(f"{policy} {number}")
            redact(version, by=_account())
        except Refused as error:
            raise CommandError(str(error)) from None
        self._clean()
        self.stdout.write(f"{version} is redacted. {ELSEWHERE}")
        self.stdout.write(f"Its hash is kept: {version.digest}")

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
