"""Counting in memory what happens often, added up in the database later.

A worker writes what it counted every few seconds and when it ends: who kills it loses
one interval of figures. So every figure is "at least so many".
"""

from __future__ import annotations

from collections import Counter
from threading import Lock
from typing import Any

from django.db import connection, models, transaction

from pages import background

FLUSH_SECONDS = 10.0

Key = tuple[Any, ...]


class Counted:
    """The counts of one table: ``key`` are its columns beside ``count``.

    The key is unique in the table, so that one row holds one figure.
    """

    def __init__(
        self, name: str, model: type[models.Model], key: tuple[str, ...]
    ) -> None:
        self._model = model
        self._columns = key
        self._lock = Lock()
        self._counted: Counter[Key] = Counter()
        background.add_chore(name, FLUSH_SECONDS, self.flush, at_exit=True)

    def add(self, *key: Any) -> None:
        """Count one more under the key."""
        with self._lock:
            self._counted[key] += 1

    def forget(self) -> None:
        """Drop what is not written yet."""
        with self._lock:
            self._counted.clear()

    def flush(self) -> None:
        """Add what was counted to the table; nothing is lost when that fails.

        Raises django.db.Error.
        """
        with self._lock:
            counted = dict(self._counted)
            self._counted.clear()
        if not counted:
            return
        try:
            self.write(counted)
        except BaseException:
            with self._lock:
                self._counted.update(counted)
            raise

    def write(self, counted: dict[Key, int]) -> None:
        """One statement adds to a row or begins it, on both databases."""
        table = connection.ops.quote_name(self._model._meta.db_table)
        key = ", ".join(self._columns)
        places = ", ".join(["%s"] * (len(self._columns) + 1))
        # In one order for all workers: two that write at once do not deadlock.
        rows = [(*each, number) for each, number in sorted(counted.items())]
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO {table} ({key}, count) VALUES ({places}) "
                f"ON CONFLICT ({key}) DO UPDATE "
                f"SET count = {table}.count + excluded.count",
                rows,
            )
