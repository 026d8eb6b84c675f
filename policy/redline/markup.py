"""The parts of the marked HTML: escaped words, marks, links, spoken words.

Everything that the redline writes is made here or in ``writing`` from these tags and
attributes; the words of the texts are escaped, and link targets are checked again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape

from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from policy.markdown import ALLOWED_SCHEMES
from policy.redline.marked import State
from policy.redline.tree import Mark, Run

TAGS = {
    *("h2", "h3", "h4", "h5", "h6", "p", "ul", "ol", "li", "blockquote", "pre"),
    *("a", "em", "strong", "s", "code", "br", "hr", "div"),
    *("table", "thead", "tbody", "tr", "th", "td"),
    *("ins", "del", "mark", "span", "details", "summary"),
}
ATTRIBUTES = {"id", "class", "href", "start", "value", "lang", "dir", "aria-hidden"}
MARKS = {"em", "strong", "s", "code"}

SCHEME = re.compile(r"[a-z][a-z0-9+.-]*(?=:)", re.IGNORECASE)
INVISIBLE = re.compile(r"[\x00-\x20\x7f]")


def is_safe_target(href: str) -> bool:
    """Whether a link may lead there; browsers drop white space before the scheme."""
    scheme = SCHEME.match(INVISIBLE.sub("", href))
    return scheme is None or scheme[0].lower() in ALLOWED_SCHEMES


class Ids:
    """Ids that are unique on the page."""

    def __init__(self, taken: Iterable[str]) -> None:
        self._taken = set(taken)

    def take(self, wanted: str) -> str:
        """The wanted id, or one like it that is free."""
        candidate, count = wanted, 1
        while candidate in self._taken:
            count += 1
            candidate = f"{wanted}-{count}"
        self._taken.add(candidate)
        return candidate


class Markup:
    """Writes words. ``targets`` replaces links to anchors that are no longer there."""

    def __init__(self, targets: dict[str, str]) -> None:
        self._targets = targets
        direction = "rtl" if get_language_bidi() else "ltr"
        # Spoken words and notes are in the site's language, not in the text's.
        self.language = f' lang="{escape(get_language() or "en")}" dir="{direction}"'
        self._spoken = {
            State.INSERTED: (_("inserted:"), _("end of insertion")),
            State.DELETED: (_("deleted:"), _("end of deletion")),
            State.MOVED_HERE: (_("moved here:"), _("end of moved text")),
            State.MOVED_AWAY: (_("moved away:"), _("end of moved text")),
        }
        self._around = {
            state: (self.hidden(f"{start} "), self.hidden(f", {end}. "))
            for state, (start, end) in self._spoken.items()
        }

    def hidden(self, words: str) -> str:
        """Words for screen readers."""
        return (
            f'<span class="visually-hidden"{self.language}>'
            f"{escape(words, quote=False)}</span>"
        )

    def note(self, html: str, anchor: str = "") -> str:
        """Words beside the text; ``html`` is safe already."""
        return (
            f'<span class="redline-note"{_id(anchor)}{self.language}> [{html}]</span>'
        )

    def changed(self, state: State, html: str, anchor: str = "") -> str:
        """Words that only one of the texts has here, with spoken start and end."""
        tag = "del" if state.is_old else "ins"
        start, end = self._around[state]
        return f"<{tag}{_id(anchor)}>{start}{html}{end}</{tag}>"

    def runs(self, runs: Iterable[Run], is_preformatted: bool = False) -> str:
        """Words with their marks."""
        parts: list[str] = []
        opened: tuple[Mark, ...] = ()
        for text, marks in runs:
            if marks != opened:
                self._switch(parts, opened, marks)
                opened = marks
            words = escape(text, quote=False)
            if not is_preformatted and "\n" in words:
                words = words.replace("\n", "<br>\n")
            parts.append(words)
        self._switch(parts, opened, ())
        return "".join(parts)

    def _switch(
        self, parts: list[str], opened: tuple[Mark, ...], marks: tuple[Mark, ...]
    ) -> None:
        """Close and open marks so that those in common stay open."""
        shared = 0
        for was, now in zip(opened, marks, strict=False):
            if was != now:
                break
            shared += 1
        parts.extend([self._closing(mark) for mark in reversed(opened[shared:])])
        parts.extend([self._opening(mark) for mark in marks[shared:]])

    def _opening(self, mark: Mark) -> str:
        if mark.tag in MARKS:
            return f"<{mark.tag}>"
        if mark.tag == "a" and is_safe_target(mark.href):
            href = self._targets.get(mark.href, mark.href)
            return f'<a href="{escape(href)}">'
        return ""

    def _closing(self, mark: Mark) -> str:
        if mark.tag in MARKS:
            return f"</{mark.tag}>"
        return "</a>" if mark.tag == "a" and is_safe_target(mark.href) else ""

    def steps(self, before: str, after: str) -> str:
        """Links to the changes before and after."""
        links = ""
        if before:
            links += self._step(before, "↑", _("previous change"))
        if after:
            links += self._step(after, "↓", _("next change"))
        if not links:
            return ""
        return f'<span class="redline-steps"{self.language}> {links}</span>'

    def _step(self, anchor: str, sign: str, words: str) -> str:
        return (
            f'<a class="redline-step" href="#{escape(anchor)}">'
            f'<span aria-hidden="true">{sign}</span>'
            f'<span class="visually-hidden">{escape(words)} </span></a>'
        )


def _id(anchor: str) -> str:
    return f' id="{escape(anchor)}"' if anchor else ""
