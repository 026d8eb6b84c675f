"""Counting what happens to the question, in memory, added up in the database.

A worker writes what it counted every few seconds and when it ends: who kills it loses
one interval of figures, never a consent record.
"""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date
from threading import Lock

from django.db import connection, transaction
from django.utils import timezone

from consent.choices import CATEGORIES, Choice
from consent.models import Action, Kind, Tally
from pages import background

FLUSH_SECONDS = 10.0

Key = tuple[date, int, str]

_lock = Lock()
_counted: Counter[Key] = Counter()


def count(kind: Kind, catalogue_version: int) -> None:
    """Count one of a kind today (UTC)."""
    today = timezone.now().astimezone(UTC).date()
    with _lock:
        _counted[today, catalogue_version, kind.value] += 1


def kind_of(action: Action, choice: Choice, *, withdraws: bool) -> Kind:
    """What a choice counts as."""
    if withdraws:
        return Kind.WITHDRAWN
    if action is Action.ACCEPT or choice.accepted == frozenset(CATEGORIES):
        return Kind.ACCEPTED
    if action is Action.REJECT or not choice.accepted:
        return Kind.REJECTED
    return Kind.MIXED


def flush() -> None:
    """Add what was counted to the tallies; nothing is lost when that fails.

    Raises django.db.Error.
    """
    with _lock:
        counted = dict(_counted)
        _counted.clear()
    if not counted:
        return
    try:
        _add(counted)
    except BaseException:
        with _lock:
            _counted.update(counted)
        raise


def _add(counted: dict[Key, int]) -> None:
    """One statement adds or begins a tally, on both databases."""
    table = connection.ops.quote_name(Tally._meta.db_table)
    rows = [(*key, number) for key, number in sorted(counted.items())]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {table} (day, catalogue_version, kind, count) "
            "VALUES (%s, %s, %s, %s) "
            "ON CONFLICT (day, catalogue_version, kind) DO UPDATE "
            f"SET count = {table}.count + excluded.count",
            rows,
        )


background.add_chore("add up tallies", FLUSH_SECONDS, flush, at_exit=True)
