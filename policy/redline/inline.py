"""The words of blocks and cells as HTML, with what changed in them."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from django.utils.translation import gettext as _

from policy.redline.changes import Change, Kind
from policy.redline.marked import Op, Piece, State
from policy.redline.markup import Markup
from policy.redline.notes import form_note, spoken
from policy.redline.tree import Run
from policy.redline.words import BREAK

SIGN = '<span{} class="redline-{}" aria-hidden="true">¶</span>'


class Inline:
    """Writes words. Notes stand behind what they are about, or, where ``about`` is a
    list, go there."""

    def __init__(self, changes: Sequence[Change], markup: Markup) -> None:
        self.changes = changes
        self.markup = markup

    def kept(
        self,
        pieces: Sequence[Piece],
        is_preformatted: bool = False,
        about: list[str] | None = None,
    ) -> list[str]:
        """Words of a block that both texts have: one string per paragraph."""
        if len(pieces) == 1 and pieces[0].op is Op.SAME:
            return [self.markup.runs(pieces[0].runs, is_preformatted)]
        parts: list[list[str]] = [[]]
        aside: list[str] = []
        for index, piece in enumerate(pieces):
            before = pieces[index - 1] if index else None
            after = pieces[index + 1] if index + 1 < len(pieces) else None
            if piece.op is Op.NOTE:
                aside.append(self.note(piece.change))
            else:
                runs = piece.runs
                if not is_preformatted and _share_space(before, piece):
                    runs = _without_space(runs)
                elif not is_preformatted and _share_space(piece, after):
                    parts[-1].append(" ")
                    runs = _without_space(runs)
                anchor = self.anchor(piece.change)
                written = self._written(piece.op, runs, is_preformatted, anchor)
                parts[-1].append(written[0])
                parts.extend([each] for each in written[1:])
                aside.append(self._aside(piece))
            if not _is_replaced(piece, after):
                (parts[-1] if about is None else about).extend(aside)
                aside = []
        return ["".join(part) for part in parts]

    def moved_here(
        self,
        pieces: Sequence[Piece],
        is_preformatted: bool = False,
        about: list[str] | None = None,
    ) -> str:
        """Words of a moved block: those that are new in it are marked."""
        inner: list[str] = []
        aside: list[str] = []
        for index, piece in enumerate(pieces):
            after = pieces[index + 1] if index + 1 < len(pieces) else None
            words = self.markup.runs(piece.runs, is_preformatted)
            if piece.op is Op.SAME:
                inner.append(words)
            elif piece.op is Op.INSERTED:
                is_reworded = piece.change is not None or bool(aside)
                inner.append(f"<mark>{words}</mark>" if is_reworded else words)
            if piece.op is not Op.SAME and piece.change is not None:
                aside.append(self._moved_note(piece.change))
            if not _is_replaced(piece, after):
                (inner if about is None else about).extend(aside)
                aside = []
        return self.markup.changed(State.MOVED_HERE, "".join(inner))

    def whole(
        self, state: State, runs: Sequence[Run], is_preformatted: bool, anchor: str = ""
    ) -> str:
        """Words that only one text has here."""
        words = self.markup.runs(runs, is_preformatted)
        return self.markup.changed(state, words, anchor)

    def note(self, index: int | None) -> str:
        """The note of a change of form."""
        if index is None:
            return ""
        change = self.changes[index]
        words = escape(form_note(change), quote=False)
        return self.markup.note(words, change.id)

    def steps(self, first: int, last: int) -> str:
        """Links to the change before the first and to the one after the last."""
        before = self.changes[first - 1].id if first else ""
        is_end = last + 1 == len(self.changes)
        return self.markup.steps(before, "" if is_end else self.changes[last + 1].id)

    def anchor(self, index: int | None) -> str:
        """The id of the change that has its place here, if one has."""
        return "" if index is None or self._is_noted(index) else self.changes[index].id

    def _is_noted(self, index: int) -> bool:
        return self.changes[index].kind in (Kind.SPLIT, Kind.MERGED)

    def _aside(self, piece: Piece) -> str:
        if piece.change is None:
            return ""
        return self.note(piece.change) if self._is_noted(piece.change) else ""

    def _moved_note(self, index: int) -> str:
        change = self.changes[index]
        if change.kind not in (Kind.WORDS, Kind.NUMBER):
            words = form_note(change)
        elif change.new and change.old:
            words = _("was %(old)s") % {"old": spoken(change.old)}
        elif change.new:
            words = _("added")
        else:
            words = _("%(old)s removed here") % {"old": spoken(change.old)}
        return self.markup.note(escape(words, quote=False), change.id)

    def _written(
        self, op: Op, runs: Sequence[Run], is_preformatted: bool, anchor: str
    ) -> list[str]:
        """Runs as HTML. Where a paragraph ends that only the new text ends, another
        string; where only the old text ended it, a sign."""
        lines: list[list[Run]] = [[]]
        for run in runs:
            if run.text == BREAK:
                lines.append([])
            else:
                lines[-1].append(run)
        parts = []
        for line in lines:
            words = self.markup.runs(line, is_preformatted)
            if op is not Op.SAME and (words or len(lines) == 1):
                state = State.DELETED if op is Op.DELETED else State.INSERTED
                words = self.markup.changed(state, words, anchor)
                anchor = ""
            parts.append(words)
        if op is Op.DELETED:
            place = f' id="{anchor}"' if anchor else ""
            first = SIGN.format(place, "join")
            rest = SIGN.format("", "join").join(parts[1:])
            return [parts[0] + first + rest if len(parts) > 1 else parts[0]]
        return [parts[0], *(SIGN.format("", "split") + part for part in parts[1:])]


def _is_replaced(piece: Piece, after: Piece | None) -> bool:
    """Whether the words that came instead follow."""
    return (
        piece.op is Op.DELETED
        and after is not None
        and after.op is Op.INSERTED
        and after.change is None
    )


def _share_space(first: Piece | None, second: Piece | None) -> bool:
    """Whether removed words and those that came instead both begin with a space."""
    return (
        first is not None
        and second is not None
        and first.op is Op.DELETED
        and _is_replaced(first, second)
        and all(each.runs and each.runs[0].text[0] == " " for each in (first, second))
    )


def _without_space(runs: tuple[Run, ...]) -> tuple[Run, ...]:
    first = Run(runs[0].text[1:], runs[0].marks)
    return (first, *runs[1:]) if first.text else runs[1:]
