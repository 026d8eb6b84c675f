"""A change in a sentence, for the list above the marked text."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from policy.redline.changes import Change, Elsewhere, Kind, Place, Unit
from policy.redline.notes import form_note, quoted, shortened, spoken

# What gives a section its name.
TITLED = (Unit.SECTION, Unit.HEADING)
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
    if place.is_whole:
        return _("The text")
    if not place.heading:
        return _("Before the first heading")
    if place.number:
        return _("Section %(number)s, %(heading)s") % {
            "number": place.number,
            "heading": shortened(place.heading),
        }
    return _("Section %(heading)s") % {"heading": quoted(place.heading)}


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
        note = _("%(note)s: %(words)s") % {
            "note": note,
            "words": quoted(change.words),
        }
    if change.row or change.column:
        return _in_cell(change, note)
    return note


def _words(change: Change) -> str:
    if change.old and change.new:
        return _with_elsewhere(change, _replaced(change))
    gone, come = change.old_elsewhere, change.new_elsewhere
    words = spoken(change.new or change.old)
    if gone and gone.is_all:
        values = {"words": words, "section": _there(change, gone)}
        return _("%(words)s moved to %(section)s") % values
    if come and come.is_all:
        values = {"words": words, "section": _there(change, come)}
        return _("%(words)s moved here from %(section)s") % values
    values = {"words": words, "place": _spot(change)}
    if change.new:
        text = _("%(words)s added %(place)s") % values
    elif change.old:
        text = _("%(words)s removed %(place)s") % values
    else:
        text = _("only the spaces or line breaks changed")
    return _with_elsewhere(change, text)


def _replaced(change: Change) -> str:
    values = {
        "old": spoken(change.old),
        "new": spoken(change.new),
        "before": quoted(change.before),
    }
    if change.unit is Unit.HEADING:
        return _("heading %(old)s became %(new)s") % values
    if change.before and _needs_context(change):
        return _("%(old)s became %(new)s after %(before)s") % values
    return _("%(old)s became %(new)s") % values


def _spot(change: Change) -> str:
    """Where in its block words were added or removed."""
    if change.before:
        return _("after %(before)s") % {"before": quoted(change.before)}
    return {
        Unit.HEADING: _("at the beginning of the heading"),
        Unit.ITEM: _("at the beginning of a list item"),
        Unit.PREFORMATTED: _("at the beginning of preformatted text"),
        Unit.CELL: _("at the beginning of the cell"),
    }.get(change.unit, _("at the beginning of a paragraph"))


def _with_elsewhere(change: Change, text: str) -> str:
    """With where the old words are now, and where the new ones were."""
    gone, come = change.old_elsewhere, change.new_elsewhere
    if gone:
        values = {"change": text, "section": _there(change, gone)}
        if gone.is_all:
            text = _("%(change)s; the former words are now in %(section)s") % values
        else:
            text = _("%(change)s; similar words are now in %(section)s") % values
    if come:
        values = {"change": text, "section": _there(change, come)}
        if come.is_all:
            text = _("%(change)s; the new words stood in %(section)s before") % values
        else:
            text = _("%(change)s; similar words stood in %(section)s before") % values
    return text


def _there(change: Change, elsewhere: Elsewhere) -> str:
    if elsewhere.section == change.section:
        return _("another place in this section")
    return section_label(elsewhere.section)


def _needs_context(change: Change) -> bool:
    """Whether a side is so short ("8", "on") that it says little alone."""
    return not (WORD.search(change.old) and WORD.search(change.new))


def _in_cell(change: Change, what: str) -> str:
    values = {
        "row": quoted(change.row),
        "column": quoted(change.column),
        "change": what,
    }
    if change.row:
        return _("table row %(row)s, column %(column)s: %(change)s") % values
    return _("table heading %(column)s: %(change)s") % values


def _whole(change: Change) -> str:
    is_added = change.kind is Kind.INSERTED
    text = change.new if is_added else change.old
    elsewhere = change.new_elsewhere if is_added else change.old_elsewhere
    if elsewhere and elsewhere.is_all and change.unit not in TITLED:
        return _moved_blocks(change, not is_added, _there(change, elsewhere))
    label = _added(change) if is_added else _removed(change)
    values = {"what": label, "words": quoted(text)}
    if change.unit in (Unit.SECTION, Unit.RULE) or not text:
        told = label
    elif change.count > 1:
        told = _("%(what)s, beginning %(words)s") % values
    else:
        told = _("%(what)s: %(words)s") % values
    return _with_elsewhere(change, told)


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
    if change.unit in TITLED:
        return _moved_title(change)
    if change.old_section != change.new_section:
        label = section_label(change.old_section or Place())
        return _moved_blocks(change, False, label)
    text = ngettext(
        "moved within the section: %(words)s",
        "%(count)s paragraphs moved within the section, beginning %(words)s",
        change.count,
    )
    return text % {"count": change.count, "words": quoted(change.new)}


def _moved_blocks(change: Change, is_away: bool, section: str) -> str:
    values = {
        "count": change.count,
        "words": quoted(change.new or change.old),
        "section": section,
    }
    if is_away:
        text = ngettext(
            "moved to %(section)s: %(words)s",
            "%(count)s paragraphs moved to %(section)s, beginning %(words)s",
            change.count,
        )
    else:
        text = ngettext(
            "moved here from %(section)s: %(words)s",
            "%(count)s paragraphs moved here from %(section)s, beginning %(words)s",
            change.count,
        )
    return text % values


def _moved_title(change: Change) -> str:
    is_section = change.unit is Unit.SECTION
    if change.after is None or not change.after.heading:
        if is_section:
            return _("the section moved, now before all others")
        return _("the heading moved, now before all others")
    values = {"section": section_label(change.after)}
    if is_section:
        return _("the section moved, now after %(section)s") % values
    return _("the heading moved, now after %(section)s") % values
