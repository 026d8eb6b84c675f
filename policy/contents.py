"""The contents list of a text: which of its headings, and how deep."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple


class Heading(NamedTuple):
    """A heading of a text: where it leads, and in a redline how its section fared."""

    words: str
    level: int
    place: str
    state: str = "unchanged"


class Entry(NamedTuple):
    """A line of the contents list; ``is_inner`` where it stands below another."""

    words: str
    place: str
    is_inner: bool
    state: str


def contents(headings: Iterable[Heading]) -> list[Entry]:
    """The headings of a text's two uppermost levels, in order.

    A level with one heading only is that of a title: the list goes one deeper.
    """
    named = [heading for heading in headings if heading.words]
    if not named:
        return []
    counts = Counter(heading.level for heading in named)
    levels = sorted(counts)
    outer = next((level for level in levels if counts[level] > 1), levels[-1])
    inner = next((level for level in levels if level > outer), outer)
    return [
        Entry(heading.words, heading.place, heading.level > outer, heading.state)
        for heading in named
        if heading.level <= inner
    ]
