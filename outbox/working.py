"""The worker beside the site: mails and chores, round after round."""

from __future__ import annotations

import logging
import os
import sys
import time
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from django.db import close_old_connections

from outbox import chores
from outbox.models import Mail
from outbox.sender import Counts, is_configured, send_due
from outbox.stopping import Stop

logger = logging.getLogger(__name__)

ROUND_SECONDS = 1.0
# Between attempts to reach a mail server that is down: doubling from one to the other.
FIRST_PAUSE_SECONDS = 1.0
LONGEST_PAUSE_SECONDS = 300.0

NOT_CONFIGURED = (
    "No mail server is configured: mails wait until EMAIL_HOST is set (docs/mail.md)."
)


@dataclass
class Worker:
    """Sends what is due and does chores until ``stop`` is asked."""

    stop: Stop
    # Seconds; 0 while the mail server takes mails.
    pause: float = 0.0
    # A moment of time.monotonic().
    not_before: float = 0.0

    def work(self) -> None:
        """Go on until asked to stop; a database that is away ends nothing."""
        if not is_configured():
            logger.warning(NOT_CONFIGURED)
        logger.info("Process %d sends mails and does chores.", os.getpid())
        mails = chores.Chore("send mails", timedelta(0), self.send_when_server_is_up)
        while not self.stop.asked:
            for chore in [mails, *chores.due()]:
                if not self.stop.asked:
                    close_old_connections()
                    chore.attempt()
            self.stop.wait(ROUND_SECONDS)

    def send_when_server_is_up(self) -> None:
        """Send all that is due, unless the mail server failed a moment ago."""
        if not is_configured() or time.monotonic() < self.not_before:
            return
        counts = self.send_all_due()
        if counts.trouble:
            self._back_off(counts.trouble)
        elif self.pause and counts.tried:
            logger.info("The mail server takes mails again.")
            self.pause = 0.0

    def send_all_due(self) -> Counts:
        """Batch after batch; the counts of all, and the trouble that ended them."""
        total = Counts()
        while not total.trouble and (due := Mail.objects.due().count()):
            counts = send_due(watch=partial(self._watch, total.tried, due))
            total.add(counts)
            # What is due may be in another sender's hands.
            if not counts.tried:
                break
            logger.info("Mails: %s; %d wait.", counts, Mail.objects.waiting().count())
            if self.stop.asked:
                break
        return total

    def _watch(self, before: int, due: int, counts: Counts) -> bool:
        show_progress(before + counts.tried, before + due)
        return not self.stop.asked

    def _back_off(self, trouble: str) -> None:
        if not self.pause:
            logger.warning(
                "Mails wait, for the mail server takes none; trying again: %s", trouble
            )
        self.pause = min(
            max(self.pause * 2, FIRST_PAUSE_SECONDS), LONGEST_PAUSE_SECONDS
        )
        self.not_before = time.monotonic() + self.pause


def show_progress(done: int, of: int) -> None:
    """One line on a terminal that writes over itself; nothing anywhere else."""
    if sys.stderr.isatty():
        print(f"\r\x1b[KMail {done} of {of}", end="\r", file=sys.stderr, flush=True)
