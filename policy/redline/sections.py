"""How each section fared, for the contents list."""

from __future__ import annotations

from collections.abc import Sequence

from policy.redline.changes import (
    Change,
    Kind,
    SectionChange,
    SectionState,
    Unit,
)
from policy.redline.marking import Aligned
from policy.redline.tree import Block


def section_changes(
    aligned: Aligned, changes: Sequence[Change], old_ids: dict[str, str]
) -> tuple[SectionChange, ...]:
    """Every section of both texts in the order of the marked text.

    ``old_ids`` holds the ids of headings that only the old text has, by anchor.
    """
    touched = _Touched(changes)
    result = []
    if not _is_headed(aligned.old) or not _is_headed(aligned.new):
        result.append(_beginning(aligned, touched))
    came_from = {new: old for old, new in aligned.moves.items()}
    for step in aligned.steps:
        old = aligned.old[step.old[0]] if step.old else None
        new = aligned.new[step.new[0]] if step.new else None
        if step.new and step.new[0] in came_from:
            old = aligned.old[came_from[step.new[0]]]
        elif step.old and step.old[0] in aligned.moves:
            continue
        if new is not None and new.starts_section:
            is_moved = not step.old and old is not None
            result.append(_present(old, new, is_moved, touched))
        if old is not None and old.starts_section:
            is_gone = new is None or not new.starts_section
            if is_gone:
                result.append(
                    SectionChange(
                        SectionState.REMOVED,
                        old.level,
                        old.text,
                        old_ids.get(old.anchor, ""),
                        old_anchor=old.anchor,
                    )
                )
    return tuple(result)


class _Touched:
    """The anchors of sections in which something changed."""

    def __init__(self, changes: Sequence[Change]) -> None:
        self.old: set[str] = set()
        self.new: set[str] = set()
        self.renumbered: set[str] = set()
        for change in changes:
            if change.kind is Kind.NUMBER and change.new_section:
                self.renumbered.add(change.new_section.anchor)
                continue
            if change.kind is Kind.MOVED and change.unit in (
                Unit.SECTION,
                Unit.HEADING,
            ):
                continue
            if change.old_section:
                self.old.add(change.old_section.anchor)
            if change.new_section:
                self.new.add(change.new_section.anchor)


def _is_headed(blocks: tuple[Block, ...]) -> bool:
    """Whether the text begins with a heading."""
    return not blocks or blocks[0].starts_section


def _beginning(aligned: Aligned, touched: _Touched) -> SectionChange:
    if _is_headed(aligned.old):
        state = SectionState.ADDED
    elif _is_headed(aligned.new):
        state = SectionState.REMOVED
    elif "" in touched.old | touched.new:
        state = SectionState.CHANGED
    else:
        state = SectionState.UNCHANGED
    is_changed = state is SectionState.CHANGED
    return SectionChange(state, 0, "", "", is_changed=is_changed)


def _present(
    old: Block | None, new: Block, is_moved: bool, touched: _Touched
) -> SectionChange:
    """A section of the new text."""
    was_section = old is not None and old.starts_section
    old_anchor = old.anchor if old is not None and was_section else ""
    is_changed = new.anchor in touched.new or (
        was_section and old_anchor in touched.old
    )
    if not was_section:
        state, is_changed = SectionState.ADDED, False
    elif is_moved:
        state = SectionState.MOVED
    elif is_changed:
        state = SectionState.CHANGED
    elif new.anchor in touched.renumbered:
        state = SectionState.RENUMBERED
    else:
        state = SectionState.UNCHANGED
    return SectionChange(
        state, new.level, new.text, new.anchor, old_anchor, new.anchor, is_changed
    )
