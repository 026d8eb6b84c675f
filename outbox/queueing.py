"""The one way for a room to send a mail, or one to each of many."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import islice
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection
from django.db.transaction import TransactionManagementError
from django.utils import timezone

from outbox.addresses import address_hash
from outbox.letters import InvalidMail, Letter, line_problems
from outbox.models import Mail

# Mails per statement.
BATCH = 500

PURPOSE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def queue(
    purpose: str,
    reference: str,
    *,
    recipient: str,
    subject: str,
    text: str,
    html: str = "",
    headers: Mapping[str, str] | None = None,
    due_at: datetime | None = None,
) -> Mail:
    """Write a mail into the outbox; it exists when the caller's transaction commits.

    ``purpose`` is a short slug such as "notice"; ``reference`` is the key of the room's
    own object, such as "notice 12", and holds no personal data: both are kept for good.
    ``due_at`` is the earliest moment to send it (default: at once). Raises InvalidMail
    with a sentence, and TransactionManagementError outside a transaction.
    """
    _check_the_caller(purpose, reference)
    letter = Letter(recipient, subject, text, html, dict(headers or {}))
    mail = _mail(purpose, reference, letter, timezone.now(), due_at)
    mail.save(force_insert=True)
    return mail


def queue_all(purpose: str, reference: str, letters: Iterable[Letter]) -> int:
    """The same for many letters about one object, to be sent at once; returns how many.

    Letters are written in batches, so that they need never be in memory all together.
    """
    _check_the_caller(purpose, reference)
    now = timezone.now()
    mails = (_mail(purpose, reference, letter, now) for letter in letters)
    queued = 0
    while batch := list(islice(mails, BATCH)):
        Mail.objects.bulk_create(batch)
        queued += len(batch)
    return queued


def _check_the_caller(purpose: str, reference: str) -> None:
    if not connection.in_atomic_block:
        raise TransactionManagementError(
            "A mail is queued in the transaction that makes it necessary."
        )
    _check_names(purpose, reference)


def _mail(
    purpose: str,
    reference: str,
    letter: Letter,
    now: datetime,
    due_at: datetime | None = None,
) -> Mail:
    """The row of a letter, checked and sealed. Raises InvalidMail."""
    letter.check()
    due_at = max(now, due_at or now)
    return Mail(
        purpose=purpose,
        reference=reference,
        message_id=_new_message_id(),
        letter=letter.sealed(),
        recipient_hash=address_hash(letter.recipient),
        created_at=now,
        due_at=due_at,
        next_attempt_at=due_at,
    )


def _check_names(purpose: str, reference: str) -> None:
    if len(purpose) > 50 or not PURPOSE.fullmatch(purpose):
        raise InvalidMail(
            "A purpose consists of up to 50 small letters, digits and hyphens."
        )
    for problem in line_problems("The reference", reference):
        raise InvalidMail(problem)
    if len(reference) > 200:
        raise InvalidMail("The reference is longer than 200 characters.")


def _new_message_id() -> str:
    """Random: it tells nothing of the mail, and no two senders make the same."""
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    # An IPv6 address stands in brackets (RFC 5322, 3.4.1).
    domain = f"[IPv6:{host}]" if ":" in host else host
    return f"<{uuid.uuid4()}@{domain}>"
