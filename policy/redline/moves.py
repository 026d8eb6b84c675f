"""Blocks that stand elsewhere than before."""

from __future__ import annotations

from collections.abc import Sequence

from policy.redline.budget import Budget
from policy.redline.items import Item, Step
from policy.redline.similarity import bag, candidates
from policy.redline.tree import BlockKind

# A shorter block may stand in two places by chance.
LEAST_LENGTH = 20
LEAST_WORDS = 8
ALIKE_ELSEWHERE = 0.7


def find_moves(
    old: Sequence[Item], new: Sequence[Item], steps: Sequence[Step], budget: Budget
) -> dict[int, int]:
    """For removed blocks the added ones that they became: place by place."""
    removed = {step.old[0] for step in steps if not step.new}
    added = {step.new[0] for step in steps if not step.old}
    if not removed or not added:
        return {}
    moves: dict[int, int] = {}
    taken: set[int] = set()
    for i, j in _equal(old, new, removed, added):
        if moves.get(i) == j:
            continue  # The stretch that began before has come past here.
        while i in removed and j in added and old[i].key == new[j].key:
            if i not in moves and j not in taken:
                moves[i] = j
                taken.add(j)
            i, j = i + 1, j + 1
    for i, j in sorted(moves.items()):
        while i - 1 in removed and j - 1 in added and old[i - 1].key == new[j - 1].key:
            i, j = i - 1, j - 1
            if i in moves or j in taken:
                break
            moves[i] = j
            taken.add(j)
    _add_alike(old, new, removed - set(moves), added - taken, moves, budget)
    return moves


def _equal(
    old: Sequence[Item], new: Sequence[Item], removed: set[int], added: set[int]
) -> list[tuple[int, int]]:
    """Equal blocks that stand once among what was removed and once among the added."""
    once_old = _once(old, removed)
    once_new = _once(new, added)
    return [
        (i, once_new[key])
        for key, i in sorted(once_old.items(), key=lambda each: each[1])
        if key in once_new
        and (len(old[i].text) >= LEAST_LENGTH or old[i].kind == BlockKind.HEADING)
    ]


def _once(items: Sequence[Item], places: set[int]) -> dict[object, int]:
    found: dict[object, int] = {}
    repeated = set()
    for place in sorted(places):
        key = items[place].key
        if key in found:
            repeated.add(key)
        found[key] = place
    return {key: place for key, place in found.items() if key not in repeated}


def _add_alike(
    old: Sequence[Item],
    new: Sequence[Item],
    removed: set[int],
    added: set[int],
    moves: dict[int, int],
    budget: Budget,
) -> None:
    """Blocks that were moved and reworded at once."""
    kinds = (BlockKind.PARAGRAPH, BlockKind.PREFORMATTED)
    bags_old = {i: bag(old[i].text) for i in sorted(removed) if old[i].kind in kinds}
    bags_new = {j: bag(new[j].text) for j in sorted(added) if new[j].kind in kinds}
    bags_old = {i: each for i, each in bags_old.items() if each.length >= LEAST_WORDS}
    bags_new = {j: each for j, each in bags_new.items() if each.length >= LEAST_WORDS}
    taken: set[int] = set()
    found = candidates(bags_old, bags_new, budget, least=ALIKE_ELSEWHERE)
    for each in sorted(found, key=lambda each: (-each.likeness, each.old, each.new)):
        if each.old not in moves and each.new not in taken:
            moves[each.old] = each.new
            taken.add(each.new)
