"""Which failures are the database's, so that trying again later makes sense."""

from __future__ import annotations

import sqlite3

from django.db import InterfaceError, OperationalError


def is_the_databases(error: BaseException | None) -> bool:
    """Whether the database failed, and not the program that asked it."""
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    # What SQLite says of wrong SQL is an OperationalError as well.
    code = getattr(error.__cause__, "sqlite_errorcode", None)
    return code != sqlite3.SQLITE_ERROR


def leaves_open(error: BaseException | None) -> bool:
    """Whether nobody knows if what was asked for was carried out.

    The database was told to commit, and its answer did not come: see
    ``centene_site/postgresql/bounded.py``.
    """
    cause = error.__cause__ if error else None
    return getattr(cause, "outcome_is_unknown", False)
