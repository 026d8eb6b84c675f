"""A change in a sentence, for the list above the marked text."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from policy.redline.changes import Change, Kind, Place, Unit
from policy.redline.notes import form_note, shortened, spoken

# Three letters in a row, or one sign of a script that writes whole words with it.
WORD = re.compile(r"[^\W\d_]{3}|[\u3040-\u9fff]")


def describe(change: Change) -> str:
    """The change with its section: “Section 4, Sharing: “may” became “will””."""
    return _("%(section)s: %(change)s") % {
        "section": section_label(change.section),
        "change": sentence(change),
    }


def section_label(place: Place) -> str:
    """What a section is called: its number, where it has one, and its heading."""
    if not place.heading:
        return _("Before the first heading")
    if place.number:
        return _("Section %(number)s, %(heading)s") % {
            "number": place.number,
            "heading": shortened(place.heading),
        }
    return _("Section “%(heading)s”") % {"heading": shortened(place.heading)}


def sentence(change: Change) -> str:
    """The change without its section."""
    if change.kind in (Kind.INSERTED, Kind.DELETED):
        return _whole(change)
    if change.kind is Kind.MOVED:
        return _moved(change)
    if change.kind is Kind.WORDS:
        return _words(change)
    if change.kind is Kind.TABLE_CELL:
        return _in_cell(change, _words(change))
    note = form_note(change)
    if change.words and change.kind not in (Kind.SPLIT, Kind.MERGED):
        note = _("%(note)s: “%(words)s”") % {
            "note": note,
            "words": shortened(change.words),
        }
    if change.row or change.column:
        return _in_cell(change, note)
    return note


def _words(change: Change) -> str:
    if change.old and change.new and change.before and _needs_context(change):
        return _("%(old)s became %(new)s after “%(before)s”") % {
            "old": spoken(change.old),
            "new": spoken(change.new),
            "before": change.before,
        }
    if change.old and change.new:
        return _("%(old)s became %(new)s") % {
            "old": spoken(change.old),
            "new": spoken(change.new),
        }
    words = spoken(change.new or change.old)
    if change.before:
        values = {"words": words, "before": change.before}
        if change.new:
            return _("%(words)s added after “%(before)s”") % values
        return _("%(words)s removed after “%(before)s”") % values
    if change.new:
        return _("%(words)s added at the beginning of a paragraph") % {"words": words}
    if change.old:
        return _("%(words)s removed from the beginning of a paragraph") % {
            "words": words
        }
    return _("only the spaces or line breaks changed")


def _needs_context(change: Change) -> bool:
    """Whether a side is so short ("8", "on") that it says little alone."""
    return not (WORD.search(change.old) and WORD.search(change.new))


def _in_cell(change: Change, what: str) -> str:
    values = {
        "row": shortened(change.row),
        "column": shortened(change.column),
        "change": what,
    }
    if change.row:
        return _("table row “%(row)s”, column “%(column)s”: %(change)s") % values
    return _("table heading “%(column)s”: %(change)s") % values


def _whole(change: Change) -> str:
    is_added = change.kind is Kind.INSERTED
    text = change.new if is_added else change.old
    label = _added(change) if is_added else _removed(change)
    if change.unit in (Unit.SECTION, Unit.RULE) or not text:
        return label
    if change.count > 1:
        return _("%(what)s, beginning “%(words)s”") % {
            "what": label,
            "words": shortened(text),
        }
    return _("%(what)s: “%(words)s”") % {"what": label, "words": shortened(text)}


def _added(change: Change) -> str:
    count = change.count
    if change.unit is Unit.SECTION:
        return _("new section")
    if change.unit is Unit.HEADING:
        return _("new heading")
    if change.unit is Unit.ITEM:
        text = ngettext("new list item", "%(count)s new list items", count)
    elif change.unit is Unit.ROW:
        text = ngettext("new table row", "%(count)s new table rows", count)
    elif change.unit is Unit.COLUMN:
        text = ngettext("new table column", "%(count)s new table columns", count)
    elif change.unit is Unit.TABLE:
        text = ngettext("new table", "%(count)s new tables", count)
    elif change.unit is Unit.RULE:
        text = ngettext("new dividing line", "%(count)s new dividing lines", count)
    else:
        text = ngettext("new paragraph", "%(count)s new paragraphs", count)
    return text % {"count": count}


def _removed(change: Change) -> str:
    count = change.count
    if change.unit is Unit.SECTION:
        return _("section removed")
    if change.unit is Unit.HEADING:
        return _("heading removed")
    if change.unit is Unit.ITEM:
        text = ngettext("list item removed", "%(count)s list items removed", count)
    elif change.unit is Unit.ROW:
        text = ngettext("table row removed", "%(count)s table rows removed", count)
    elif change.unit is Unit.COLUMN:
        text = ngettext(
            "table column removed", "%(count)s table columns removed", count
        )
    elif change.unit is Unit.TABLE:
        text = ngettext("table removed", "%(count)s tables removed", count)
    elif change.unit is Unit.RULE:
        text = ngettext(
            "dividing line removed", "%(count)s dividing lines removed", count
        )
    else:
        text = ngettext("paragraph removed", "%(count)s paragraphs removed", count)
    return text % {"count": count}


def _moved(change: Change) -> str:
    if change.unit is Unit.SECTION:
        return _("the section moved")
    if change.unit is Unit.HEADING:
        return _("the heading moved")
    values = {
        "count": change.count,
        "words": shortened(change.new),
        "section": section_label(change.old_section or Place()),
    }
    if change.old_section == change.new_section:
        text = ngettext(
            "moved within the section: “%(words)s”",
            "%(count)s paragraphs moved within the section, beginning “%(words)s”",
            change.count,
        )
    else:
        text = ngettext(
            "moved here from %(section)s: “%(words)s”",
            "%(count)s paragraphs moved here from %(section)s, beginning “%(words)s”",
            change.count,
        )
    return text % values
