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
    ``centene_site/postgresql/bounded.py``. What Django then does in vain may raise
    again, so whatever came before counts as well.
    """
    while error is not None:
        if getattr(error, "outcome_is_unknown", False):
            return True
        error = error.__cause__ or error.__context__
    return False
