"""What the rows of the tables hold, by a sample: addresses where nobody expects any."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator

from django.contrib.sessions.models import Session
from django.db import connection

from centene_site.address_audit.findings import Finding
from centene_site.address_audit.tables import Table, Tables, judged

# Rows of each table: so many of the oldest, and so many of the newest.
SAMPLE = 500
WORDS = re.compile(r"[\s,;\"'\[\]{}()<>|=/\\]+")
LONGEST_VALUE = 200_000


def audit_contents(tables: Tables) -> Iterator[Finding]:
    """Columns in whose values there are addresses of machines elsewhere."""
    rows = 0
    for table in tables.values():
        holding: set[str] = set()
        for row in _sample(table.name, readable(table)):
            rows += 1
            holding |= {column for column, text in row.items() if has_address(text)}
        for column in sorted(holding):
            yield judged(f"{table.name}.{column} holds an address", table, tables)
    yield Finding(f"{rows} samples of rows read; columns of bytes are not.")


def readable(table: Table) -> list[str]:
    """Columns of text and numbers. Others hold encrypted files, megabytes in a row."""
    return [name for name, kind in table.columns.items() if "BinaryField" not in kind]


def has_address(text: str) -> bool:
    """Whether a word of the text is an address. One's own machine is nobody's."""
    return any(map(_is_address, WORDS.split(text[:LONGEST_VALUE])))


def _is_address(word: str) -> bool:
    word = word.strip(".!?")
    if word.count(":") == 1:
        word = word.partition(":")[0]
    if not 3 <= len(word) <= 45:
        return False
    try:
        address = ipaddress.ip_address(word.partition("%")[0])
    except ValueError:
        return False
    return not (address.is_loopback or address.is_unspecified)


def _sample(table: str, columns: list[str]) -> Iterator[dict[str, str]]:
    quoted = connection.ops.quote_name
    names = ", ".join(map(quoted, columns))
    first = quoted(columns[0])
    with connection.cursor() as cursor:
        for order in ("", " DESC"):
            cursor.execute(
                f"SELECT {names} FROM {quoted(table)} ORDER BY {first}{order} "
                f"LIMIT {SAMPLE}"
            )
            for row in cursor:
                yield {c: str(v) for c, v in zip(columns, row, strict=True)}


def audit_sessions() -> Iterator[Finding]:
    """What sessions of staff hold, decoded."""
    sessions = Session.objects.order_by("-expire_date")[:SAMPLE]
    holding = [each for each in sessions if has_address(str(each.get_decoded()))]
    if holding:
        yield Finding(f"{len(holding)} sessions of staff hold an address.", True)
    else:
        yield Finding(f"{len(sessions)} sessions of staff decoded: no address.")
