"""Stage two: the words of blocks that belong together, and the marks on them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from policy.redline.budget import Budget
from policy.redline.changes import Change, Kind, Place
from policy.redline.marked import Op, Piece, Record
from policy.redline.tree import Block, BlockKind, Mark, Run, split_number
from policy.redline.words import BREAK, Edit, compare_words, tokens

WORDS_BEFORE = 4
REACH_BEFORE = 200


@dataclass(frozen=True, slots=True)
class Where:
    """Where words stand; row and column in tables only."""

    old_section: Place
    new_section: Place
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
    renumbered = None
    if new[0].kind is BlockKind.HEADING is old[0].kind:
        numbers = split_number(old[0].text), split_number(new[0].text)
        if numbers[0][0] != numbers[1][0] and numbers[0][1] == numbers[1][1]:
            renumbered = numbers[0][0], numbers[1][0]
    comparison = _Comparison(
        Wording([block.runs for block in old]),
        Wording([block.runs for block in new]),
        where,
        record,
        renumbered,
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


class _Form(NamedTuple):
    """The marks that one stretch of words had and has."""

    old: str
    new: str


class _Comparison:
    def __init__(
        self,
        old: Wording,
        new: Wording,
        where: Where,
        record: Record,
        renumbered: tuple[str, str] | None,
    ) -> None:
        self.old = old
        self.new = new
        self.where = where
        self.record = record
        self.renumbered = renumbered
        self.result: list[Piece] = []
        # Changes of marks that go on: kind -> what it was and is, and the words.
        self.going_on: dict[Kind, tuple[_Form, list[str]]] = {}

    def pieces(self, budget: Budget, is_preformatted: bool) -> list[Piece]:
        """All pieces; the changes go to the record."""
        if self.old.runs == self.new.runs:
            return [Piece(Op.SAME, self.new.runs)]
        for edit in self._edits(budget, is_preformatted):
            if edit.is_same:
                self._keep(edit)
            else:
                self._replace(edit)
        self._end(Kind.LINK_TARGET)
        self._end(Kind.EMPHASIS)
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
            self._end(Kind.LINK_TARGET)
            self._end(Kind.EMPHASIS)
            self.result.append(Piece(Op.SAME, new_runs))
            return
        for text, old_marks, new_marks in _together(old_runs, new_runs):
            if text.strip():
                links = _Form(_target(old_marks), _target(new_marks))
                self._go_on(Kind.LINK_TARGET, links, text)
                tags = _Form(_emphasis(old_marks), _emphasis(new_marks))
                self._go_on(Kind.EMPHASIS, tags, text)
            self.result.append(Piece(Op.SAME, (Run(text, new_marks),)))

    def _go_on(self, kind: Kind, form: _Form, text: str) -> None:
        if kind in self.going_on and self.going_on[kind][0] == form:
            self.going_on[kind][1].append(text)
            return
        self._end(kind)
        if form.old != form.new:
            self.going_on[kind] = form, [text]

    def _end(self, kind: Kind) -> None:
        """Where a change of marks ends, a note says what it was."""
        if kind not in self.going_on:
            return
        form, texts = self.going_on.pop(kind)
        words = _plain("".join(texts))
        if not any(sign.isalnum() for sign in words):
            return
        index = self._add(kind, form.old, form.new, words=words)
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
        targets = _Form(_only_target(gone), _only_target(come))
        if targets.old and targets.new and targets.old != targets.new:
            linked = [run.text for run in come if _target(run.marks)]
            self._go_on(Kind.LINK_TARGET, targets, "".join(linked))

    def _add_words(self, edit: Edit) -> int | None:
        old = self.old.text[edit.old_start : edit.old_end]
        new = self.new.text[edit.new_start : edit.new_end]
        if self.renumbered is not None:
            number, self.renumbered = self.renumbered, ("", "")
            if number == ("", ""):
                return None
            return self._add(Kind.NUMBER, *number)
        kind = Kind.WORDS
        if self.where.row or self.where.column:
            kind = Kind.TABLE_CELL
        elif not old.replace(BREAK, "").strip() and not new.replace(BREAK, "").strip():
            if BREAK in new:
                kind = Kind.SPLIT
            elif BREAK in old:
                kind = Kind.MERGED
        before = _end_of(
            self.new.text[max(0, edit.new_start - REACH_BEFORE) : edit.new_start]
        )
        return self._add(kind, _plain(old), _plain(new), before=before)

    def _add(
        self, kind: Kind, old: str, new: str, words: str = "", before: str = ""
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
                row=where.row,
                column=where.column,
            )
        )


def _plain(text: str) -> str:
    return " ".join(text.replace(BREAK, " ").split())


def _end_of(text: str) -> str:
    """The last words of the text, of its last paragraph."""
    line = text.rpartition(BREAK)[2].rpartition("\n")[2]
    words = "".join(tokens(line)[-WORDS_BEFORE:])
    return words.lstrip(" ,.;:!?)”").rstrip()


def _target(marks: tuple[Mark, ...]) -> str:
    return next((mark.href for mark in marks if mark.tag == "a"), "")


def _emphasis(marks: tuple[Mark, ...]) -> str:
    return " ".join(sorted({mark.tag for mark in marks if mark.tag != "a"}))


def _only_target(runs: tuple[Run, ...]) -> str:
    """The one target of all links in the runs; '' where there are none or several."""
    targets = {_target(run.marks) for run in runs} - {""}
    return targets.pop() if len(targets) == 1 else ""


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
