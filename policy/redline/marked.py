"""The marked text before it is written: blocks with their pieces."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from policy.redline.changes import Change
from policy.redline.tree import Block, Cell, Run


class State(StrEnum):
    """Where a block, row or cell of the marked text comes from."""

    KEPT = "kept"
    INSERTED = "inserted"
    DELETED = "deleted"
    MOVED_HERE = "moved-here"
    MOVED_AWAY = "moved-away"

    @property
    def is_old(self) -> bool:
        """Whether only the old text has it."""
        return self in (State.DELETED, State.MOVED_AWAY)


class Op(StrEnum):
    """What a piece of a block is."""

    SAME = "same"
    INSERTED = "inserted"
    DELETED = "deleted"
    NOTE = "note"


class Piece(NamedTuple):
    """Words, or the place of a note. ``change`` is the index of the change that has
    its place here."""

    op: Op
    runs: tuple[Run, ...] = ()
    change: int | None = None


@dataclass(slots=True)
class MarkedCell:
    """A cell; a kept one has pieces."""

    state: State
    cell: Cell
    pieces: list[Piece]
    change: int | None = None


@dataclass(slots=True)
class MarkedRow:
    """A row of cells; ``change`` has its place in the first of them."""

    state: State
    is_head: bool
    cells: list[MarkedCell]
    change: int | None = None


@dataclass(slots=True)
class Entry:
    """A block of the marked text; several where one paragraph was split.

    ``change`` is the index of the change that has its place here; ``moved`` that of the
    change that a moved block belongs to. ``notes`` are changes of form. ``was_section``
    is the anchor of the section that the block was the heading of, and no longer is.
    """

    state: State
    blocks: tuple[Block, ...]
    pieces: list[Piece]
    change: int | None = None
    moved: int | None = None
    notes: list[int] = field(default_factory=list)
    rows: list[MarkedRow] = field(default_factory=list)
    was_section: str = ""

    @property
    def is_quiet(self) -> bool:
        """Whether nothing changed here."""
        return (
            self.state is State.KEPT
            and not self.notes
            and all(p.op is Op.SAME for p in self.pieces)
            and all(_is_quiet_row(row) for row in self.rows)
        )

    def own_changes(self) -> list[int]:
        """The indexes of all changes that have their place in this block."""
        pieces = [*self.pieces]
        found = [*self.notes]
        if self.change is not None and self.state is not State.MOVED_AWAY:
            found.append(self.change)
        for row in self.rows:
            found.extend([] if row.change is None else [row.change])
            for cell in row.cells:
                found.extend([] if cell.change is None else [cell.change])
                pieces.extend(cell.pieces)
        found.extend([piece.change for piece in pieces if piece.change is not None])
        return found


def _is_quiet_row(row: MarkedRow) -> bool:
    return row.state is State.KEPT and all(
        cell.state is State.KEPT and all(p.op is Op.SAME for p in cell.pieces)
        for cell in row.cells
    )


class Record:
    """The changes so far; their indexes are their order in the marked text."""

    def __init__(self) -> None:
        self.changes: list[Change] = []

    def add(self, change: Change) -> int:
        """Note a change; return its index."""
        self.changes.append(change)
        return len(self.changes) - 1
