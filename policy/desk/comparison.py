"""What a draft changes, paragraph by paragraph, for staff."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

# A blank line, or the beginning of the next list item.
PARAGRAPH_END = re.compile(r"\n\s*\n|\n(?=\s*(?:[-*+]|\d+[.)])\s)")


@dataclass(frozen=True)
class Block:
    """A paragraph of the source: ``kind`` is same, inserted or deleted."""

    kind: str
    text: str


def compare(old: str, new: str) -> list[Block]:
    """The paragraphs of both texts in reading order, marked."""
    before, after = _paragraphs(old), _paragraphs(new)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    return list(_blocks(matcher, before, after))


def _paragraphs(text: str) -> list[str]:
    return [part.strip() for part in PARAGRAPH_END.split(text) if part.strip()]


def _blocks(
    matcher: SequenceMatcher[str], before: list[str], after: list[str]
) -> Iterator[Block]:
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            yield Block("same", f"{i2 - i1}")
            continue
        for text in before[i1:i2]:
            yield Block("deleted", text)
        for text in after[j1:j2]:
            yield Block("inserted", text)
