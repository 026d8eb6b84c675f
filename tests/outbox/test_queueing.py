"""A mail is written in the transaction that makes it necessary, or refused."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.transaction import TransactionManagementError
from django.utils import timezone
from pytest_django import Settings

from outbox.letters import InvalidMail, Letter
from outbox.models import Mail
from outbox.queueing import queue
from tests.outbox.mails import make_mail

LETTER: dict[str, Any] = {
    "recipient": "jane@example.com",
    "subject": "The Privacy Policy changes",
    "text": "It changes on January 1.",
}


class Regret(Exception):
    """Something else in the transaction failed."""


@pytest.mark.usefixtures("own_database")
def test_a_transaction_that_fails_leaves_no_mail() -> None:
    with pytest.raises(Regret), transaction.atomic():
        queue("notice", "notice 1", **LETTER)
        raise Regret
    assert not Mail.objects.exists()
    with transaction.atomic():
        queue("notice", "notice 1", **LETTER)
    assert Mail.objects.count() == 1


@pytest.mark.usefixtures("own_database")
def test_outside_a_transaction_it_is_refused() -> None:
    with pytest.raises(TransactionManagementError, match="in the transaction"):
        queue("notice", "notice 1", **LETTER)
    assert not Mail.objects.exists()


@pytest.mark.django_db
def test_it_waits_with_all_that_it_says() -> None:
    headers = {"List-Unsubscribe": "<https://privacy.example.com/s/1/>"}
    mail = queue("notice", "notice 1", **LETTER, html="<p>Yes</p>", headers=headers)
    stored = Mail.objects.get(pk=mail.pk)
    assert stored.open_letter() == Letter(**LETTER, html="<p>Yes</p>", headers=headers)
    assert stored.is_waiting
    assert (stored.attempts, stored.sent_at, stored.failed_at) == (0, None, None)
    assert stored.created_at == stored.due_at == stored.next_attempt_at
    assert str(stored) == "notice notice 1"


@pytest.mark.django_db
def test_no_column_holds_what_it_says_in_the_clear() -> None:
    make_mail(recipient="jane@example.com", subject="Private", text="Between us")
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM outbox_mail")
        row = repr(cursor.fetchone()).lower()
    for word in ("jane", "example.com", "private", "between"):
        assert word not in row


@pytest.mark.django_db
def test_each_mail_has_a_message_id_of_this_site(settings: Settings) -> None:
    settings.SITE_URL = "https://privacy.example.org:8443"
    first, second = make_mail().message_id, make_mail().message_id
    assert first != second
    assert first.startswith("<") and first.endswith("@privacy.example.org>")
    settings.SITE_URL = "http://[::1]:8000"
    assert make_mail().message_id.endswith("@[IPv6:::1]>")


@pytest.mark.django_db
def test_it_may_wait_for_a_moment_but_is_never_due_before_it_was_queued() -> None:
    later = timezone.now() + timedelta(days=30)
    assert make_mail(due_at=later).next_attempt_at == later
    mail = make_mail(due_at=later - timedelta(days=60))
    assert mail.due_at == mail.created_at


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"recipient": "jane@example.com\nBcc: all@example.com"}, "address contains"),
        ({"recipient": "jane@example.com\r"}, "The recipient's address contains"),
        ({"recipient": "jane@example.com, joe@example.com"}, "not an e-mail address"),
        ({"recipient": "Jane <jane@example.com>"}, "is not an e-mail address"),
        ({"recipient": "jane"}, "is not an e-mail address"),
        ({"recipient": ""}, "The recipient's address is empty."),
        ({"recipient": f"{'j' * 250}@example.com"}, "is not an e-mail address"),
        ({"recipient": "jane\udc80@example.com"}, "another control character"),
        ({"subject": "Hello\nBcc: all@example.com"}, "The subject contains a line"),
        ({"subject": "Hello\r\n\r\nBody"}, "The subject contains a line break"),
        ({"subject": "Hello\0"}, "The subject contains a line break or another"),
        ({"subject": "Hello\u2028there"}, "The subject contains a line break"),
        ({"subject": " "}, "The subject is empty."),
        ({"subject": "ä" * 451}, "The subject is longer than 900 bytes."),
        ({"text": "\n"}, "The mail has no text."),
        ({"text": "Hello\0"}, "The mail's text contains control characters."),
        ({"html": "<p>\x1b</p>"}, "The mail's HTML contains control characters."),
        ({"html": "\ud800"}, "The mail's HTML contains control characters."),
        ({"headers": {"X-A\nBcc": "all@example.com"}}, "A header's name consists of"),
        ({"headers": {"X-A:": "1"}}, "A header's name consists of"),
        ({"headers": {"X-A": "1\r\nBcc: all@example.com"}}, "The header X-A contains"),
        ({"headers": {"Bcc": "all@example.com"}}, "The header Bcc is written by"),
        ({"headers": {"message-id": "<1@x>"}}, "message-id is written by the sender"),
        ({"headers": {"Content-Type": "text/html"}}, "Content-Type is written by"),
        ({"purpose": "New\nNotice"}, "A purpose consists of up to 50 small letters"),
        ({"purpose": "x" * 51}, "A purpose consists of"),
        ({"reference": "notice\n1"}, "The reference contains a line break"),
        ({"reference": ""}, "The reference is empty."),
        ({"reference": "x" * 201}, "The reference is longer than 200 characters."),
    ],
)
def test_what_no_mail_may_contain_is_refused(
    fields: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(InvalidMail) as refusal:
        make_mail(**LETTER | fields)
    assert sentence in str(refusal.value)
    assert "example.com" not in str(refusal.value)
    assert not Mail.objects.exists()
