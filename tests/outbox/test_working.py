"""The worker's rounds, in this process."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from io import StringIO

import pytest
from django.db import OperationalError
from pytest_django import Settings

from outbox import chores
from outbox.models import Mail
from outbox.sender import SMTP
from outbox.stopping import Stop
from outbox.working import Worker, show_progress
from tests.outbox.mails import make_mail
from tests.outbox.mailserver import Mailbox, MailServer

# Between rounds the worker lets go of connections, transactions and all.
pytestmark = pytest.mark.usefixtures("own_database")


class Rounds(Stop):
    """Asks the worker to end after some rounds, and lets none wait."""

    def __init__(self, rounds: int, between: Callable[[], object] = int) -> None:
        self.left = rounds
        self.between = between

    def wait(self, seconds: float) -> None:
        self.left -= 1
        self.asked = self.left == 0
        self.between()


def test_without_a_mail_server_it_says_so_once(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.EMAIL_BACKEND = SMTP
    make_mail()
    Worker(Rounds(3)).work()
    assert caplog.text.count("No mail server is configured") == 1


def test_a_mail_that_is_queued_meanwhile_is_sent(mailbox: Mailbox) -> None:
    Worker(Rounds(2, between=make_mail)).work()
    assert len(mailbox.mails) == 1


def test_a_chore_waits_for_its_time(own_chores: list[str]) -> None:
    chores.add("often", timedelta(0), lambda: own_chores.append("often"))
    chores.add("daily", timedelta(days=1), lambda: own_chores.append("daily"))
    Worker(Rounds(3)).work()
    assert own_chores == ["often", "daily", "often", "often"]


def test_a_chore_that_fails_is_logged_once_and_tried_again(
    own_chores: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    def fail_twice() -> str:
        own_chores.append("tried")
        if len(own_chores) < 3:
            raise OperationalError("The database is away.")
        return "2 rows purged"

    chores.add("purge", timedelta(0), fail_twice)
    Worker(Rounds(3)).work()
    assert caplog.text.count("The chore “purge” fails; it is tried again.") == 1
    assert "The chore “purge” works again." in caplog.text
    assert "The chore “purge” is done: 2 rows purged." in caplog.text


def test_it_waits_longer_and_longer_for_a_server_that_is_down(
    mail_server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_mail()
    mail_server.stop()
    clock = [1000.0]
    monkeypatch.setattr("outbox.working.time.monotonic", lambda: clock[0])
    worker = Worker(Stop())
    pauses = []
    for _ in range(11):
        worker.send_when_server_is_up()
        pauses.append(worker.pause)
        clock[0] = worker.not_before
    assert pauses == [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]
    assert Mail.objects.get().attempts == 0
    clock[0] -= 1
    mail_server.start()
    worker.send_when_server_is_up()
    assert Mail.objects.waiting().exists()
    clock[0] += 1
    worker.send_when_server_is_up()
    assert not Mail.objects.waiting().exists()
    assert worker.pause == 0


def test_progress_is_shown_on_a_terminal_only(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shown = StringIO()
    monkeypatch.setattr("sys.stderr", shown)
    show_progress(3, 100)
    assert shown.getvalue() == ""
    monkeypatch.setattr(shown, "isatty", lambda: True)
    show_progress(3, 100)
    assert "Mail 3 of 100" in shown.getvalue()
