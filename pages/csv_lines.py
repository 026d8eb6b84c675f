"""CSV that a spreadsheet shows and never runs."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

# A cell that begins so is taken for a formula.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def safe_cell(value: object) -> str:
    """The value as text; an apostrophe keeps a spreadsheet from calculating it."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA_SIGNS) else text


def csv_lines(rows: Iterable[Sequence[object]]) -> str:
    """The rows as CSV (RFC 4180), each line ended."""
    file = io.StringIO(newline="")
    csv.writer(file).writerows([safe_cell(value) for value in row] for row in rows)
    return file.getvalue()
