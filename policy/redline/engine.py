"""Two trees in, a redline out."""

from __future__ import annotations

from dataclasses import replace

from policy.redline.align import align
from policy.redline.budget import Budget
from policy.redline.changes import Change, Kind, Redline
from policy.redline.elsewhere import with_elsewhere
from policy.redline.inline import Inline
from policy.redline.items import block_item
from policy.redline.layout import lay_out
from policy.redline.marked import Entry
from policy.redline.marking import Aligned, mark
from policy.redline.markup import Ids, Markup
from policy.redline.moves import find_moves
from policy.redline.sections import section_changes
from policy.redline.tree import Block, Tree
from policy.redline.writing import Writer

# Stored with each result: a result of another engine is computed anew.
ENGINE = 2
# Texts of fewer blocks are read at a glance, rewritten or not.
FEW_BLOCKS = 10
LEAST_KEPT = 0.1


def compare(old: Tree, new: Tree, budget: Budget | None = None) -> Redline:
    """The redline from the old text to the new one.

    The same trees always give the same result, and the work is bounded by the budget:
    where the bound is met, ``is_coarse`` says so.
    """
    budget = budget or Budget()
    old_items = [block_item(block) for block in old.blocks]
    new_items = [block_item(block) for block in new.blocks]
    steps = align(old_items, new_items, budget)
    moves = find_moves(old_items, new_items, steps, budget)
    aligned = Aligned(old.blocks, new.blocks, steps, moves)
    entries, found = mark(aligned, budget)
    found = with_elsewhere(entries, found, budget)
    anchors = {block.anchor for block in new.blocks if block.anchor}
    ids = Ids(anchors)
    changes = _with_ids(found, ids)
    old_ids = _old_ids(aligned, entries, ids)
    targets = {
        f"#{anchor}": f"#{place}"
        for anchor, place in old_ids.items()
        if anchor not in anchors
    }
    writer = Writer(Inline(changes, Markup(targets)), old_ids)
    return Redline(
        changes=tuple(changes),
        html=lay_out(entries, aligned, writer),
        sections=section_changes(aligned, changes, old_ids),
        is_coarse=budget.is_exceeded or _is_rewritten(aligned),
    )


def _is_rewritten(aligned: Aligned) -> bool:
    """Whether next to nothing of two longer texts belongs together."""
    if min(len(aligned.old), len(aligned.new)) < FEW_BLOCKS:
        return False
    kept = [j for step in aligned.steps if step.old for j in step.new]
    kept.extend(aligned.moves.values())
    length = sum([len(aligned.new[j].text) for j in kept])
    old, new = _length(aligned.old), _length(aligned.new)
    return length < LEAST_KEPT * min(old, new)


def _length(blocks: tuple[Block, ...]) -> int:
    return sum([len(block.text) for block in blocks])


def _with_ids(changes: list[Change], ids: Ids) -> list[Change]:
    result = []
    for number, change in enumerate(changes, start=1):
        place = ids.take(f"change-{number}")
        source = ids.take(f"{place}-from") if change.kind is Kind.MOVED else ""
        result.append(replace(change, id=place, old_id=source))
    return result


def _old_ids(aligned: Aligned, entries: list[Entry], ids: Ids) -> dict[str, str]:
    """Ids for the sections that only the old text has, by anchor."""
    anchors = [entry.was_section for entry in entries]
    for step in aligned.steps:
        if not step.new and step.old[0] not in aligned.moves:
            block = aligned.old[step.old[0]]
            anchors.append(block.anchor if block.starts_section else "")
    return {anchor: ids.take(f"removed-{anchor}") for anchor in anchors if anchor}
