"""The words that stand beside the text: quotes, notes, and names of signs."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from policy.redline.changes import Change, Kind

LONGEST_QUOTE = 90
ELLIPSIS = "…"
INNER_QUOTES = str.maketrans('“”„"', "‘’‚'")


def shortened(text: str, longest: int = LONGEST_QUOTE) -> str:
    """The text on one line, cut at the end of a word where it is long."""
    words = " ".join(text[: longest * 4].split())
    if len(words) <= longest:
        return words
    cut = words[: longest + 1].rpartition(" ")[0]
    # A script without spaces has no better place than this.
    cut = cut if len(cut) > longest // 2 else words[:longest]
    return cut.rstrip(" .,;:–—-…") + ELLIPSIS


def quoted(text: str) -> str:
    """The words, cut short, in quotation marks; quotes in them become single ones."""
    words = shortened(text).translate(INNER_QUOTES)
    return _("“%(words)s”") % {"words": words}


def sign_names() -> dict[str, str]:
    """What signs are called: a screen reader is silent about most of them."""
    return {
        ",": _("a comma"),
        ".": _("a period"),
        ";": _("a semicolon"),
        ":": _("a colon"),
        "?": _("a question mark"),
        "!": _("an exclamation point"),
        "-": _("a hyphen"),
        "–": _("a dash"),
        "—": _("a long dash"),
        "(": _("an opening parenthesis"),
        ")": _("a closing parenthesis"),
        "“": _("an opening quotation mark"),
        "”": _("a closing quotation mark"),
        '"': _("a straight quotation mark"),
        "'": _("a straight apostrophe"),
        "’": _("an apostrophe"),
        "/": _("a slash"),
    }


def spoken(text: str) -> str:
    """The words in quotation marks; a sign that stands alone by its name."""
    name = sign_names().get(text) if len(text) == 1 else None
    return name or quoted(text)


def form_note(change: Change) -> str:
    """What a change of form is: it stands in the marked text, and in the list."""
    values = {"old": change.old, "new": change.new, "count": change.count}
    match change.kind:
        case Kind.LINK_TARGET:
            return _link_note(change)
        case Kind.EMPHASIS:
            return _emphasis_note(change)
        case Kind.HEADING_LEVEL:
            return _("heading level %(new)s, was %(old)s") % values
        case Kind.NUMBER:
            return _number_note(change)
        case Kind.BLOCK_TYPE:
            values |= {"old": _kind(change.old), "new": _kind(change.new)}
            return _("now %(new)s, was %(old)s") % values
        case Kind.LIST_TYPE:
            return _list_note(change)
        case Kind.LIST_START:
            return _("the numbers of the list now start at %(new)s, was %(old)s") % (
                values
            )
        case Kind.NESTING:
            return _("list level %(new)s, was %(old)s") % values
        case Kind.QUOTE:
            if change.old == "0":
                return _("now set as a quotation")
            if change.new == "0":
                return _("no longer set as a quotation")
            return _("quotation level %(new)s, was %(old)s") % values
        case Kind.SPLIT:
            return _("one paragraph split in two")
        case Kind.MERGED:
            return _("two paragraphs joined into one")
        case _:
            return ""


def _link_note(change: Change) -> str:
    values = {"old": change.old, "new": change.new}
    if not change.old:
        return _("now a link to %(new)s") % values
    if not change.new:
        return _("no longer a link; it led to %(old)s") % values
    return _("link now leads to %(new)s, was %(old)s") % values


def _number_note(change: Change) -> str:
    if not change.old:
        return _("now numbered %(new)s") % {"new": change.new}
    if not change.new:
        return _("no longer numbered; it was %(old)s") % {"old": change.old}
    return _("now number %(new)s, was %(old)s") % {
        "old": change.old,
        "new": change.new,
    }


def _emphasis_note(change: Change) -> str:
    names = {
        "em": _("emphasized"),
        "strong": _("strongly emphasized"),
        "s": _("struck through"),
        "code": _("set as code"),
    }
    old = [names[tag] for tag in change.old.split() if tag in names]
    new = [names[tag] for tag in change.new.split() if tag in names]
    values = {"old": _(" and ").join(old), "new": _(" and ").join(new)}
    if not old:
        return _("now %(new)s") % values
    if not new:
        return _("no longer %(old)s") % values
    return _("now %(new)s, was %(old)s") % values


def _list_note(change: Change) -> str:
    lists = {"ul": _("a bulleted list"), "ol": _("a numbered list")}
    values = {
        "old": lists.get(change.old, ""),
        "new": lists.get(change.new, ""),
        "count": change.count,
    }
    if change.old and change.new:
        return _("now %(new)s, was %(old)s") % values
    if change.new:
        return (
            ngettext(
                "now an item of %(new)s",
                "now %(count)s items of %(new)s",
                change.count,
            )
            % values
        )
    return (
        ngettext(
            "no longer an item of %(old)s",
            "%(count)s items no longer in %(old)s",
            change.count,
        )
        % values
    )


def _kind(kind: str) -> str:
    return {
        "heading": _("a heading"),
        "paragraph": _("a paragraph"),
        "preformatted": _("preformatted text"),
    }.get(kind, kind)
