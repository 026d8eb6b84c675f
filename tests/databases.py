"""Copies of the migrated test database, for tests that commit.

Published rows refuse to be deleted, so such a test cannot flush what it committed: it
gets a database of its own, which is dropped afterwards.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from urllib.parse import quote

from django.db import connection, connections

_numbers = count(1)


@contextmanager
def copied_database() -> Iterator[str]:
    """Point Django at a fresh copy of its test database; yields the copy's name.

    Threads that the test starts connect to the copy as well; each has to close its
    connections before it ends.
    """
    template = connection.settings_dict["NAME"]
    name = f"{template}_copy_{next(_numbers)}"
    is_sqlite = connection.vendor == "sqlite"
    connections.close_all()
    (_copy_file if is_sqlite else _copy_on_server)(template, name)
    connection.settings_dict["NAME"] = name
    try:
        yield name
    finally:
        connections.close_all()
        connection.settings_dict["NAME"] = template
        (_remove_file if is_sqlite else _drop_on_server)(name)


@contextmanager
def new_database() -> Iterator[str]:
    """Point Django at a database with nothing in it; yields its name."""
    present = connection.settings_dict["NAME"]
    name = f"{present}_new_{next(_numbers)}"
    is_sqlite = connection.vendor == "sqlite"
    connections.close_all()
    if not is_sqlite:
        _on_server(f"CREATE DATABASE {connection.ops.quote_name(name)}")
    connection.settings_dict["NAME"] = name
    try:
        yield name
    finally:
        connections.close_all()
        connection.settings_dict["NAME"] = present
        (_remove_file if is_sqlite else _drop_on_server)(name)


def database_url() -> str:
    """The present database as DATABASE_URL names it, for processes of their own."""
    given = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{given['NAME']}"
    login = f"{quote(given['USER'])}:{quote(given['PASSWORD'])}"
    place = f"{given['HOST']}:{given['PORT'] or 5432}"
    return f"postgresql://{login}@{place}/{quote(given['NAME'])}"


def _copy_file(template: str, name: str) -> None:
    """The last connection has closed, so nothing is left in a write-ahead log."""
    shutil.copyfile(template, name)


def _remove_file(name: str) -> None:
    for suffix in ("", "-wal", "-shm"):
        Path(name + suffix).unlink(missing_ok=True)


def _copy_on_server(template: str, name: str) -> None:
    quoted = connection.ops.quote_name
    _on_server(f"CREATE DATABASE {quoted(name)} TEMPLATE {quoted(template)}")


def _drop_on_server(name: str) -> None:
    _on_server(f"DROP DATABASE {connection.ops.quote_name(name)} WITH (FORCE)")


def _on_server(statement: str) -> None:
    """Run it from a database that is neither the template nor the copy."""
    with connection._nodb_cursor() as cursor:
        cursor.execute(statement)
