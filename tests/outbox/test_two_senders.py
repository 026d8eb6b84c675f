"""Several senders at once, and a database that is held up; commits are real here."""

from __future__ import annotations

import sqlite3
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from django.utils import timezone

from outbox.models import Mail, State
from outbox.sender import Counts, send_due
from tests.attacks import SQLITE_ONLY
from tests.outbox.mails import make_mail, make_mails
from tests.outbox.mailserver import TAKEN, Mailbox
from tests.waiting import wait_until

SENDERS = 4


def send_at_once(limit: int) -> list[Counts]:
    """What each of the senders sent, all starting together."""
    start = threading.Barrier(SENDERS)

    def send(number: int) -> Counts:
        try:
            start.wait(timeout=10)
            return send_due(limit=limit)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(SENDERS) as pool:
        return list(pool.map(send, range(SENDERS)))


@pytest.mark.usefixtures("own_database")
def test_no_mail_is_sent_twice(mailbox: Mailbox) -> None:
    ids = make_mails(100)
    counts = send_at_once(limit=100)
    assert sum(count.sent for count in counts) == 100
    assert sorted(mailbox.ids) == sorted(ids)
    assert Counter(Mail.objects.values_list("attempts", "state")) == {
        (1, State.SENT): 100
    }


@pytest.mark.usefixtures("own_database")
def test_one_mail_is_claimed_once() -> None:
    make_mail()
    start = threading.Barrier(SENDERS)
    at = timezone.now()

    def claim(number: int) -> Mail | None:
        try:
            start.wait(timeout=10)
            return Mail.objects.claim(at)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(SENDERS) as pool:
        claimed = list(pool.map(claim, range(SENDERS)))
    assert sum(mail is not None for mail in claimed) == 1


@SQLITE_ONLY
def test_a_database_that_is_held_up_makes_no_mail_go_twice(
    own_database: str, mailbox: Mailbox, caplog: pytest.LogCaptureFixture
) -> None:
    make_mail()
    other = sqlite3.connect(own_database, check_same_thread=False)

    def hold_up(arrived: int) -> str:
        other.execute("BEGIN IMMEDIATE")
        return TAKEN

    def let_go() -> None:
        wait_until(lambda: "cannot be recorded" in caplog.text, "recording failed")
        other.close()

    mailbox.at_data = hold_up
    with ThreadPoolExecutor(1) as pool:
        letting_go = pool.submit(let_go)
        assert send_due() == Counts(sent=1)
        letting_go.result()
    assert Mail.objects.get().state == State.SENT
    assert len(mailbox.mails) == 1
