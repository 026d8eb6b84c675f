"""Paragraphs that were split, and paragraphs that were merged."""

from __future__ import annotations

from collections.abc import Sequence

from policy.redline.budget import Budget
from policy.redline.items import Item, Step
from policy.redline.similarity import bag, coverage, likeness

COVERED = 0.7


def with_splits(
    steps: list[Step], old: Sequence[Item], new: Sequence[Item], budget: Budget
) -> list[Step]:
    """Let pairs take in the neighbors that are parts of their other side."""
    result: list[Step] = []
    before = Step((-1,), (-1,))
    for index, step in enumerate(steps):
        is_last = index + 1 == len(steps)
        after = Step((len(old),), (len(new),)) if is_last else steps[index + 1]
        old_room = range(before.old[-1] + 1, after.old[0])
        new_room = range(before.new[-1] + 1, after.new[0])
        (i,), (j,) = step.old, step.new
        can_split = old[i].can_split and new[j].can_split and old[i].key != new[j].key
        if can_split and len(new_room) > 1:
            step = Step((i,), _grow(j, new_room, new, old[i], budget))
        if can_split and len(step.new) == 1 and len(old_room) > 1:
            step = Step(_grow(i, old_room, old, new[j], budget), (j,))
        result.append(step)
        before = step
    return result


def _grow(
    place: int, room: range, items: Sequence[Item], other: Item, budget: Budget
) -> tuple[int, ...]:
    """The place and its neighbors that, joined, come closer to the other side."""
    first = last = place
    whole = bag(other.text)
    closest = likeness(bag(items[place].text), whole)
    for direction in (1, -1):
        while True:
            neighbor = last + 1 if direction > 0 else first - 1
            if neighbor not in room or not items[neighbor].can_split:
                break
            if not budget.spend(whole.length + len(items[neighbor].text) // 8):
                break
            if coverage(bag(items[neighbor].text), whole) < COVERED:
                break
            start, end = min(first, neighbor), max(last, neighbor)
            joined = bag("\n".join(items[k].text for k in range(start, end + 1)))
            closer = likeness(joined, whole)
            if closer <= closest:
                break
            first, last, closest = start, end, closer
    return tuple(range(first, last + 1))
