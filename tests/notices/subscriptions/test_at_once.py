"""Unsubscribing while a publication queues its mails; commits are real here."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.auth.models import User
from django.db import connection, connections

from notices.models import Subscriber
from notices.subscriptions.keeping import erase, unsubscribe
from outbox.models import Mail
from policy import publishing
from policy.models import Policy, PolicyVersion
from policy.publishing import publish
from tests.attacks import POSTGRESQL_ONLY
from tests.factories import make_ready, make_staff
from tests.notices.subscriptions.people import make_subscriber
from tests.waiting import wait_until

# Who waits for a lock that this connection holds.
WAITING = (
    "SELECT count(*) FROM pg_locks "
    "WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
)


def somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(WAITING)
        return bool(cursor.fetchone()[0])


def leave_by_link(subscriber: Subscriber, policy: Policy) -> None:
    unsubscribe(subscriber, policy)


def leave_by_erasing(subscriber: Subscriber, policy: Policy) -> None:
    erase(subscriber)


@POSTGRESQL_ONLY
@pytest.mark.usefixtures("own_database")
@pytest.mark.parametrize("leave", [leave_by_link, leave_by_erasing])
def test_no_letter_survives_who_leaves_while_it_is_queued(
    terms: Policy,
    monkeypatch: pytest.MonkeyPatch,
    leave: Callable[[Subscriber, Policy], None],
) -> None:
    subscriber = make_subscriber(terms)
    draft, by = make_ready(terms), make_staff()
    queued, left = threading.Event(), threading.Event()

    def wait_for_the_other(version: PolicyVersion) -> None:
        queued.set()
        wait_until(lambda: left.is_set() or somebody_waits(), "the other acts")

    def publishing_thread(person: User) -> None:
        try:
            publish(draft, by=person)
        finally:
            connections.close_all()

    def leaving_thread() -> None:
        try:
            assert queued.wait(timeout=30)
            leave(subscriber, terms)
        finally:
            left.set()
            connections.close_all()

    steps = [*publishing._steps, wait_for_the_other]
    monkeypatch.setattr(publishing, "_steps", steps)
    with ThreadPoolExecutor(2) as pool:
        futures = [pool.submit(publishing_thread, by), pool.submit(leaving_thread)]
        for future in futures:
            future.result()
    assert not Subscriber.objects.exists()
    assert not Mail.objects.unsent().exists()
    assert Mail.objects.filter(reference="version terms 2").count() == 1
