"""How often something may happen: exact, however many ask at once."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, connections, transaction
from django.utils import timezone

from outbox.limits import Limit, forget_what_ended
from outbox.models import LimitWindow

MINUTE = timedelta(minutes=1)
JANE = "jane@example.com"
LIMIT = Limit("test", 3, MINUTE)
THREADS = 10


@pytest.mark.django_db
def test_it_allows_the_number_and_no_more() -> None:
    assert [LIMIT.take(JANE) for _ in range(5)] == [True, True, True, False, False]


@pytest.mark.django_db
def test_a_new_window_begins_when_the_old_one_has_ended() -> None:
    at = timezone.now()
    for _ in range(4):
        LIMIT.take(JANE, at)
    assert not LIMIT.take(JANE, at + MINUTE - timedelta(microseconds=1))
    later = at + MINUTE
    assert [LIMIT.take(JANE, later) for _ in range(4)] == [True, True, True, False]
    assert not LIMIT.take(JANE, later + MINUTE - timedelta(microseconds=1))


@pytest.mark.django_db
def test_each_subject_and_each_limit_has_its_own() -> None:
    once = Limit("once", 1, MINUTE)
    assert once.take(JANE)
    assert not once.take(JANE)
    assert once.take("joe@example.com")
    assert Limit("other", 1, MINUTE).take(JANE)
    assert once.take()


@pytest.mark.django_db
def test_a_row_names_nobody() -> None:
    LIMIT.take(JANE)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM outbox_limitwindow")
        row = repr(cursor.fetchone()).lower()
    for word in ("jane", "example", "test"):
        assert word not in row


@pytest.mark.django_db
def test_what_a_failed_transaction_took_is_given_back() -> None:
    once = Limit("once", 1, MINUTE)
    with pytest.raises(ValueError), transaction.atomic():
        assert once.take(JANE)
        raise ValueError
    assert once.take(JANE)


@pytest.mark.django_db
def test_windows_that_ended_are_forgotten() -> None:
    at = timezone.now()
    LIMIT.take(JANE, at)
    Limit("day", 3, timedelta(days=1)).take(JANE, at)
    assert forget_what_ended(at + MINUTE) == 1
    assert LimitWindow.objects.get().count == 1
    assert forget_what_ended(at + MINUTE) == 0


@pytest.mark.usefixtures("own_database")
def test_of_a_hundred_at_once_exactly_the_number_pass() -> None:
    limit = Limit("parallel", 7, timedelta(days=1))
    start = threading.Barrier(THREADS)

    def take_ten(number: int) -> int:
        try:
            start.wait(timeout=10)
            return sum(limit.take(JANE) for _ in range(100 // THREADS))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(THREADS) as pool:
        passed = sum(pool.map(take_ten, range(THREADS)))
    assert passed == 7
    assert LimitWindow.objects.get().count == 7
