"""Handing mails over to the mail server: at least once, and twice only if we die.

Each mail is claimed in the database right before it is handed over and recorded right
after. Between the two nobody else takes it; a sender that dies there leaves it claimed
until its lease ends, and then it is sent again with the same Message-ID.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from typing import TypeVar

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import InterfaceError, OperationalError, close_old_connections
from django.utils import timezone

from outbox.cipher import Unreadable
from outbox.failures import Failure, Kind, explain, judge
from outbox.letters import Letter
from outbox.models import Mail, State

logger = logging.getLogger(__name__)

# Mails per connection; servers close connections that last too long.
BATCH = 50

# How long to try to record what became of a mail while the database is away. Well
# within LEASE: afterwards another sender takes the mail for not sent.
RECORD_SECONDS = 120

SMTP = "django.core.mail.backends.smtp.EmailBackend"


@dataclass
class Counts:
    """What became of the mails of a batch; ``trouble`` is why it ended early, or ""."""

    sent: int = 0
    refused: int = 0
    put_off: int = 0
    given_up: int = 0
    trouble: str = ""

    def __str__(self) -> str:
        return (
            f"{self.sent} sent, {self.refused} refused, {self.put_off} put off, "
            f"{self.given_up} given up"
        )

    @property
    def tried(self) -> int:
        """How many mails were in hand."""
        return self.sent + self.refused + self.put_off + self.given_up

    def add(self, others: Counts) -> None:
        """Count the next batch's mails as well; its trouble is the last word."""
        self.sent += others.sent
        self.refused += others.refused
        self.put_off += others.put_off
        self.given_up += others.given_up
        self.trouble = others.trouble


Watch = Callable[[Counts], bool]
Result = TypeVar("Result")


def go_on(counts: Counts) -> bool:
    """The plainest ``watch`` of ``send_due``: never stop before the end."""
    return True


def is_configured() -> bool:
    """Whether mails can leave at all; without a mail server they wait."""
    return settings.EMAIL_BACKEND != SMTP or bool(settings.EMAIL_HOST)


def send_due(
    at: datetime | None = None, *, limit: int = BATCH, watch: Watch = go_on
) -> Counts:
    """Send up to ``limit`` mails that are due at the moment, over one connection.

    ``at`` stands in for the clock. ``watch`` sees the counts before each mail and stops
    the batch by returning False. A server that cannot be reached costs no mail an
    attempt.
    """
    counts = Counts()
    if not Mail.objects.due(at).exists():
        return counts
    backend = get_connection()
    try:
        with opened(backend):
            while counts.tried < limit and not counts.trouble and watch(counts):
                mail = Mail.objects.claim(at or timezone.now())
                if mail is None:
                    break
                _send(mail, backend, at, counts)
    except OSError as error:
        counts.trouble = explain(error)
    return counts


@contextmanager
def opened(backend: BaseEmailBackend) -> Iterator[None]:
    """A connection for the length of the block. Raises OSError when there is none."""
    backend.open()
    try:
        yield
    except Exception:
        _close(backend)
        raise
    # Not when the process is interrupted: a server that hangs says no goodbye either.
    _close(backend)


def _close(backend: BaseEmailBackend) -> None:
    """All that the server had is recorded: its last word changes nothing."""
    with suppress(OSError):
        backend.close()


def _send(
    mail: Mail, backend: BaseEmailBackend, at: datetime | None, counts: Counts
) -> None:
    failure = _hand_over(mail, backend)
    now = at or timezone.now()
    if failure is None:
        _recorded(lambda: mail.record_sent(now))
        counts.sent += 1
    elif failure.kind is Kind.REFUSED:
        _recorded(lambda: mail.record_refused(now, failure.text))
        counts.refused += 1
    elif _recorded(lambda: mail.record_failure(now, failure.text)) is State.WAITING:
        counts.put_off += 1
    else:
        counts.given_up += 1
    if failure is not None and failure.kind is Kind.SERVER:
        counts.trouble = failure.text


def _hand_over(mail: Mail, backend: BaseEmailBackend) -> Failure | None:
    """None once the server has said that it takes the mail."""
    try:
        backend.send_messages([message(mail, mail.open_letter())])
    except Unreadable:
        return Failure(Kind.LATER, "It is encrypted with a key that is not set.")
    # A mail that cannot even be made must not keep those behind it from leaving.
    except Exception as error:
        return judge(error)
    return None


def message(mail: Mail, letter: Letter) -> EmailMultiAlternatives:
    """The e-mail; whenever and however often it is made, its head is the same."""
    made = EmailMultiAlternatives(
        subject=letter.subject,
        body=letter.text,
        to=[letter.recipient],
        headers={
            **letter.headers,
            "Message-ID": mail.message_id,
            "Date": format_datetime(mail.due_at),
            # No answering machine answers it (RFC 3834).
            "Auto-Submitted": "auto-generated",
        },
    )
    if letter.html:
        made.attach_alternative(letter.html, "text/html")
    return made


def _recorded(record: Callable[[], Result]) -> Result:
    """Write what became of a mail, however often it takes: unwritten, it goes twice."""
    deadline = time.monotonic() + RECORD_SECONDS
    while True:
        try:
            return record()
        except (OperationalError, InterfaceError):
            if time.monotonic() > deadline:
                raise
            logger.warning("What became of a mail cannot be recorded; trying again.")
            close_old_connections()
            time.sleep(0.5)
