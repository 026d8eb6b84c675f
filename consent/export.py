"""Consent records to take away: CSV, or JSON with one record per line.

Both have the same columns: moments are UTC in ISO 8601, ``policy_version`` is the
number of the privacy policy's version that was in force (empty where none was).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from consent.choices import CATEGORIES
from consent.models import ConsentRecord
from pages.csv_lines import csv_lines
from policy.sealing import iso

# Some 300 kB at a time, whatever the size of the table.
CHUNK = 1_000

# Column: where it comes from
COLUMNS = {
    "receipt_code": "receipt_code",
    "chosen_at": "chosen_at",
    "action": "action",
    "source": "source",
    "signal": "signal",
    "withdraws": "withdraws",
    **{f"requested_{name}": f"requested_{name}" for name in CATEGORIES},
    **{f"effective_{name}": f"effective_{name}" for name in CATEGORIES},
    "catalogue_version": "catalogue_version_id",
    "policy_version": "policy_version__number",
    "keep_until": "keep_until",
}

Row = tuple[Any, ...]


def as_csv(records: QuerySet[ConsentRecord]) -> Iterator[str]:
    """A line of column names, then a line for each record; yes and no are 1 and 0."""
    yield csv_lines([tuple(COLUMNS)])
    yield from _in_chunks(records, lambda rows: csv_lines(map(_csv_row, rows)))


def as_json_lines(records: QuerySet[ConsentRecord]) -> Iterator[str]:
    """A JSON object for each record, each on a line of its own."""
    yield from _in_chunks(records, lambda rows: "".join(map(_json_line, rows)))


def _in_chunks(
    records: QuerySet[ConsentRecord], write: Callable[[Iterable[Row]], str]
) -> Iterator[str]:
    """What ``write`` makes of all records, in the order in which they were kept.

    Each chunk is a query of its own: a slow reader holds neither memory nor a cursor.
    """
    ordered = records.order_by("pk")
    last = 0
    while rows := list(
        ordered.filter(pk__gt=last).values_list("pk", *COLUMNS.values())[:CHUNK]
    ):
        last = rows[-1][0]
        yield write(row[1:] for row in rows)


def _csv_row(row: Row) -> list[object]:
    return [int(v) if isinstance(v, bool) else _plain(v) for v in row]


def _json_line(row: Row) -> str:
    record = dict(zip(COLUMNS, map(_plain, row), strict=True))
    return json.dumps(record, ensure_ascii=False) + "\n"


def _plain(value: Any) -> Any:
    return iso(value) if isinstance(value, datetime) else value
