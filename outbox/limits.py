"""How often something may happen: counted in the database, for all replicas at once.

A window begins with the first take and ends after a fixed time; then a new one begins.
So at most twice the number can pass within any such time, and within a window exactly
the number, however many ask at once: one statement both asks and counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.utils import timezone

from outbox import cipher
from outbox.models import LimitWindow

# Both databases lock the row first and then look at what it holds.
TAKE = """
INSERT INTO {table} (key, ends_at, count) VALUES (%s, %s, 1)
ON CONFLICT (key) DO UPDATE SET
    count = CASE WHEN {table}.ends_at <= %s THEN 1 ELSE {table}.count + 1 END,
    ends_at = CASE
        WHEN {table}.ends_at <= %s THEN excluded.ends_at ELSE {table}.ends_at
    END
WHERE {table}.ends_at <= %s OR {table}.count < %s
RETURNING count
"""


@dataclass(frozen=True)
class Limit:
    """At most so many of something in each window; the name tells limits apart."""

    name: str
    most: int
    window: timedelta

    def take(self, subject: str = "", at: datetime | None = None) -> bool:
        """Count one more for the subject; False, and not counted, when it is too many.

        The subject may be personal, such as an address: only a keyed hash is stored.
        Inside a transaction the next taker waits for its end, and a rollback gives
        back what was taken.
        """
        at = at or timezone.now()
        now = connection.ops.adapt_datetimefield_value(at)
        ends_at = connection.ops.adapt_datetimefield_value(at + self.window)
        key = cipher.keyed_hash(f"limit\n{self.name}\n{subject}")
        statement = TAKE.format(table=LimitWindow._meta.db_table)
        with connection.cursor() as cursor:
            cursor.execute(statement, [key, ends_at, now, now, now, self.most])
            return cursor.fetchone() is not None


def forget_what_ended(at: datetime | None = None) -> int:
    """Delete the windows that have ended; returns how many."""
    ended = LimitWindow.objects.filter(ends_at__lte=at or timezone.now())
    return ended.delete()[0]
