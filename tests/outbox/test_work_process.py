"""`manage.py work` as a process of its own, against a real mail server."""

from __future__ import annotations

import signal
import subprocess
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from outbox.models import LEASE, Mail, State
from outbox.sender import send_due
from tests.outbox.mails import make_mail, make_mails, working
from tests.outbox.mailserver import Mailbox, MailServer
from tests.waiting import wait_until

pytestmark = pytest.mark.usefixtures("own_database")

STARTED = "sends mails and does chores."
# What systemd, Docker and Kubernetes wait at least, after they asked it to end.
BEFORE_A_SUPERVISOR_KILLS = 10


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """What the worker says."""
    return tmp_path / "work.log"


def seconds_to_end(process: subprocess.Popen[bytes]) -> float:
    began = time.monotonic()
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=30) == 0
    return time.monotonic() - began


def all_sent() -> bool:
    return not Mail.objects.exclude(state=State.SENT).exists()


def test_after_kill_9_only_the_mail_in_hand_is_repeated(
    mail_server: MailServer, mailbox: Mailbox, log: Path
) -> None:
    ids = make_mails(20)
    mailbox.hangs = lambda arrived: arrived == 8
    with working(log, **mail_server.variables) as killed:
        wait_until(lambda: mailbox.is_hanging, "the eighth mail is in hand")
        killed.kill()
        killed.wait()
    assert Mail.objects.filter(state=State.SENT).count() == 7
    in_hand = Mail.objects.waiting().get(attempts=1)

    mailbox.hangs = lambda arrived: False
    with working(log, "--once", **mail_server.variables) as second:
        assert second.wait(timeout=30) == 0
    assert Mail.objects.waiting().get() == in_hand
    assert send_due(timezone.now() + LEASE).sent == 1

    assert set(mailbox.ids) == set(ids)
    assert mailbox.repeated == {in_hand.message_id: 2}
    assert all_sent()
    repeated = Mail.objects.get(attempts=2)
    assert repeated.message_id == in_hand.message_id


def test_mails_survive_a_server_that_is_down(
    mail_server: MailServer, mailbox: Mailbox, log: Path
) -> None:
    mail_server.stop()
    ids = make_mails(50)
    with working(log, **mail_server.variables) as worker:
        wait_until(lambda: "takes none" in log.read_text(), "it says so")
        ids += make_mails(50)
        mail_server.start()
        wait_until(all_sent, "100 mails are sent")
        seconds_to_end(worker)
    assert sorted(mailbox.ids) == sorted(ids)
    said = log.read_text()
    assert said.count("takes none; trying again: Connection refused") == 1
    assert "The mail server takes mails again." in said
    assert "example.com" not in said


def test_two_workers_send_each_mail_once(
    mail_server: MailServer, mailbox: Mailbox, log: Path
) -> None:
    variables = mail_server.variables
    with working(log, **variables) as one, working(log, **variables) as other:
        wait_until(lambda: log.read_text().count(STARTED) == 2, "both work")
        ids = make_mails(100)
        wait_until(all_sent, "100 mails are sent")
        seconds_to_end(one)
        seconds_to_end(other)
    assert sorted(mailbox.ids) == sorted(ids)


def test_it_ends_quickly_when_idle(mail_server: MailServer, log: Path) -> None:
    with working(log, **mail_server.variables) as worker:
        wait_until(lambda: STARTED in log.read_text(), "it works")
        assert seconds_to_end(worker) < BEFORE_A_SUPERVISOR_KILLS


def test_it_ends_quickly_though_the_mail_server_hangs(
    mail_server: MailServer, mailbox: Mailbox, log: Path
) -> None:
    make_mail()
    mailbox.hangs = lambda arrived: True
    with working(log, **mail_server.variables) as worker:
        wait_until(lambda: mailbox.is_hanging, "a mail is in hand")
        assert seconds_to_end(worker) < BEFORE_A_SUPERVISOR_KILLS
    assert "Stopped in the middle of something." in log.read_text()
    mail = Mail.objects.get()
    assert mail.next_attempt_at > timezone.now() + timedelta(minutes=5)
