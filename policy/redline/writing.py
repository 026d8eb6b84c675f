"""The blocks of the marked text as HTML, one by one."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import NamedTuple

from django.utils.translation import gettext as _

from policy.redline.changes import Place
from policy.redline.inline import Inline
from policy.redline.marked import Entry, MarkedCell, MarkedRow, State
from policy.redline.prose import section_label
from policy.redline.tree import Block, BlockKind

ALIGNMENTS = {"left", "center", "right"}


class Written(NamedTuple):
    """A block as HTML, without the lists and quotes that it stands in."""

    html: str
    is_quiet: bool
    is_heading: bool


class Writer:
    """Writes entries. ``old_ids`` are the ids of removed headings, by anchor."""

    def __init__(self, inline: Inline, old_ids: dict[str, str]) -> None:
        self.inline = inline
        self.old_ids = old_ids

    def write(self, entry: Entry, is_bare: bool) -> list[Written]:
        """The blocks of the entry. ``is_bare``: an item's words need no paragraph."""
        block = entry.blocks[0]
        if block.kind is BlockKind.PARAGRAPH:
            parts = self._paragraphs(entry, is_bare)
        elif block.kind is BlockKind.TABLE:
            about = _about(self._notes(entry))
            parts = [about + self._table(entry.rows) + _about(self._steps(entry))]
        elif block.kind is BlockKind.RULE:
            rule = f"<hr{_class(entry.state)}>\n"
            parts = [rule + _about(self._notes(entry) + self._steps(entry))]
        else:
            parts = [self._apart(entry)]
        is_heading = block.starts_section
        return [Written(part, entry.is_quiet, is_heading) for part in parts]

    def _paragraphs(self, entry: Entry, is_bare: bool) -> list[str]:
        """Notes stand in the paragraph that they are about."""
        if entry.state is State.KEPT:
            inner = self.inline.kept(entry.pieces)
        elif entry.state is State.MOVED_HERE:
            inner = [self.inline.moved_here(entry.pieces)]
        else:
            inner = [self._whole(entry, False)]
        if note := self._move_note(entry):
            inner[0] = f"{note} {inner[0]}"
        inner[0] = self._section_place(entry) + inner[0]
        inner[-1] += self._form_notes(entry) + self._steps(entry)
        css = _class(entry.state)
        return [
            words if block.is_bare and is_bare else f"<p{css}>{words}</p>\n"
            for block, words in zip(entry.blocks, inner, strict=True)
        ]

    def _apart(self, entry: Entry) -> str:
        """A heading or preformatted text: notes stand behind it, for they are no part
        of a heading's name."""
        block = entry.blocks[0]
        is_preformatted = block.kind is BlockKind.PREFORMATTED
        about: list[str] = []
        if entry.state is State.KEPT:
            inner = "".join(self.inline.kept(entry.pieces, is_preformatted, about))
        elif entry.state is State.MOVED_HERE:
            inner = self.inline.moved_here(entry.pieces, is_preformatted, about)
        else:
            inner = self._whole(entry, is_preformatted)
        notes = "".join(about) + self._form_notes(entry)
        notes = self._move_note(entry) + notes + self._steps(entry)
        inner = self._section_place(entry) + inner
        css = _class(entry.state)
        if is_preformatted:
            return f"<pre{css}>{inner}</pre>\n{_about(notes)}"
        level = block.level if 2 <= block.level <= 6 else 6
        place = _id(self._heading_id(entry.state, block))
        return f"<h{level}{place}{css}>{inner}</h{level}>\n{_about(notes)}"

    def _whole(self, entry: Entry, is_preformatted: bool) -> str:
        is_place = entry.state in (State.INSERTED, State.DELETED)
        anchor = self.inline.anchor(entry.change) if is_place else ""
        runs = entry.blocks[0].runs
        return self.inline.whole(entry.state, runs, is_preformatted, anchor)

    def _heading_id(self, state: State, block: Block) -> str:
        """Anchors are the new text's; removed headings have ids of their own."""
        if state is State.DELETED:
            return self.old_ids.get(block.anchor, "")
        return "" if state is State.MOVED_AWAY else block.anchor

    def _section_place(self, entry: Entry) -> str:
        """Where the contents list leads for a section whose heading is none now."""
        place = self.old_ids.get(entry.was_section, "")
        return f"<span{_id(place)}></span>" if place else ""

    # --- Notes ---

    def _notes(self, entry: Entry) -> str:
        """All notes of a table or rule; they carry the change's id."""
        notes = self._move_note(entry) + self._form_notes(entry)
        if entry.state in (State.INSERTED, State.DELETED) and entry.change is not None:
            anchor = self.inline.anchor(entry.change)
            is_added = entry.state is State.INSERTED
            words = _("added here") if is_added else _("removed here")
            notes += self.inline.markup.note(escape(words), anchor)
        return notes

    def _steps(self, entry: Entry) -> str:
        """One pair of links for all changes of the block, where it ends: in a sentence
        they would interrupt the reader."""
        found = entry.own_changes()
        return self.inline.steps(min(found), max(found)) if found else ""

    def _form_notes(self, entry: Entry) -> str:
        return "".join([self.inline.note(index) for index in entry.notes])

    def _move_note(self, entry: Entry) -> str:
        """Where the first of moved blocks came from or went, with a link there."""
        if entry.change is None or entry.moved is None:
            return ""
        change = self.inline.changes[entry.change]
        came = entry.state is State.MOVED_HERE
        place = change.old_section if came else change.new_section
        here, there = change.id, change.old_id
        if not came:
            here, there = there, here
        label = escape(section_label(place or Place()), quote=False)
        link = f'<a class="redline-jump" href="#{escape(there)}">{label}</a>'
        words = _("moved here from %(place)s") if came else _("moved to %(place)s")
        html = escape(words, quote=False) % {"place": link}
        return self.inline.markup.note(html, here)

    # --- Tables ---

    def _table(self, rows: Sequence[MarkedRow]) -> str:
        head = "".join([self._row(row) for row in rows if row.is_head])
        body = "".join([self._row(row) for row in rows if not row.is_head])
        head = f"<thead>\n{head}</thead>\n" if head else ""
        body = f"<tbody>\n{body}</tbody>\n" if body else ""
        return f'<div class="table-scroll"><table>\n{head}{body}</table></div>\n'

    def _row(self, row: MarkedRow) -> str:
        cells = []
        for index, cell in enumerate(row.cells):
            change = row.change if index == 0 and row.change is not None else None
            cells.append(self._cell(cell, cell.change if change is None else change))
        return f"<tr{_class(row.state)}>\n{''.join(cells)}</tr>\n"

    def _cell(self, cell: MarkedCell, change: int | None) -> str:
        if cell.state is State.KEPT:
            inner = "".join(self.inline.kept(cell.pieces))
        else:
            anchor = self.inline.anchor(change)
            inner = self.inline.whole(cell.state, cell.cell.runs, False, anchor)
        tag = "th" if cell.cell.is_head else "td"
        is_aligned = cell.cell.alignment in ALIGNMENTS
        css = f"align-{cell.cell.alignment}" if is_aligned else ""
        return f"<{tag}{_class(cell.state, css)}>{inner}</{tag}>\n"


def _class(state: State, also: str = "") -> str:
    names = "" if state is State.KEPT else f"redline-{state}"
    names = f"{names} {also}".strip()
    return f' class="{names}"' if names else ""


def _id(anchor: str) -> str:
    return f' id="{escape(anchor)}"' if anchor else ""


def _about(notes: str) -> str:
    return f'<p class="redline-about">{notes.strip()}</p>\n' if notes else ""
