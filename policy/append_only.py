"""Triggers that keep rows as they were written, on SQLite and PostgreSQL.

A trigger here is one refusal: *when this condition holds, stop with this sentence*.
Rooms declare theirs in their own ``triggers.py`` and call ``protect`` when the app is
ready. Decision 11: a table rebuild on SQLite drops triggers without a word, so they
are put back after every ``migrate`` and a system check fails while one is missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.signals import post_migrate, pre_migrate

# What conditions say in words of their own where the two databases differ: moments of
# the database's own clock, as text that compares with stored moments (the clocks of two
# machines may differ by a minute); ``{json}(column, '{root}key')`` is one value of a
# JSON column.
WORDS = {
    "sqlite": {
        "now": "strftime('%Y-%m-%d %H:%M:%f', 'now')",
        "a_minute_ago": "strftime('%Y-%m-%d %H:%M:%f', 'now', '-1 minute')",
        "in_a_minute": "strftime('%Y-%m-%d %H:%M:%f', 'now', '+1 minute')",
        "two_years_ago": "strftime('%Y-%m-%d %H:%M:%f', 'now', '-24 months')",
        "json": "json_extract",
        "root": "$.",
    },
    "postgresql": {
        "now": "clock_timestamp()",
        "a_minute_ago": "(clock_timestamp() - interval '1 minute')",
        "in_a_minute": "(clock_timestamp() + interval '1 minute')",
        "two_years_ago": "(clock_timestamp() - interval '24 months')",
        "json": "jsonb_extract_path_text",
        "root": "",
    },
}

# Bits of pg_trigger.tgtype: pg_trigger.h, TRIGGER_TYPE_*.
POSTGRESQL_EACH_ROW = 1
POSTGRESQL_BEFORE = 2
POSTGRESQL_EVENTS = {"INSERT": 4, "DELETE": 8, "UPDATE": 16, "TRUNCATE": 32}


@dataclass(frozen=True)
class Trigger:
    """One refusal by the database.

    ``event`` is INSERT, UPDATE, DELETE or TRUNCATE (PostgreSQL only); ``condition`` is
    SQL over NEW and OLD that both databases read, once their ``WORDS`` are in it.
    """

    name: str
    table: str
    event: str
    condition: str
    message: str

    def statements(self, vendor: str) -> list[str]:
        """The SQL that creates or replaces this trigger."""
        if vendor == "sqlite":
            return [f"DROP TRIGGER IF EXISTS {self.name}", self.sqlite_sql()]
        each = "STATEMENT" if self.event == "TRUNCATE" else "ROW"
        return [
            f"CREATE OR REPLACE FUNCTION {self.name}() RETURNS trigger "
            f"LANGUAGE plpgsql AS $body${self.postgresql_body()}$body$",
            f"CREATE OR REPLACE TRIGGER {self.name} BEFORE {self.event} "
            f"ON {self.table} FOR EACH {each} EXECUTE FUNCTION {self.name}()",
        ]

    def definition(self, vendor: str) -> tuple[object, ...]:
        """What the database's catalog says of this trigger while it stands."""
        if vendor == "sqlite":
            return self.name, self.sqlite_sql()
        kind = POSTGRESQL_BEFORE | POSTGRESQL_EVENTS[self.event]
        if self.event != "TRUNCATE":
            kind |= POSTGRESQL_EACH_ROW
        return self.name, self.table, kind, self.postgresql_body()

    def sqlite_sql(self) -> str:
        """The CREATE statement as SQLite keeps it in its catalog."""
        return (
            f"CREATE TRIGGER {self.name} BEFORE {self.event} ON {self.table} "
            f"FOR EACH ROW BEGIN SELECT RAISE(ABORT, {quoted(self.message)}) "
            f"WHERE {self.condition.format(**WORDS['sqlite'])}; END"
        )

    def postgresql_body(self) -> str:
        """The function's body as PostgreSQL keeps it in its catalog."""
        result = "OLD" if self.event == "DELETE" else "NEW"
        return (
            f" BEGIN IF {self.condition.format(**WORDS['postgresql'])} THEN "
            f"RAISE EXCEPTION USING MESSAGE = {quoted(self.message)}, "
            "ERRCODE = 'integrity_constraint_violation'; END IF; "
            f"RETURN {result}; END "
        )


