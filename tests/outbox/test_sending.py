"""From the outbox to a real mail server, and what becomes of the rows."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from pytest_django import Settings

from outbox import cipher
from outbox.models import LEASE, Mail, State
from outbox.sender import Counts, send_due
from tests.outbox.mails import make_mail, make_mails
from tests.outbox.mailserver import TAKEN, Mailbox, MailServer

pytestmark = pytest.mark.django_db

HTML = "<p>On January 1 the Privacy Policy changes.</p>"
UNSUBSCRIBE = {
    "List-Unsubscribe": "<https://privacy.example.com/subscribe/end/abc/>",
    "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
}


def the_mail() -> Mail:
    return Mail.objects.get()


def stored(mail: Mail) -> str:
    """Every column of the row, as the database holds them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM outbox_mail WHERE id = %s", [mail.pk])
        return repr(cursor.fetchone())


def test_a_mail_arrives_once_as_text_and_html(mailbox: Mailbox) -> None:
    mail = make_mail(
        recipient="jane@example.com",
        subject="Änderung der Privacy Policy",
        html=HTML,
        headers=UNSUBSCRIBE,
    )
    assert send_due() == Counts(sent=1)
    assert send_due() == Counts()
    (arrived,) = mailbox.mails
    assert arrived["Message-ID"] == mail.message_id
    assert arrived["Envelope-To"] == arrived["To"] == "jane@example.com"
    assert arrived["From"] == "Privacy office <privacy@example.com>"
    assert arrived["Subject"] == "Änderung der Privacy Policy"
    assert arrived["Auto-Submitted"] == "auto-generated"
    for name, value in UNSUBSCRIBE.items():
        assert arrived[name] == value
    text, html = arrived.iter_parts()
    assert text.get_content_type() == "text/plain"
    assert "On January 1" in text.get_content()
    assert html.get_content_type() == "text/html"
    assert HTML in html.get_content()


def test_a_mail_without_html_is_plain_text(mailbox: Mailbox) -> None:
    make_mail()
    send_due()
    assert mailbox.mails[0].get_content_type() == "text/plain"


def test_a_sent_mail_keeps_neither_address_nor_text(mailbox: Mailbox) -> None:
    mail = make_mail(recipient="jane@example.com", html=HTML, headers=UNSUBSCRIBE)
    at = timezone.now() + timedelta(seconds=1)
    send_due(at)
    sent = the_mail()
    assert (sent.state, sent.sent_at, sent.attempts) == (State.SENT, at, 1)
    assert (sent.letter, sent.failed_at, sent.last_error) == ("", None, "")
    assert (sent.purpose, sent.reference) == ("notice", "notice 1")
    assert (sent.message_id, sent.created_at) == (mail.message_id, mail.created_at)
    for word in ("jane", "January", "subscribe"):
        assert word not in stored(sent)


def test_what_is_not_due_waits(mailbox: Mailbox) -> None:
    tomorrow = timezone.now() + timedelta(days=1)
    make_mail(due_at=tomorrow)
    assert send_due() == Counts()
    assert send_due(tomorrow) == Counts(sent=1)


def test_a_batch_has_a_limit_and_takes_the_oldest_first(mailbox: Mailbox) -> None:
    ids = make_mails(5)
    assert send_due(limit=3) == Counts(sent=3)
    assert mailbox.ids == ids[:3]


def test_a_batch_uses_one_connection(mailbox: Mailbox) -> None:
    make_mails(3)
    send_due()
    assert len(mailbox.mails) == 3
    assert len(mailbox.clients) == 1


def test_a_batch_ends_when_its_watcher_says_so(mailbox: Mailbox) -> None:
    make_mails(5)
    assert send_due(watch=lambda counts: counts.sent < 2) == Counts(sent=2)
    assert Mail.objects.waiting().count() == 3


# --- What a server says no to ---


def test_a_refusal_is_recorded_without_the_address(mailbox: Mailbox) -> None:
    make_mail(recipient="jane@example.com")
    mailbox.at_recipient = lambda address: f"550 5.1.1 <{address}>: Jane who?"
    at = timezone.now() + timedelta(seconds=1)
    assert send_due(at) == Counts(refused=1)
    refused = the_mail()
    assert (refused.state, refused.failed_at) == (State.REFUSED, at)
    assert (refused.letter, refused.last_error) == ("", "550 5.1.1 (address)")
    assert "jane" not in stored(refused).lower()
    assert send_due(at + timedelta(days=9)) == Counts()


def test_a_refusal_stops_nobody_elses_mail(mailbox: Mailbox) -> None:
    make_mail(recipient="gone@example.com")
    make_mail(recipient="jane@example.com")
    mailbox.at_recipient = lambda address: (
        "550 5.1.1 No such user" if "gone" in address else TAKEN
    )
    assert send_due() == Counts(sent=1, refused=1)


def test_a_text_that_is_refused_is_recorded(mailbox: Mailbox) -> None:
    make_mail()
    mailbox.at_data = lambda taken: "554 5.6.0 Message rejected"
    assert send_due() == Counts(refused=1)
    assert the_mail().last_error == "554 5.6.0 (content)"


