"""After a redaction no byte of the words is left in the files of the database."""

from __future__ import annotations

from pathlib import Path

from django.db import connection

from tests.attacks import POSTGRESQL_ONLY, SQLITE_ONLY, execute
from tests.policy.test_redact_version import MARK, covered, data_dir, planted, run

__all__ = ["data_dir"]


def bytes_of_sqlite() -> bytes:
    path = str(connection.settings_dict["NAME"])
    files = [Path(path + suffix) for suffix in ("", "-wal", "-journal")]
    return b"".join(file.read_bytes() for file in files if file.exists())


@SQLITE_ONLY
def test_no_byte_of_it_is_left_in_sqlite(own_database: str) -> None:
    # Some builds have it on: here the redline that went before leaves its page.
    execute("PRAGMA secure_delete = OFF")
    version = planted()
    assert MARK.encode() in bytes_of_sqlite()
    covered(version)
    assert f"{MARK} head".encode() in bytes_of_sqlite()
    run("terms", "2", yes=True)
    assert MARK.encode() not in bytes_of_sqlite()
    assert MARK.lower().encode() not in bytes_of_sqlite()
    assert version.digest.encode() in bytes_of_sqlite()


def bytes_of_postgresql() -> bytes:
    """All tables, indexes and TOAST tables of the database."""
    execute("CHECKPOINT")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_read_binary_file(path, 0, 100000000, true) FROM "
            "(SELECT pg_relation_filepath(oid) AS path FROM pg_class "
            "WHERE relkind IN ('r', 't', 'i', 'm')) files WHERE path IS NOT NULL"
        )
        return b"".join(bytes(row[0]) for row in cursor.fetchall() if row[0])


@POSTGRESQL_ONLY
def test_no_byte_of_it_is_left_in_postgresql(own_database: str) -> None:
    version = planted()
    execute("ANALYZE")
    assert MARK.encode() in bytes_of_postgresql()
    covered(version)
    run("terms", "2", yes=True)
    assert MARK.encode() not in bytes_of_postgresql()
    assert MARK.lower().encode() not in bytes_of_postgresql()
    assert version.digest.encode() in bytes_of_postgresql()