def quoted(text: str) -> str:
    """An SQL string literal."""
    return "'" + text.replace("'", "''") + "'"


def never(table: str, event: str, message: str) -> Trigger:
    """A trigger that refuses the event always."""
    return Trigger(f"{table}_no_{event.lower()}", table, event, "true", message)


def append_only(table: str, what: str, changing: str = "true") -> list[Trigger]:
    """Rows can be added, never changed, deleted or replaced.

    ``changing`` is when an update is a change: always, where nothing may be redacted.
    """
    return [
        Trigger(
            f"{table}_no_update", table, "UPDATE", changing, f"{what} is never changed."
        ),
        never(table, "DELETE", f"{what} is never deleted."),
        never(table, "TRUNCATE", f"{what} is never deleted."),
        # INSERT OR REPLACE deletes the old row without its DELETE trigger.
        Trigger(
            f"{table}_no_replace",
            table,
            "INSERT",
            f"EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id)",
            f"{what} is never replaced.",
        ),
    ]


def install(connection: BaseDatabaseWrapper, triggers: Iterable[Trigger]) -> None:
    """Create every trigger whose table exists; replace those that differ."""
    with connection.cursor() as cursor:
        for trigger in missing(connection, triggers):
            for statement in trigger.statements(connection.vendor):
                cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper, triggers: Iterable[Trigger]) -> None:
    """Take SQLite's triggers away while migrations rebuild its tables."""
    with connection.cursor() as cursor:
        for trigger in triggers:
            cursor.execute(f"DROP TRIGGER IF EXISTS {trigger.name}")


def missing(
    connection: BaseDatabaseWrapper, triggers: Iterable[Trigger]
) -> list[Trigger]:
    """Triggers that are absent, switched off or altered, where their table exists."""
    read = standing_sqlite if connection.vendor == "sqlite" else standing_postgresql
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        standing = read(cursor)
    return [
        trigger
        for trigger in triggers
        if trigger.table in tables
        and not (trigger.event == "TRUNCATE" and connection.vendor == "sqlite")
        and trigger.definition(connection.vendor) not in standing
    ]


def standing_sqlite(cursor: Any) -> set[tuple[object, ...]]:
    """The definitions of all triggers."""
    cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    return set(cursor.fetchall())


def standing_postgresql(cursor: Any) -> set[tuple[object, ...]]:
    """The definitions of the triggers that are switched on and fire for every row."""
    cursor.execute(
        "SELECT t.tgname, c.relname, t.tgtype, p.prosrc FROM pg_trigger t "
        "JOIN pg_proc p ON p.oid = t.tgfoid "
        "JOIN pg_class c ON c.oid = t.tgrelid "
        "WHERE NOT t.tgisinternal AND t.tgenabled IN ('O', 'A') "
        "AND t.tgqual IS NULL AND t.tgattr::text = '' "
        "AND c.relnamespace = current_schema()::regnamespace"
    )
    return set(cursor.fetchall())


_protected: list[Trigger] = []


def put_back(connection: BaseDatabaseWrapper) -> list[Trigger]:
    """Create what is missing of all rooms' triggers; return what was missing."""
    absent = missing(connection, _protected)
    install(connection, absent)
    return absent


def protect(app: AppConfig, triggers: Sequence[Trigger]) -> None:
    """Keep a room's triggers standing through migrations, and check that they do."""
    _protected.extend(triggers)

    def before(using: str, plan: list[object], **kwargs: Any) -> None:
        if plan and connections[using].vendor == "sqlite":
            remove(connections[using], triggers)

    def after(using: str, **kwargs: Any) -> None:
        install(connections[using], triggers)

    pre_migrate.connect(before, sender=app, weak=False)
    post_migrate.connect(after, sender=app, weak=False)
    register(partial(check, triggers), Tags.database)


def check(
    triggers: Sequence[Trigger],
    app_configs: Sequence[AppConfig] | None,
    databases: Sequence[str] | None = None,
    **kwargs: Any,
) -> list[CheckMessage]:
    """A system check error for every trigger that does not stand."""
    return [
        Error(
            f"The trigger {trigger.name} is missing, switched off or altered in the "
            f"database “{alias}”: {trigger.table} is not protected.",
            hint="Run `manage.py migrate --skip-checks`, and find out who removed it.",
            id="policy.E001",
        )
        for alias in databases or []
        for trigger in missing(connections[alias], triggers)
    ]
