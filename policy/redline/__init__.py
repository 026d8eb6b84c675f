"""The redline: the marked comparison of two versions.

Pure: two block trees in, a list of changes and safe HTML out. Two stages: blocks that
belong together (``align``, ``moves``), then the words inside them (``pieces``). See
``docs/decisions.md`` for why this is our own.
"""

from policy.redline.budget import Budget
from policy.redline.changes import (
    Change,
    Elsewhere,
    Kind,
    Place,
    Redline,
    SectionChange,
    SectionState,
    Unit,
)
from policy.redline.engine import ENGINE, compare
from policy.redline.listing import Listed, listed
from policy.redline.markup import ATTRIBUTES, TAGS
from policy.redline.prose import describe, section_label, sentence
from policy.redline.reading import read
from policy.redline.tree import Block, Tree

__all__ = [
    "ATTRIBUTES",
    "ENGINE",
    "TAGS",
    "Block",
    "Budget",
    "Change",
    "Elsewhere",
    "Kind",
    "Listed",
    "Place",
    "Redline",
    "SectionChange",
    "SectionState",
    "Tree",
    "Unit",
    "compare",
    "describe",
    "listed",
    "read",
    "section_label",
    "sentence",
]
