"""`manage.py work --once`: all that is due, and a word on what was done."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from pytest_django import Settings

from outbox import chores
from outbox.models import KEPT_AFTER_GIVING_UP, Mail, State
from outbox.sender import SMTP
from tests.outbox.mails import make_mail, make_mails
from tests.outbox.mailserver import Mailbox, MailServer

pytestmark = pytest.mark.django_db


def once() -> str:
    out = StringIO()
    call_command("work", once=True, stdout=out)
    return out.getvalue()


def test_once_sends_all_that_is_due_and_says_what_it_did(mailbox: Mailbox) -> None:
    make_mails(60)
    make_mail(recipient="gone@example.com")
    make_mail(due_at=timezone.now() + timedelta(days=1))
    mailbox.at_recipient = lambda address: (
        "550 5.1.1 No such user" if "gone" in address else "250 OK"
    )
    said = once()
    assert "Mails: 60 sent, 1 refused, 0 put off, 0 given up; 1 wait." in said
    assert len(mailbox.mails) == 60


def test_once_with_nothing_to_do_says_that_too(mailbox: Mailbox) -> None:
    assert "Mails: 0 sent, 0 refused, 0 put off, 0 given up; 0 wait." in once()


def test_once_fails_where_the_mail_server_is_down(mail_server: MailServer) -> None:
    make_mail()
    mail_server.stop()
    with pytest.raises(CommandError, match=r"the mail server \(Connection refused\)"):
        once()
    assert Mail.objects.waiting().count() == 1


def test_once_without_a_mail_server_leaves_mails_waiting(settings: Settings) -> None:
    settings.EMAIL_BACKEND = SMTP
    make_mail()
    assert "No mail server is configured: mails wait until EMAIL_HOST" in once()
    assert Mail.objects.waiting().count() == 1


def test_once_does_every_chore(own_chores: list[str]) -> None:
    chores.add("one", timedelta(days=1), lambda: own_chores.append("one"))
    chores.add("two", timedelta(days=1), lambda: own_chores.append("two"))
    assert "Chores: 2 done." in once()
    assert "Chores: 2 done." in once()
    assert own_chores == ["one", "two", "one", "two"]


def test_once_fails_with_a_chore_and_does_the_others(own_chores: list[str]) -> None:
    chores.add("broken", timedelta(days=1), lambda: 1 / 0)
    chores.add("whole", timedelta(days=1), lambda: own_chores.append("whole"))
    with pytest.raises(CommandError, match="Failed: the chore “broken”."):
        once()
    assert own_chores == ["whole"]


# --- The outbox's own chore ---


def test_what_was_given_up_is_emptied_after_30_days() -> None:
    at = timezone.now()
    mail = make_mail()
    Mail.objects.update(state=State.GIVEN_UP, failed_at=at)
    before = at + KEPT_AFTER_GIVING_UP - timedelta(hours=1)
    assert Mail.objects.empty_given_up(before) == 0
    assert Mail.objects.empty_given_up(before + timedelta(hours=1)) == 1
    assert Mail.objects.get(pk=mail.pk).letter == ""
    assert Mail.objects.try_again() == 0
