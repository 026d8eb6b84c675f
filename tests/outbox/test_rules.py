"""The database keeps the evidence of mails, whoever asks and however."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, models
from django.utils import timezone

from outbox.models import KEPT_AFTER_GIVING_UP, Mail, State
from tests.attacks import POSTGRESQL_ONLY, SQLITE_ONLY, execute, refused
from tests.outbox.mails import make_mail

pytestmark = pytest.mark.django_db

NEVER_CHANGES = "What remains of a mail never changes."
NEVER_DELETED = "What remains of a mail is never deleted."
FIXED = "A mail keeps its purpose, reference and Message-ID, and when it was queued."
NO_MOMENT = "mail_state_has_its_moment"
HAS_LETTER = "mail_that_is_over_has_no_letter"


def rows(mail: Mail) -> models.QuerySet[Mail]:
    return Mail.objects.filter(pk=mail.pk)


def make_over(how: str) -> Mail:
    """A mail that was sent, refused, or given up and emptied."""
    mail, now = make_mail(), timezone.now()
    if how == "sent":
        mail.record_sent(now)
    elif how == "refused":
        mail.record_refused(now, "550 5.1.1 (address)")
    else:
        rows(mail).update(state=State.GIVEN_UP, failed_at=now)
        Mail.objects.empty_given_up(now + KEPT_AFTER_GIVING_UP)
    mail.refresh_from_db()
    return mail


@pytest.mark.parametrize("how", ["sent", "refused", "given up"])
def test_what_remains_of_a_mail_is_permanent(how: str) -> None:
    mail = make_over(how)
    with refused(NEVER_CHANGES):
        rows(mail).update(sent_at=timezone.now())
    with refused(NEVER_CHANGES):
        rows(mail).update(state="waiting", letter="x", sent_at=None, failed_at=None)
    with refused(NEVER_CHANGES):
        execute("UPDATE outbox_mail SET attempts = 0 WHERE id = %s", mail.pk)
    with refused(NEVER_DELETED):
        mail.delete()
    with refused(NEVER_DELETED):
        execute("DELETE FROM outbox_mail")
    assert rows(mail).get() == mail


def test_a_mail_that_waits_can_be_deleted() -> None:
    make_mail().delete()
    assert not Mail.objects.exists()


@pytest.mark.parametrize(
    "fields",
    [
        {"purpose": "other"},
        {"reference": "notice 2"},
        {"message_id": "<other@example.com>"},
        {"created_at": timezone.now()},
        {"due_at": timezone.now()},
        {"id": 999_999},
    ],
    ids=lambda fields: next(iter(fields)),
)
def test_a_mail_that_waits_keeps_what_it_is(fields: dict[str, Any]) -> None:
    with refused(FIXED):
        rows(make_mail()).update(**fields)


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"state": "sent", "letter": ""}, NO_MOMENT),
        ({"state": "sent", "letter": "", "failed_at": timezone.now()}, NO_MOMENT),
        ({"state": "refused", "letter": "", "sent_at": timezone.now()}, NO_MOMENT),
        ({"state": "given_up"}, NO_MOMENT),
        ({"state": "lost"}, NO_MOMENT),
        ({"sent_at": timezone.now()}, NO_MOMENT),
        ({"state": "sent", "sent_at": timezone.now()}, HAS_LETTER),
        ({"state": "refused", "failed_at": timezone.now()}, HAS_LETTER),
        ({"letter": ""}, HAS_LETTER),
    ],
)
def test_a_state_goes_with_its_moment_and_its_letter(
    fields: dict[str, Any], name: str
) -> None:
    with refused(name):
        rows(make_mail()).update(**fields)


def test_people_are_told_in_plain_words() -> None:
    mail = make_mail()
    mail.state, mail.sent_at = State.SENT, timezone.now()
    with pytest.raises(ValidationError, match="keeps neither address nor text"):
        mail.full_clean()


def test_nobody_writes_a_mail_that_was_never_sent() -> None:
    forged = make_mail()
    forged.pk, forged.message_id = None, "<forged@example.com>"
    forged.state, forged.sent_at, forged.letter = State.SENT, timezone.now(), ""
    with refused("A mail begins as waiting"):
        forged.save(force_insert=True)


@SQLITE_ONLY
@pytest.mark.parametrize(
    ("key", "message_id"), [("id", "'<other@example.com>'"), ("999999", "message_id")]
)
def test_insert_or_replace_replaces_nothing(key: str, message_id: str) -> None:
    mail = make_over("sent")
    with refused("A mail is never replaced."):
        execute(
            "INSERT OR REPLACE INTO outbox_mail (id, purpose, reference, message_id, "
            "letter, state, created_at, due_at, attempts, next_attempt_at, last_error) "
            f"SELECT {key}, purpose, reference, {message_id}, "
            "'x', 'waiting', created_at, due_at, 0, next_attempt_at, '' "
            "FROM outbox_mail"
        )
    assert rows(mail).get() == mail


@POSTGRESQL_ONLY
def test_truncate_removes_nothing() -> None:
    with refused(NEVER_DELETED):
        execute("TRUNCATE outbox_mail CASCADE")


def test_a_sender_asks_an_index_for_what_is_due() -> None:
    due = Mail.objects.due().order_by("next_attempt_at", "pk")[:1]
    if connection.vendor == "postgresql":
        execute("SET LOCAL enable_seqscan = off")
    assert "mail_queue" in due.explain()
