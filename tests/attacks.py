"""Ways past Django's models, for tests of what the database itself refuses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

SQLITE_ONLY = pytest.mark.skipif(
    connection.vendor != "sqlite", reason="This statement is SQLite's own."
)
POSTGRESQL_ONLY = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="This statement is PostgreSQL's own."
)


@contextmanager
def refused(sentence: str = "") -> Iterator[None]:
    """The database refuses what the block does, in this sentence; nothing is left."""
    with (
        pytest.raises(IntegrityError, match=re.escape(sentence) or None),
        transaction.atomic(),
    ):
        yield


def execute(statement: str, *values: Any) -> None:
    """Run raw SQL."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
