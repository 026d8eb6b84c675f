"""Stage two: the words of blocks that belong together, and the marks on them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from policy.redline.budget import Budget
from policy.redline.changes import Change, Kind, Place, Unit
from policy.redline.marked import Op, Piece, Record
from policy.redline.marks import Form, MarkChanges
from policy.redline.tree import Block, BlockKind, Mark, Run, split_number
from policy.redline.words import BREAK, Edit, compare_words, tokens

WORDS_BEFORE = 4
REACH_BEFORE = 200
_SPACES = f" \n\t{BREAK}"


@dataclass(frozen=True, slots=True)
class Where:
    """Where words stand, and in what; row and column in tables only."""

    old_section: Place
    new_section: Place
    unit: Unit = Unit.PARAGRAPH
    row: str = ""
    column: str = ""


class Wording:
    """One side of a comparison: a text and its runs, which can be cut by places."""

    def __init__(self, parts: Sequence[tuple[Run, ...]]) -> None:
        runs: list[Run] = []
        for part in parts:
            if runs or part is not parts[0]:
                runs.append(Run(BREAK))
            runs.extend(part)
        self.runs = tuple(runs)
        self.text = "".join([run.text for run in runs])
        self._starts: list[int] = []
        total = 0
        for run in runs:
            self._starts.append(total)
            total += len(run.text)

    def cut(self, start: int, end: int) -> tuple[Run, ...]:
        """The runs between two places."""
        if start == 0 and end == len(self.text):
            return self.runs
        result = []
        index = max(0, bisect_right(self._starts, start) - 1)
        while index < len(self.runs) and self._starts[index] < end:
            run, at = self.runs[index], self._starts[index]
            text = run.text[max(0, start - at) : end - at]
            if text:
                result.append(Run(text, run.marks))
            index += 1
        return tuple(result)


def compare_blocks(
    old: Sequence[Block],
    new: Sequence[Block],
    where: Where,
    record: Record,
    budget: Budget,
) -> list[Piece]:
    """The pieces of matched blocks; one side may be several paragraphs."""
    comparison = _Comparison(
        Wording([block.runs for block in old]),
        Wording([block.runs for block in new]),
        where,
        record,
        _heading_change(old[0], new[0]),
    )
    is_preformatted = new[0].kind is BlockKind.PREFORMATTED
    return comparison.pieces(budget, is_preformatted)


def compare_runs(
    old: tuple[Run, ...],
    new: tuple[Run, ...],
    where: Where,
    record: Record,
    budget: Budget,
) -> list[Piece]:
    """The pieces of a matched table cell."""
    comparison = _Comparison(Wording([old]), Wording([new]), where, record, None)
    return comparison.pieces(budget, False)


@dataclass(frozen=True, slots=True)
class _Told:
    """One change that tells all that became of the words of a heading."""

    kind: Kind
    old: str
    new: str


def _heading_change(old: Block, new: Block) -> _Told | None:
    """A heading is short: as a whole it says more than the words that changed."""
    if not old.kind is new.kind is BlockKind.HEADING:
        return None
    was, now = split_number(old.text), split_number(new.text)
    if was[0] != now[0] and was[1] == now[1]:
        return _Told(Kind.NUMBER, was[0], now[0])
    return _Told(Kind.WORDS, old.text, new.text) if old.text and new.text else None


class _Comparison:
    def __init__(
        self,
        old: Wording,
        new: Wording,
        where: Where,
        record: Record,
        as_one: _Told | None,
    ) -> None:
        self.old = old
        self.new = new
        self.where = where
        self.record = record
        self.as_one = as_one
        self.is_told = False
        self.result: list[Piece] = []
        self.marks = MarkChanges(self._tell_marks)

    def pieces(self, budget: Budget, is_preformatted: bool) -> list[Piece]:
        """All pieces; the changes go to the record."""
        if self.old.runs == self.new.runs:
            return [Piece(Op.SAME, self.new.runs)]
        for edit in self._edits(budget, is_preformatted):
            if edit.is_same:
                self._keep(edit)
            else:
                self._replace(edit)
        self.marks.end()
        return self.result

    def _edits(self, budget: Budget, is_preformatted: bool) -> list[Edit]:
        old, new = self.old.text, self.new.text
        if old == new:
            return [Edit(True, 0, len(old), 0, len(new))]
        return compare_words(old, new, budget, is_preformatted)

    def _keep(self, edit: Edit) -> None:
        """Words of both texts, by stretches with the same marks on each side."""
        _, old_start, old_end, new_start, new_end = edit
        # Of the first words of a paragraph, one side lacks the space before them.
        longer = (new_end - new_start) - (old_end - old_start)
        if longer > 0:
            space = self.new.cut(new_start, new_start + longer)
            self.result.append(Piece(Op.SAME, space))
            new_start += longer
        elif longer < 0:
            if self.result:
                space = self.old.cut(old_start, old_start - longer)
                self.result.append(Piece(Op.SAME, space))
            old_start -= longer
        new_runs = self.new.cut(new_start, new_end)
        old_runs = self.old.cut(old_start, old_end)
        if old_runs == new_runs:
            self.marks.end()
            self.result.append(Piece(Op.SAME, new_runs))
            return
        for text, old_marks, new_marks in _together(old_runs, new_runs):
            self.marks.keep(text, old_marks, new_marks)
            self.result.append(Piece(Op.SAME, (Run(text, new_marks),)))

    def _tell_marks(self, kind: Kind, form: Form, words: str) -> None:
        index = self._add(kind, form.old, form.new, words=_plain(words))
        self.result.append(Piece(Op.NOTE, (), index))

    def _replace(self, edit: Edit) -> None:
        """Words that only one text has, or others that the other has instead."""
        gone = self.old.cut(edit.old_start, edit.old_end)
        come = self.new.cut(edit.new_start, edit.new_end)
        index = self._add_words(edit)
        if gone:
            self.result.append(Piece(Op.DELETED, gone, index))
        if come:
            self.result.append(Piece(Op.INSERTED, come, None if gone else index))
        self.marks.replace(gone, come)

    def _add_words(self, edit: Edit) -> int | None:
        old = self.old.text[edit.old_start : edit.old_end]
        new = self.new.text[edit.new_start : edit.new_end]
        if self.as_one is not None:
            if self.is_told:
                return None
            self.is_told = True
            return self._add(self.as_one.kind, self.as_one.old, self.as_one.new)
        kind = Kind.WORDS
        if self.where.unit is Unit.CELL:
            kind = Kind.TABLE_CELL
        elif not old.strip(_SPACES) and not new.strip(_SPACES):
            if BREAK in new:
                kind = Kind.SPLIT
            elif BREAK in old:
                kind = Kind.MERGED
        elif _are_paragraphs(new) and not old:
            kind = Kind.INSERTED
        elif _are_paragraphs(old) and not new:
            kind = Kind.DELETED
        before = self.new.text[max(0, edit.new_start - REACH_BEFORE) : edit.new_start]
        is_whole = kind in (Kind.INSERTED, Kind.DELETED)
        count = (old or new).strip(_SPACES).count(BREAK) + 1 if is_whole else 1
        return self._add(
            kind, _plain(old), _plain(new), before=_end_of(before), count=count
        )

    def _add(
        self,
        kind: Kind,
        old: str,
        new: str,
        words: str = "",
        before: str = "",
        count: int = 1,
    ) -> int:
        where = self.where
        return self.record.add(
            Change(
                kind,
                where.old_section,
                where.new_section,
                old,
                new,
                words,
                before,
                unit=where.unit,
                count=count,
                row=where.row,
                column=where.column,
            )
        )


def _plain(text: str) -> str:
    return " ".join(text.replace(BREAK, " ").split())


def _are_paragraphs(text: str) -> bool:
    """Whether it is all that stands between the ends of two paragraphs."""
    ends = text.strip(" ")
    return len(ends) > 1 and ends.startswith(BREAK) and ends.endswith(BREAK)


def _end_of(text: str) -> str:
    """The last words of the text, of its last paragraph."""
    line = text.rpartition(BREAK)[2]
    words = " ".join("".join(tokens(line)[-WORDS_BEFORE:]).split())
    return words.lstrip(" ,.;:!?)”").rstrip()


def _together(
    old: tuple[Run, ...], new: tuple[Run, ...]
) -> list[tuple[str, tuple[Mark, ...], tuple[Mark, ...]]]:
    """Two markings of the same text as one row of stretches."""
    result = []
    i = j = old_used = new_used = 0
    while i < len(old) and j < len(new):
        length = min(len(old[i].text) - old_used, len(new[j].text) - new_used)
        text = new[j].text[new_used : new_used + length]
        result.append((text, old[i].marks, new[j].marks))
        old_used += length
        new_used += length
        if old_used == len(old[i].text):
            i, old_used = i + 1, 0
        if new_used == len(new[j].text):
            j, new_used = j + 1, 0
    return result
