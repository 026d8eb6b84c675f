"""The whole way, through a real mail server and `manage.py work`; commits are real."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from notices.models import Subscriber, Subscription
from outbox.models import LEASE, Mail, State
from outbox.sender import send_due
from policy.models import Policy
from policy.publishing import publish
from tests.factories import make_ready, make_staff
from tests.notices.subscriptions.people import SENT, link, make_subscriber, subscribe
from tests.outbox.mails import working
from tests.outbox.mailserver import Mailbox, MailServer
from tests.waiting import wait_until

pytestmark = pytest.mark.usefixtures("own_database")
NEW = "## 1. What we collect\n\nMuch more.\n"


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """What the worker says."""
    return tmp_path / "work.log"


def body(mail: EmailMessage, kind: str = "plain") -> str:
    part = mail.get_body((kind,))
    assert part is not None
    return str(part.get_content())


def arrived(mailbox: Mailbox, number: int) -> Callable[[], bool]:
    return lambda: len(mailbox.mails) == number


def test_from_the_form_to_the_last_click(
    terms: Policy, mail_server: MailServer, mailbox: Mailbox, log: Path
) -> None:
    client = Client()
    with working(log, **mail_server.variables):
        assert subscribe(client, kind="every")["Location"] == SENT
        wait_until(arrived(mailbox, 1), "the mail with the link is there")
        first = mailbox.mails[0]
        assert first["Envelope-To"] == "jane@example.com"
        confirming = link(body(first), "confirm/")
        assert confirming in body(first, "html")
        assert client.get(confirming).status_code == 200
        assert client.post(confirming).status_code == 303

        version = publish(make_ready(terms, source=NEW), by=make_staff())
        wait_until(arrived(mailbox, 2), "the mail about the version is there")
        wait_until(lambda: not Mail.objects.waiting().exists(), "it is recorded")
        second = mailbox.mails[1]
        assert second["Subject"] == "Terms & Conditions has changed"
        assert second["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert "/terms/compare/1...2/" in body(second)
        assert "/terms/compare/1...2/" in body(second, "html")

        # What a mail provider does when its reader presses "unsubscribe" (RFC 8058).
        one_click = str(second["List-Unsubscribe"]).strip(" <>")
        path = one_click.removeprefix("http://localhost:8000")
        done = Client(enforce_csrf_checks=True).post(
            path, "List-Unsubscribe=One-Click", "application/x-www-form-urlencoded"
        )
        assert done.status_code == 200
        assert not Subscriber.objects.exists()
        publish(make_ready(terms, source=NEW + "\nMore.\n"), by=make_staff())
    assert not Mail.objects.waiting().exists()
    about = Mail.objects.filter(purpose="version", state=State.SENT)
    assert about.get().reference == f"version terms {version.number}"
    assert not Mail.objects.exclude(recipient_hash="").exists()


def test_after_kill_9_none_is_lost_and_only_the_one_in_hand_is_repeated(
    terms: Policy, mail_server: MailServer, mailbox: Mailbox, log: Path
) -> None:
    for number in range(20):
        make_subscriber(terms, address=f"reader-{number}@example.com")
    publish(make_ready(terms, source=NEW), by=make_staff())
    mailbox.hangs = lambda arrived: arrived == 8
    with working(log, **mail_server.variables) as killed:
        wait_until(lambda: mailbox.is_hanging, "the eighth mail is in hand")
        killed.kill()
        killed.wait()
    mailbox.hangs = lambda arrived: False
    with working(log, "--once", **mail_server.variables) as second:
        assert second.wait(timeout=30) == 0
    assert send_due(timezone.now() + LEASE).sent == 1

    told = Counter(str(mail["Envelope-To"]) for mail in mailbox.mails)
    assert len(told) == 20
    assert sorted(told.values()) == [1] * 19 + [2]
    (repeated,) = mailbox.repeated.values()
    assert repeated == 2
    about = Mail.objects.filter(purpose="version", reference="version terms 2")
    assert about.filter(state=State.SENT).count() == 20


def test_a_hundred_confirmations_survive_a_server_that_is_down(
    terms: Policy, mail_server: MailServer, mailbox: Mailbox, log: Path
) -> None:
    client = Client()
    people = [f"reader-{number}@example.com" for number in range(100)]
    with working(log, **mail_server.variables):
        for address in people[:30]:
            subscribe(client, address=address)
        wait_until(arrived(mailbox, 30), "the first thirty are there")
        mail_server.stop()
        for address in people[30:70]:
            subscribe(client, address=address)
        wait_until(lambda: "takes none" in log.read_text(), "it says so")
        assert len(mailbox.mails) == 30
        for address in people[70:]:
            subscribe(client, address=address)
        mail_server.start()
        wait_until(
            lambda: not Mail.objects.exclude(state=State.SENT).exists(),
            "all hundred are sent",
        )
    assert sorted(str(mail["Envelope-To"]) for mail in mailbox.mails) == sorted(people)
    assert mailbox.repeated == {}
    for mail in mailbox.mails:
        assert client.post(link(body(mail), "confirm/")).status_code == 303
    assert Subscription.objects.confirmed().count() == 100
