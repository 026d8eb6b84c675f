"""The database as a file: by SQLite itself, or by PostgreSQL's own programs."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from django.db import connection

PROGRAMS = {"dump": "pg_dump", "restore": "pg_restore"}


class DumpFailed(Exception):
    """The text is a sentence for the operator."""


def dump(file: Path) -> None:
    """Write the database as it is at one moment, while others may write to it.

    Raises DumpFailed.
    """
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        try:
            with closing(sqlite3.connect(file)) as target:
                connection.connection.backup(target)
        except sqlite3.Error as error:
            raise DumpFailed(f"SQLite cannot copy the database: {error}.") from None
    else:
        _run("dump", "--format=custom", "--no-owner", "--no-acl", f"--file={file}")


def restore(file: Path) -> None:
    """Fill the empty database with what was dumped. Raises DumpFailed."""
    if connection.vendor == "sqlite":
        _put_in_place(file)
    else:
        _run("restore", "--single-transaction", "--no-owner", "--no-acl", str(file))


def _put_in_place(file: Path) -> None:
    name = Path(connection.settings_dict["NAME"])
    connection.close()
    name.parent.mkdir(parents=True, exist_ok=True)
    for suffix in ("-wal", "-shm"):
        Path(f"{name}{suffix}").unlink(missing_ok=True)
    shutil.move(file, name)
    name.chmod(0o600)


def _run(purpose: str, *arguments: str) -> None:
    """Run PostgreSQL's program on the database that Django uses."""
    program = shutil.which(PROGRAMS[purpose])
    if program is None:
        raise DumpFailed(
            f"{PROGRAMS[purpose]} is not on the PATH: install PostgreSQL's client "
            "programs, of the server's version or a newer one."
        )
    known = connection.settings_dict
    psql, settings = connection.client.settings_to_cmd_args_env(known, [])
    *options, database = psql[1:]
    done = subprocess.run(
        [program, *options, f"--dbname={database}", *arguments],
        env={**os.environ, **(settings or {})},
        capture_output=True,
        text=True,
    )
    if done.returncode:
        said = " ".join(done.stderr.split()) or "it says nothing more"
        raise DumpFailed(f"{PROGRAMS[purpose]} failed: {said}.")
