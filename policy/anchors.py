"""Anchors of headings that survive from version to version.

An anchor comes from the heading's words without its number, so that inserting a section
before it changes nothing. A heading that is reworded keeps its old anchor when the
source says so: ``## What we collect {#collected-information}``. Headings that repeat
("Purpose" under every part) are told apart by the part they stand in, not by a count.
"""

import re
import unicodedata

LONGEST = 120
# Ids that the page itself uses; see templates/base.html.
PAGE_IDS = {"banner", "banner-heading", "contact", "contents", "main", "top"}
PAGE_PREFIXES = ("choice-", "notice-", "site-")

EXPLICIT = re.compile(r"\s*\{#([^\s{}#\"'<>&]{1,100})\}\s*$")
# "1.", "2.3", "IV.", "a)", "Section 4:", "§ 5"
NUMBER = re.compile(
    r"^(?:(?:section|article|part)\s+|§\s*)?"
    r"(?:\d{1,2}(?:\.\d+)*[.):]?|\d+[.):]|(?=[ivx])x{0,3}(?:ix|iv|v?i{0,3})[.):]|[a-z][.)])"
    r"(?=\s)\s*[-–—:]?\s*",
    re.IGNORECASE,
)


def split_anchor(text: str) -> tuple[str, str]:
    """Take ``{#anchor}`` off the end of a heading: (words, anchor or '')."""
    match = EXPLICIT.search(text)
    return (text[: match.start()], match[1]) if match else (text, "")


def slug(heading: str) -> str:
    """The heading's words in lower case, joined by hyphens; any script's letters stay.

    >>> slug("1. Collected information")
    'collected-information'
    """
    words = unicodedata.normalize("NFKC", heading).strip().casefold()
    words = NUMBER.sub("", words, count=1) or words
    letters = [
        character if _belongs_to_a_word(character) else " "
        for character in words.replace("'", "").replace("’", "")
    ]
    return "-".join("".join(letters).split())[:LONGEST].rstrip("-")


def _belongs_to_a_word(character: str) -> bool:
    """Letters and digits, and the marks that some scripts write vowels with."""
    return character.isalnum() or unicodedata.category(character).startswith("M")


class Anchors:
    """The anchors given out so far in one text."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._path: list[tuple[int, str]] = []

    def take(self, heading: str, level: int, explicit: str = "") -> str:
        """A unique anchor for the next heading."""
        self._path = [step for step in self._path if step[0] < level]
        parent = self._path[-1][1] if self._path else ""
        anchor = self._unique(slug(explicit or heading) or "section", parent)
        self._taken.add(anchor)
        self._path.append((level, anchor))
        return anchor

    def _unique(self, wanted: str, parent: str) -> str:
        if wanted in PAGE_IDS or wanted.startswith(PAGE_PREFIXES):
            wanted = f"section-{wanted}"
        if wanted in self._taken and parent:
            wanted = f"{parent}-{wanted}"[:LONGEST]
        candidate, count = wanted, 1
        while candidate in self._taken:
            count += 1
            candidate = f"{wanted}-{count}"
        return candidate
