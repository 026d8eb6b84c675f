"""The command that runs beside the site."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from outbox import chores
from outbox.models import Mail
from outbox.sender import is_configured
from outbox.stopping import Hurry, Stop, stop_on_signals
from outbox.working import NOT_CONFIGURED, Worker


class Command(BaseCommand):
    """Send mails and do chores: until it is stopped, or once."""

    help = "Send the mails that wait and do the chores, until stopped by SIGTERM."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--once",
            action="store_true",
            help="do all that is due now, say what was done, and end",
        )

    def handle(self, *args: Any, once: bool, **options: Any) -> None:
        with stop_on_signals() as stop:
            try:
                self._once(stop) if once else Worker(stop).work()
            except Hurry:
                self.stderr.write(
                    "Stopped in the middle of something. If a mail was in hand, it is "
                    "sent again in some minutes, with the same Message-ID."
                )

    def _once(self, stop: Stop) -> None:
        """All mails, then all chores. Raises CommandError where something failed."""
        failed = []
        if is_configured():
            counts = Worker(stop).send_all_due()
            waiting = Mail.objects.waiting().count()
            self.stdout.write(f"Mails: {counts}; {waiting} wait.")
            if counts.trouble:
                failed.append(f"the mail server ({counts.trouble})")
        else:
            self.stdout.write(NOT_CONFIGURED)
        done = 0
        for chore in chores.every():
            if stop.asked:
                break
            if chore.attempt():
                done += 1
            else:
                failed.append(f"the chore “{chore.name}”")
        self.stdout.write(f"Chores: {done} done.")
        if failed:
            raise CommandError(f"Failed: {', '.join(failed)}.")
