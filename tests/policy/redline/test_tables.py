"""Tables: cells, rows, columns."""

from __future__ import annotations

from policy.redline import Kind, Unit
from tests.html import elements
from tests.policy.redline.taking import only, redline, told

TABLE = """| Name | Purpose |
|---|---|
| session | keeps you signed in |
| choice | remembers what you chose |
"""


def test_a_changed_cell_is_told_by_row_and_column() -> None:
    result = redline(TABLE, TABLE.replace("remembers", "stores"))
    assert only(result).kind is Kind.TABLE_CELL
    assert told(result) == [
        "The text: table row “choice”, column “Purpose”: “remembers” became “stores”"
    ]


def test_a_changed_link_in_a_cell_is_told_there_too() -> None:
    old = TABLE.replace("session", "[session](/a)")
    result = redline(old, old.replace("/a", "/b"))
    assert only(result).kind is Kind.LINK_TARGET
    assert "row “session”, column “Name”" in told(result)[0]


def test_added_and_removed_rows_are_told() -> None:
    more = f"{TABLE}| visit | counts visits |\n| more | counts more |\n"
    change = only(redline(TABLE, more))
    assert (change.kind, change.unit, change.count) == (Kind.INSERTED, Unit.ROW, 2)
    change = only(redline(more, TABLE))
    assert (change.kind, change.unit, change.count) == (Kind.DELETED, Unit.ROW, 2)


def test_an_added_column_leaves_the_others_alone() -> None:
    wide = """| Name | Kept for | Purpose |
|---|---|---|
| session | a day | keeps you signed in |
| choice | a year | remembers what you chose |
"""
    result = redline(TABLE, wide)
    change = only(result)
    assert (change.kind, change.unit, change.new) == (
        Kind.INSERTED,
        Unit.COLUMN,
        "Kept for",
    )
    assert len(elements(result.html, "ins")) == 3
    assert only(redline(wide, TABLE)).kind is Kind.DELETED


def test_a_renamed_column_is_a_changed_heading() -> None:
    result = redline(TABLE, TABLE.replace("Purpose", "Reason"))
    assert told(result) == [
        "The text: table heading “Reason”: “Purpose” became “Reason”"
    ]


def test_a_table_keeps_its_alignment_and_its_frame() -> None:
    html = redline(TABLE.replace("---|---", "---|:-:"), TABLE).html
    assert [e["class"] for e in elements(html, "div")] == ["table-scroll"]
