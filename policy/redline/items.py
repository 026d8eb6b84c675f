"""What the alignment knows of blocks and rows."""

from __future__ import annotations

from collections.abc import Hashable
from typing import NamedTuple

from policy.redline.tree import Block, BlockKind, split_number


class Item(NamedTuple):
    """What the alignment needs of a block or row: equal keys are equal things."""

    key: Hashable
    text: str
    kind: str
    anchor: str = ""
    can_split: bool = False


class Step(NamedTuple):
    """Places of blocks that belong together; one side may be empty.

    Several on one side: a paragraph that was split, or paragraphs that were merged.
    """

    old: tuple[int, ...]
    new: tuple[int, ...]


def block_item(block: Block) -> Item:
    """A heading is the same when only its number changed."""
    text = block.text
    if block.kind is BlockKind.HEADING:
        words = split_number(text)[1].casefold()
        return Item((block.kind, words), words, block.kind, block.anchor)
    can_split = block.kind is BlockKind.PARAGRAPH
    return Item((block.kind, text), text, block.kind, can_split=can_split)
