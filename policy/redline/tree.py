"""A text as a tree of blocks.

The blocks stand in reading order; the tree is in their paths: the lists, items and
quotes that a block stands in, outermost first. Two blocks share a container when their
paths hold the same object.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from policy.anchors import NUMBER

NUMBER_WORD = re.compile(r"^(?:section|article|part|§)\s*", re.IGNORECASE)


class Mark(NamedTuple):
    """What is said of words: ``tag`` is a, em, strong, s or code; only a has a href."""

    tag: str
    href: str = ""


class Run(NamedTuple):
    """Words and spaces that carry the same marks, outermost first.

    Outside preformatted text every white space is one space, and a line feed is a line
    break (br).
    """

    text: str
    marks: tuple[Mark, ...] = ()


class BlockKind(StrEnum):
    """What a block is; items of lists and words in quotes are paragraphs."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    PREFORMATTED = "preformatted"
    RULE = "rule"
    TABLE = "table"


@dataclass(frozen=True, slots=True)
class Container:
    """A ul, ol, li or blockquote.

    ``number`` counts the containers of the text from 1. ``start`` is an ol's first
    number; ``position`` counts the items of a list from 0.
    """

    tag: str
    number: int
    start: int = 1
    position: int = 0

    @property
    def is_list(self) -> bool:
        """Whether it holds items."""
        return self.tag in ("ul", "ol")


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell; ``alignment`` is left, center, right or ''."""

    runs: tuple[Run, ...]
    text: str
    is_head: bool = False
    alignment: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A table row; ``is_head`` where it stands in the table's head."""

    cells: tuple[Cell, ...]
    is_head: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, paragraph, preformatted text, rule or table.

    ``level`` (2 to 6) and ``anchor`` belong to headings, ``rows`` to tables. A bare
    paragraph is an item's text that has no p of its own. ``text`` is what the runs say;
    a table's is that of its cells, by tabs and line feeds.
    """

    kind: BlockKind
    path: tuple[Container, ...] = ()
    runs: tuple[Run, ...] = ()
    text: str = ""
    level: int = 0
    anchor: str = ""
    is_bare: bool = False
    rows: tuple[Row, ...] = ()

    @property
    def starts_section(self) -> bool:
        """Whether it is a heading at the top level of the text."""
        return self.kind is BlockKind.HEADING and not self.path


@dataclass(frozen=True, slots=True)
class Tree:
    """A whole text."""

    blocks: tuple[Block, ...]

    @property
    def text(self) -> str:
        """All words, a line per block."""
        return "\n".join(block.text for block in self.blocks)


def split_number(heading: str) -> tuple[str, str]:
    """A heading's own number, '' where it has none, and its words without it.

    >>> split_number("Section 4: How information is shared")
    ('4', 'How information is shared')
    """
    match = NUMBER.match(heading)
    if match is None or match.end() == len(heading):
        return "", heading
    number = NUMBER_WORD.sub("", match[0]).strip(" \xa0.):-–—")
    return number, heading[match.end() :]
