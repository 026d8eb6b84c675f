"""Counting in memory what happens often, added up in the database later.

A worker writes what it counted every few seconds and when it ends: who kills it loses
one interval of figures. So every figure is "at least so many".
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Mapping
from threading import Lock
from typing import Any

from django.db import connection, models, transaction

from pages import background

logger = logging.getLogger(__name__)

FLUSH_SECONDS = 10.0
# Different keys that wait while the database does not answer.
MOST_WAITING = 5000

Key = tuple[Any, ...]
Reading = Callable[[Mapping[Key, int]], Mapping[Key, int]]


class Counted:
    """The counts of one table: ``key`` are its columns beside ``count``.

    The key is unique in the table, so that one row holds one figure. ``read`` turns
    what was counted into keys of the table when it is written: what takes long is done
    there, and not where it is counted.
    """

    def __init__(
        self,
        name: str,
        model: type[models.Model],
        key: tuple[str, ...],
        *,
        read: Reading | None = None,
    ) -> None:
        self._name = name
        self._model = model
        self._columns = key
        self._read = read
        self._lock = Lock()
        self._counted: Counter[Key] = Counter()
        self._dropped = 0
        background.add_chore(name, FLUSH_SECONDS, self.flush, at_exit=True)

    def add(self, *key: Any) -> None:
        """Count one more under the key; drop it where too many different ones wait."""
        with self._lock:
            if key in self._counted or len(self._counted) < MOST_WAITING:
                self._counted[key] += 1
            else:
                self._dropped += 1

    @property
    def dropped(self) -> int:
        """How many were dropped since the last that was written."""
        return self._dropped

    def forget(self) -> None:
        """Drop what is not written yet."""
        with self._lock:
            self._counted.clear()
            self._dropped = 0

    def flush(self) -> None:
        """Add what was counted to the table; nothing is lost when that fails.

        Raises django.db.Error.
        """
        with self._lock:
            counted, dropped = dict(self._counted), self._dropped
            self._counted.clear()
            self._dropped = 0
        if not counted:
            return
        try:
            self.write(dict(self._read(counted)) if self._read else counted)
        except BaseException:
            with self._lock:
                self._counted.update(counted)
                self._dropped += dropped
            raise
        if dropped:
            logger.warning(
                "The chore “%s” dropped %d: more than %d different ones waited.",
                self._name,
                dropped,
                MOST_WAITING,
            )

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