def test_what_cannot_be_taken_now_is_tried_again_later(mailbox: Mailbox) -> None:
    mail = make_mail()
    mailbox.at_recipient = lambda address: "451 4.7.1 Greylisted"
    at = timezone.now()
    assert send_due(at) == Counts(put_off=1)
    waiting = the_mail()
    assert waiting.state == State.WAITING
    assert waiting.next_attempt_at == at + timedelta(minutes=1)
    assert waiting.last_error == "451 4.7.1 (policy)"
    mailbox.at_recipient = lambda address: TAKEN
    assert send_due(at + timedelta(seconds=59)) == Counts()
    assert send_due(at + timedelta(seconds=60)) == Counts(sent=1)
    assert mailbox.ids == [mail.message_id]
    assert (the_mail().attempts, the_mail().last_error) == (2, "")


def test_after_three_days_of_trying_it_is_given_up(mailbox: Mailbox) -> None:
    make_mail()
    mailbox.at_recipient = lambda address: "452 4.2.2 Mailbox full"
    began = timezone.now()
    while send_due(the_mail().next_attempt_at).put_off:
        pass
    given_up = the_mail()
    assert given_up.state == State.GIVEN_UP
    assert given_up.failed_at is not None
    assert timedelta(days=3) <= given_up.failed_at - began < timedelta(days=3.5)
    assert given_up.last_error == "452 4.2.2 (mailbox)"
    assert given_up.open_letter().recipient
    assert Mail.objects.try_again(given_up.failed_at) == 1
    mailbox.at_recipient = lambda address: TAKEN
    assert send_due(given_up.failed_at) == Counts(sent=1)


def test_a_refusal_of_us_is_not_one_of_the_recipient(mailbox: Mailbox) -> None:
    make_mail()
    mailbox.at_recipient = lambda address: "554 5.7.1 Relay access denied"
    assert send_due() == Counts(put_off=1)


def test_a_sender_that_is_refused_ends_the_batch(mailbox: Mailbox) -> None:
    make_mails(3)
    mailbox.at_sender = lambda: "550 5.7.1 privacy@example.com may not send"
    counts = send_due()
    assert counts.trouble == "550 5.7.1 privacy@example.com may not send"
    assert counts.put_off == 1
    assert Mail.objects.waiting().filter(attempts=0).count() == 2


# --- What stops a mail or a server ---


def test_a_server_that_is_down_costs_no_mail_an_attempt(
    mail_server: MailServer,
) -> None:
    make_mails(3)
    before = list(Mail.objects.values())
    mail_server.stop()
    counts = send_due()
    assert counts == Counts(trouble=counts.trouble)
    assert counts.trouble == "Connection refused"
    assert list(Mail.objects.values()) == before


def test_a_server_that_goes_down_and_comes_back_loses_and_doubles_none(
    mail_server: MailServer, mailbox: Mailbox
) -> None:
    ids = make_mails(100)
    mailbox.at_recipient = lambda address: (
        TAKEN if len(mailbox.mails) < 40 else "421 4.3.2 Shutting down"
    )
    counts = send_due(limit=100)
    assert counts == Counts(sent=40, put_off=1, trouble="421 4.3.2 (mail system)")
    mail_server.stop()
    assert send_due(limit=100).tried == 0
    mailbox.at_recipient = lambda address: TAKEN
    mail_server.start()
    assert send_due(limit=100) == Counts(sent=59)
    assert send_due(timezone.now() + timedelta(minutes=1)) == Counts(sent=1)
    assert sorted(mailbox.ids) == sorted(ids)
    assert not Mail.objects.exclude(state=State.SENT).exists()


def test_a_mail_is_nobody_elses_until_its_lease_ends(mailbox: Mailbox) -> None:
    make_mail()
    at = timezone.now()
    claimed = Mail.objects.claim(at)
    assert claimed is not None
    assert Mail.objects.claim(at + LEASE - timedelta(seconds=1)) is None
    assert send_due(at + LEASE) == Counts(sent=1)
    claimed.record_failure(at, "451")
    claimed.record_refused(at, "550")
    assert (the_mail().state, the_mail().attempts) == (State.SENT, 2)


def test_a_mail_whose_key_is_lost_waits_for_it(
    mailbox: Mailbox, settings: Settings
) -> None:
    make_mail()
    make_mail()
    keys = settings.MAIL_KEYS
    settings.MAIL_KEYS = ["another key " * 5]
    at = timezone.now()
    assert send_due(at) == Counts(put_off=2)
    assert "a key that is not set" in Mail.objects.all()[0].last_error
    settings.MAIL_KEYS = ["another key " * 5, *keys]
    assert send_due(at + timedelta(minutes=1)) == Counts(sent=2)


def test_a_mail_that_cannot_be_made_does_not_stop_the_others(
    mailbox: Mailbox,
) -> None:
    broken, _whole = make_mail(), make_mail()
    letter = cipher.encrypt('{"recipient": "jane@example.com"}')
    Mail.objects.filter(pk=broken.pk).update(letter=letter)
    assert send_due() == Counts(sent=1, put_off=1)
    assert "TypeError" in Mail.objects.get(pk=broken.pk).last_error
