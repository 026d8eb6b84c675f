"""Every table of the database, whether or not a model knows it: columns and keys."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection, models

from centene_site.address_audit.findings import Finding

_WHOSE = "client|peer|source|sender|visitor|user|host|network|last|current|login|remote"
ADDRESS_NAME = re.compile(
    rf"(^|_)(ip|ipv?[46]|ip_?addr(ess)?|inet|({_WHOSE})_?(ip|addr|address)|remote_host"
    r"|(x_)?forwarded(_for)?|xff|mac_address)(_|$)",
    re.IGNORECASE,
)
ADDRESS_TYPE = re.compile("inet|cidr|macaddr|IPAddress", re.IGNORECASE)
# Those that Django does not know, by number: pg_type.dat of PostgreSQL.
POSTGRESQL_TYPES = {650: "cidr", 774: "macaddr8", 829: "macaddr"}
# What names somebody, or stands for somebody where a name would.
PERSON_NAME = re.compile(
    r"(^|_)(name|names|username|e_?mail|mail|phone|telephone|recipient|person|subject"
    r"|user|session|visitor|cookie|receipt|secret|staff)(_|$)",
    re.IGNORECASE,
)


@dataclass
class Table:
    """Columns with their types, and the tables that its keys lead to."""

    name: str
    columns: dict[str, str] = field(default_factory=dict)
    refers_to: set[str] = field(default_factory=set)

    @property
    def address_columns(self) -> list[str]:
        """Columns that by name or type hold network addresses."""
        return [
            name
            for name, kind in self.columns.items()
            if ADDRESS_NAME.search(name) or ADDRESS_TYPE.search(kind)
        ]

    @property
    def names_a_person(self) -> bool:
        """Whether a row may say who somebody is."""
        accounts = apps.get_model(settings.AUTH_USER_MODEL)._meta.db_table
        return self.name == accounts or any(map(PERSON_NAME.search, self.columns))


Tables = Mapping[str, Table]


def read_tables() -> dict[str, Table]:
    """All tables as the database describes them, with the types that models know."""
    found: dict[str, Table] = {}
    reading = connection.introspection
    with connection.cursor() as cursor:
        for name in reading.table_names(cursor):
            table = found[name] = Table(name)
            for column in reading.get_table_description(cursor, name):
                table.columns[column.name] = _type(column)
            relations = reading.get_relations(cursor, name)
            table.refers_to = {target for _, target in relations.values()}
    for model in apps.get_models(include_auto_created=True):
        if model._meta.db_table in found:
            _add_what_models_know(found[model._meta.db_table], model)
    return found


def _type(column: Any) -> str:
    try:
        return str(connection.introspection.get_field_type(column.type_code, column))
    except KeyError:
        return POSTGRESQL_TYPES.get(column.type_code, "unknown")


def _add_what_models_know(table: Table, model: type[models.Model]) -> None:
    """A key without a constraint is one for who reads the table."""
    for each in model._meta.concrete_fields:
        if each.column in table.columns:
            table.columns[each.column] += f" {each.get_internal_type()}"
        if isinstance(each, models.ForeignKey):
            table.refers_to.add(each.related_model._meta.db_table)


def way_to_a_person(start: str, tables: Tables) -> list[str]:
    """The tables on the shortest way, over keys in either direction, to one that names
    somebody; [] where there is none."""
    joined: dict[str, set[str]] = {name: set() for name in tables}
    for name, table in tables.items():
        for target in table.refers_to & joined.keys():
            joined[name].add(target)
            joined[target].add(name)
    waiting = deque([[start]])
    seen = {start}
    while waiting:
        way = waiting.popleft()
        if tables[way[-1]].names_a_person:
            return way
        for name in sorted(joined[way[-1]] - seen):
            seen.add(name)
            waiting.append([*way, name])
    return []


def audit_columns(tables: Tables) -> Iterator[Finding]:
    """Columns made for addresses."""
    found = 0
    for table in tables.values():
        for column in table.address_columns:
            found += 1
            yield judged(f"{table.name}.{column} is made for addresses", table, tables)
    columns = sum(len(table.columns) for table in tables.values())
    yield Finding(
        f"{columns} columns of {len(tables)} tables read: "
        f"{found} are made for addresses by name or type."
    )


def judged(what: str, table: Table, tables: Tables) -> Finding:
    """A problem where a person is beside it, or can be joined to it."""
    way = way_to_a_person(table.name, tables)
    if not way:
        return Finding(f"{what}; nothing that names a person can be joined to it.")
    if len(way) == 1:
        return Finding(f"{what}, beside what names a person.", is_problem=True)
    return Finding(f"{what}, and is joined to a person: {' – '.join(way)}.", True)
