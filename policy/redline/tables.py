"""Matched tables: rows first, then the cells of matched rows by column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from policy.redline.align import align
from policy.redline.budget import Budget
from policy.redline.changes import Change, Kind, Unit
from policy.redline.items import Item, Step
from policy.redline.marked import MarkedCell, MarkedRow, Op, Piece, Record, State
from policy.redline.pieces import Where, compare_runs
from policy.redline.sequences import common_pairs
from policy.redline.tree import Block, Row


def compare_tables(
    old: Block, new: Block, where: Where, record: Record, budget: Budget
) -> list[MarkedRow]:
    """The rows of the marked table."""
    return _Tables(old.rows, new.rows, where, record, budget).rows()


class _Tables:
    def __init__(
        self,
        old: tuple[Row, ...],
        new: tuple[Row, ...],
        where: Where,
        record: Record,
        budget: Budget,
    ) -> None:
        self.old = old
        self.new = new
        self.where = where
        self.record = record
        self.budget = budget
        self.columns = _match_columns(old, new, budget)
        self.names = _names(self.columns, old, new)
        self.group: tuple[State, int] | None = None
        self.told_columns: dict[int, int | None] = {}

    def rows(self) -> list[MarkedRow]:
        """All rows in reading order, removed before added."""
        return [self._row(step) for step in self._steps()]

    def _steps(self) -> list[Step]:
        """Head rows belong together, however different they are."""
        heads = int(
            bool(self.old and self.new) and self.old[0].is_head and self.new[0].is_head
        )
        kept = [pair for pair in self.columns if None not in pair]
        old = [_item(row, [i for i, _ in kept]) for row in self.old[heads:]]
        new = [_item(row, [j for _, j in kept]) for row in self.new[heads:]]
        steps = [Step((0,), (0,))] if heads else []
        for step in align(old, new, self.budget):
            places = [tuple(place + heads for place in side) for side in step]
            steps.append(Step(*places))
        return steps

    def _row(self, step: Step) -> MarkedRow:
        if not step.old:
            return self._lone_row(State.INSERTED, self.new[step.new[0]])
        if not step.new:
            return self._lone_row(State.DELETED, self.old[step.old[0]])
        self.group = None
        return self._matched_row(self.old[step.old[0]], self.new[step.new[0]])

    def _lone_row(self, state: State, row: Row) -> MarkedRow:
        """An added or removed row; neighbors count as one change."""
        index = None
        if self.group and self.group[0] is state:
            known = self.group[1]
            change = self.record.changes[known]
            self.record.changes[known] = replace(change, count=change.count + 1)
        else:
            text = " · ".join(cell.text for cell in row.cells if cell.text)
            index = self._add(state, text, Unit.ROW)
            self.group = state, index
        cells = [MarkedCell(state, cell, []) for cell in row.cells]
        return MarkedRow(state, row.is_head, cells, index)

    def _add(self, state: State, text: str, unit: Unit) -> int:
        if state is State.DELETED:
            kind, old, new = Kind.DELETED, text, ""
        else:
            kind, old, new = Kind.INSERTED, "", text
        sections = self.where.old_section, self.where.new_section
        return self.record.add(Change(kind, *sections, old, new, unit=unit))

    def _matched_row(self, old: Row, new: Row) -> MarkedRow:
        name = "" if new.is_head else next((c.text for c in new.cells), "")
        cells = []
        # A table may be ragged: no more columns than these two rows can fill.
        most = len(old.cells) + len(new.cells)
        for column, (i, j) in enumerate(self.columns[:most]):
            was = old.cells[i] if i is not None and i < len(old.cells) else None
            now = new.cells[j] if j is not None and j < len(new.cells) else None
            if was is not None and now is not None:
                head = self.names[column]
                where = replace(
                    self.where, row=name, column=head or str(column + 1), unit=Unit.CELL
                )
                pieces = compare_runs(
                    was.runs, now.runs, where, self.record, self.budget
                )
                cells.append(MarkedCell(State.KEPT, now, pieces))
            elif now is not None:
                index = self._column(State.INSERTED, column)
                cells.append(MarkedCell(State.INSERTED, now, [], index))
            elif was is not None:
                index = self._column(State.DELETED, column)
                cells.append(MarkedCell(State.DELETED, was, [], index))
        return MarkedRow(State.KEPT, new.is_head, cells)

    def _column(self, state: State, column: int) -> int | None:
        """An added or removed column is told once, at its first cell."""
        if column in self.told_columns:
            return None
        index = self._add(state, self.names[column], Unit.COLUMN)
        self.told_columns[column] = index
        return index


def unmatched_rows(block: Block, state: State) -> list[MarkedRow]:
    """A table that only one text has, or that was moved."""
    return [
        MarkedRow(
            state, row.is_head, [MarkedCell(state, cell, []) for cell in row.cells]
        )
        for row in block.rows
    ]


def kept_rows(block: Block) -> list[MarkedRow]:
    """A table that did not change."""
    return [
        MarkedRow(
            State.KEPT,
            row.is_head,
            [
                MarkedCell(State.KEPT, cell, [Piece(Op.SAME, cell.runs)])
                for cell in row.cells
            ],
        )
        for row in block.rows
    ]


def _item(row: Row, places: Sequence[int | None]) -> Item:
    texts = tuple(
        row.cells[place].text
        for place in places[: len(row.cells)]
        if place is not None and place < len(row.cells)
    )
    kind = "head" if row.is_head else "body"
    return Item((kind, texts), " ".join(texts), kind)


def _match_columns(
    old: tuple[Row, ...], new: tuple[Row, ...], budget: Budget
) -> list[tuple[int | None, int | None]]:
    """Columns by the words in their heads, else by their order."""
    old_count = max((len(row.cells) for row in old), default=0)
    new_count = max((len(row.cells) for row in new), default=0)
    if old_count == new_count:
        return [(column, column) for column in range(new_count)]
    old_heads = [cell.text for cell in old[0].cells] if old else []
    new_heads = [cell.text for cell in new[0].cells] if new else []
    columns: list[tuple[int | None, int | None]] = []
    i = j = 0
    pairs = common_pairs(old_heads, new_heads, budget)
    for end_i, end_j in [*pairs, (old_count, new_count)]:
        # As many on both sides: renamed heads.
        while i < end_i and j < end_j:
            columns.append((i, j))
            i, j = i + 1, j + 1
        columns.extend((place, None) for place in range(i, end_i))
        columns.extend((None, place) for place in range(j, end_j))
        if end_i < old_count or end_j < new_count:
            columns.append((end_i, end_j))
        i, j = end_i + 1, end_j + 1
    return columns


def _names(
    columns: list[tuple[int | None, int | None]],
    old: tuple[Row, ...],
    new: tuple[Row, ...],
) -> list[str]:
    """What each column is called: in the new head, else in the old one."""
    names = []
    for i, j in columns:
        head, place = (new, j) if j is not None else (old, i)
        cells = head[0].cells if head else ()
        is_named = place is not None and place < len(cells)
        names.append(cells[place].text if is_named and place is not None else "")
    return names
