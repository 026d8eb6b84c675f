"""From aligned blocks to the marked text and its changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from policy.redline.budget import Budget
from policy.redline.changes import Change, Kind, Place, Unit
from policy.redline.forms import Forms, unit_of
from policy.redline.items import Step
from policy.redline.marked import Entry, Op, Piece, Record, State
from policy.redline.pieces import Where, compare_blocks
from policy.redline.tables import compare_tables, kept_rows, unmatched_rows
from policy.redline.tree import Block, BlockKind, split_number


@dataclass(frozen=True, slots=True)
class Aligned:
    """Two texts, which of their blocks belong together, and which moved where."""

    old: tuple[Block, ...]
    new: tuple[Block, ...]
    steps: list[Step]
    moves: dict[int, int]


def places(blocks: Sequence[Block]) -> list[Place]:
    """The section that each block stands in."""
    result = []
    place = Place(is_whole=not any(block.starts_section for block in blocks))
    for block in blocks:
        if block.starts_section:
            place = Place(*split_number(block.text), block.anchor)
        result.append(place)
    return result


def mark(aligned: Aligned, budget: Budget) -> tuple[list[Entry], list[Change]]:
    """The marked text in reading order, and its changes in that order."""
    marker = _Marker(aligned, budget)
    return marker.entries(), marker.record.changes


@dataclass(slots=True)
class _Group:
    """Neighbors that one change spans."""

    state: State
    place: Place
    change: int
    last_old: int = -1
    last_new: int = -1


class _Marker:
    def __init__(self, aligned: Aligned, budget: Budget) -> None:
        self.aligned = aligned
        self.old = aligned.old
        self.new = aligned.new
        self.came_from = {new: old for old, new in aligned.moves.items()}
        self.old_places = places(aligned.old)
        self.new_places = places(aligned.new)
        self.budget = budget
        self.record = Record()
        self.forms = Forms(self.record)
        self.group: _Group | None = None
        self.moved: dict[int, tuple[int, bool]] = {}

    def entries(self) -> list[Entry]:
        """One entry per step."""
        entries = []
        away: list[tuple[Entry, int]] = []
        for step in self.aligned.steps:
            if step.old and step.new:
                self.group = None
                entries.append(self._kept(step))
            elif step.new:
                place = step.new[0]
                is_moved = place in self.came_from
                entries.append(
                    self._moved_here(place) if is_moved else self._inserted(place)
                )
            elif step.old[0] in self.aligned.moves:
                self.group = None
                block = self.old[step.old[0]]
                entry = self._whole(State.MOVED_AWAY, block)
                away.append((entry, self.aligned.moves[step.old[0]]))
                entries.append(entry)
            else:
                entries.append(self._deleted(step.old[0]))
        for entry, target in away:
            entry.moved, is_first = self.moved[target]
            entry.change = entry.moved if is_first else None
        return entries

    def _kept(self, step: Step) -> Entry:
        old = [self.old[i] for i in step.old]
        new = [self.new[j] for j in step.new]
        where = Where(
            self.old_places[step.old[0]],
            self.new_places[step.new[0]],
            unit_of(new[0]),
        )
        entry = Entry(State.KEPT, tuple(new), [])
        entry.notes = self.forms.compare(old[0], new[0], where)
        entry.was_section = _lost_section(old[0], new[0])
        if new[0].kind is BlockKind.TABLE:
            if old[0].rows == new[0].rows:
                entry.rows = kept_rows(new[0])
            else:
                entry.rows = compare_tables(
                    old[0], new[0], where, self.record, self.budget
                )
        elif len(old) == len(new) == 1 and old[0].runs == new[0].runs:
            entry.pieces = [Piece(Op.SAME, new[0].runs)]
        else:
            entry.pieces = compare_blocks(old, new, where, self.record, self.budget)
        return entry

    def _inserted(self, index: int) -> Entry:
        block, place = self.new[index], self.new_places[index]
        entry = self._whole(State.INSERTED, block)
        if self._grows(State.INSERTED, place, block):
            return entry
        change = Change(Kind.INSERTED, None, place, new=block.text, unit=unit_of(block))
        entry.change = self._begin(State.INSERTED, place, change)
        return entry

    def _deleted(self, index: int) -> Entry:
        block, place = self.old[index], self.old_places[index]
        entry = self._whole(State.DELETED, block)
        if self._grows(State.DELETED, place, block):
            return entry
        change = Change(Kind.DELETED, place, None, old=block.text, unit=unit_of(block))
        entry.change = self._begin(State.DELETED, place, change)
        return entry

    def _moved_here(self, index: int) -> Entry:
        source = self.came_from[index]
        block, was = self.new[index], self.old[source]
        group = self.group
        follows = (
            group is not None
            and group.state is State.MOVED_HERE
            and (group.last_old, group.last_new) == (source - 1, index - 1)
        )
        entry = self._whole(State.MOVED_HERE, block)
        if group is not None and follows:
            self._grow(group, block)
        else:
            change = Change(
                Kind.MOVED,
                self.old_places[source],
                self.new_places[index],
                old=was.text,
                new=block.text,
                unit=unit_of(block),
                after=self._section_before(index),
            )
            place = self.new_places[index]
            entry.change = self._begin(State.MOVED_HERE, place, change)
            group = self.group
        if group is not None:
            group.last_old, group.last_new = source, index
            entry.moved = group.change
            self.moved[index] = group.change, entry.change is not None
        where = Where(self.old_places[source], self.new_places[index], unit_of(block))
        entry.notes = self.forms.compare(was, block, where)
        entry.was_section = _lost_section(was, block)
        if was.runs != block.runs:
            entry.pieces = compare_blocks(
                [was], [block], where, self.record, self.budget
            )
        return entry

    def _section_before(self, index: int) -> Place | None:
        """The section that a heading of the new text now stands behind."""
        if not self.new[index].starts_section:
            return None
        return self.new_places[index - 1] if index else Place()

    def _whole(self, state: State, block: Block) -> Entry:
        entry = Entry(state, (block,), [])
        if block.kind is BlockKind.TABLE:
            entry.rows = unmatched_rows(block, state)
        elif state is State.INSERTED or state is State.MOVED_HERE:
            entry.pieces = [Piece(Op.INSERTED, block.runs)]
        else:
            entry.pieces = [Piece(Op.DELETED, block.runs)]
        return entry

    def _begin(self, state: State, place: Place, change: Change) -> int:
        index = self.record.add(change)
        self.group = _Group(state, place, index)
        return index

    def _grows(self, state: State, place: Place, block: Block) -> bool:
        """Whether the block goes on with what the block before it began."""
        group = self.group
        if group is None or (group.state, group.place) != (state, place):
            return False
        self._grow(group, block)
        return True

    def _grow(self, group: _Group, block: Block) -> None:
        change = self.record.changes[group.change]
        unit = change.unit
        if unit is Unit.HEADING:
            unit = Unit.SECTION
        elif unit is not Unit.SECTION and unit is not unit_of(block):
            unit = Unit.PARAGRAPH
        self.record.changes[group.change] = replace(
            change, count=change.count + 1, unit=unit
        )


def _lost_section(old: Block, new: Block) -> str:
    return old.anchor if old.starts_section and not new.starts_section else ""
