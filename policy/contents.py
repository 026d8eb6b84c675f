"""The contents list of a text: which of its headings, and how deep."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

UNCHANGED = "unchanged"
REMOVED = "removed"


class Heading(NamedTuple):
    """A heading of a text: where it leads, and in a redline how its section fared."""

    words: str
    level: int
    place: str
    state: str = UNCHANGED


class Entry(NamedTuple):
    """A line of the contents list; ``is_inner`` where it stands below another."""

    words: str
    place: str
    is_inner: bool
    state: str


def contents(headings: Iterable[Heading]) -> list[Entry]:
    """The headings of a text's two uppermost levels, in order, and every deeper one
    that a redline marks.

    A level with one heading only is that of a title: the list goes one deeper.
    """
    named = [heading for heading in headings if heading.words]
    if not named:
        return []
    counts = Counter(heading.level for heading in named)
    levels = sorted(counts)
    outer = next((level for level in levels if counts[level] > 1), levels[-1])
    inner = next((level for level in levels if level > outer), outer)
    listed = [
        Entry(heading.words, heading.place, heading.level > outer, heading.state)
        for heading in named
        if heading.level <= inner or heading.state != UNCHANGED
    ]
    return _without_gone_parents(listed)


def _without_gone_parents(entries: list[Entry]) -> list[Entry]:
    """What stays comes before a removed heading that it would seem to stand below."""
    result: list[Entry] = []
    gone: list[Entry] = []
    for entry in entries:
        if entry.state == REMOVED and (gone or not entry.is_inner):
            gone.append(entry)
            continue
        if not entry.is_inner:
            result.extend(gone)
            gone = []
        result.append(entry)
    return result + gone
