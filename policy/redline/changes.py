"""What a comparison finds: changes, and how each section fared."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """What changed."""

    INSERTED = "inserted"  # whole blocks
    DELETED = "deleted"
    MOVED = "moved"
    WORDS = "words"  # words inside a block
    NUMBER = "number"  # a heading's own number
    SPLIT = "split"  # one paragraph became several
    MERGED = "merged"
    LINK_TARGET = "link target"
    EMPHASIS = "emphasis"
    HEADING_LEVEL = "heading level"
    BLOCK_TYPE = "block type"
    LIST_TYPE = "list type"
    LIST_START = "list start"
    NESTING = "nesting"
    QUOTE = "quote"
    TABLE_CELL = "table cell"


class Unit(StrEnum):
    """What was inserted, deleted or moved, or what words changed in."""

    SECTION = "section"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    PREFORMATTED = "preformatted"
    RULE = "rule"
    TABLE = "table"
    ROW = "row"
    COLUMN = "column"
    CELL = "cell"


class SectionState(StrEnum):
    """How a section fared from the old text to the new one."""

    UNCHANGED = "unchanged"
    RENUMBERED = "renumbered"  # nothing but its number changed
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Place:
    """A section as changes name it: its heading's number ('' for none), the heading
    without it, and the anchor. All are '' before the first heading; ``is_whole`` is
    true there where the text has no headings at all."""

    number: str = ""
    heading: str = ""
    anchor: str = ""
    is_whole: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Where the words of a change stand in the other text, if not in the same place.

    ``is_all``: nearly all of them, so that they moved; else others like them.
    """

    section: Place
    is_all: bool


@dataclass(frozen=True, slots=True)
class Change:
    """One change, in the order of the marked text.

    ``old`` and ``new`` are the words, '' where there are none; for changes of form they
    are what it was and is: a link's target, a level, ``ul`` or ``ol``, a mark's tag
    (several by spaces). ``words`` are those that a change of form is about;
    ``before`` are the words of the new text in front of words that changed.
    ``count`` is how many blocks (rows, items) the change spans. ``row`` and ``column``
    name a table cell by the first cell of its row and the head of its column.
    ``after`` is the section behind which a moved section stands now. ``old_elsewhere``
    says where the new text has the old words, ``new_elsewhere`` where the old text had
    the new ones.
    ``id`` is the change's place in the marked text; ``old_id`` the place that something
    moved from.
    """

    kind: Kind
    old_section: Place | None
    new_section: Place | None
    old: str = ""
    new: str = ""
    words: str = ""
    before: str = ""
    unit: Unit = Unit.PARAGRAPH
    count: int = 1
    row: str = ""
    column: str = ""
    after: Place | None = None
    old_elsewhere: Elsewhere | None = None
    new_elsewhere: Elsewhere | None = None
    id: str = ""
    old_id: str = ""

    @property
    def section(self) -> Place:
        """Where the change is read: in the new text, or else in the old."""
        return self.new_section or self.old_section or Place()


@dataclass(frozen=True, slots=True)
class SectionChange:
    """A section for the contents list, in the order of the marked text.

    ``id`` leads to its heading in the marked text. ``level`` and ``heading`` (with its
    number) are those of the new text, of the old one where it was removed; both are 0
    and '' for what stands before the first heading. ``is_changed`` is true for a moved
    section whose text changed as well.
    """

    state: SectionState
    level: int
    heading: str
    id: str
    old_anchor: str = ""
    new_anchor: str = ""
    is_changed: bool = False


@dataclass(frozen=True, slots=True)
class Redline:
    """The marked comparison of two texts.

    ``html`` is safe. ``is_coarse``: the texts were too large or too different for all
    of the work, so that some of it is marked by whole blocks only.
    """

    changes: tuple[Change, ...]
    html: str
    sections: tuple[SectionChange, ...]
    is_coarse: bool
