"""Paragraphs that were split, and paragraphs that were merged."""

from __future__ import annotations

from collections.abc import Sequence

from policy.redline.budget import Budget
from policy.redline.items import Item, Step
from policy.redline.similarity import bag, coverage, likeness

COVERED = 0.7
MOST_BETWEEN = 2


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
    """The place and its neighbors that, joined, come closer to the other side.

    Between two parts a few paragraphs may stand that are new, or are gone.
    """
    whole = bag(other.text)
    parts = [place]
    closest = likeness(bag(items[place].text), whole)
    for direction in (1, -1):
        between = 0
        neighbor = place + direction
        while neighbor in room and items[neighbor].can_split:
            part = bag(items[neighbor].text)
            if not budget.spend(2 * whole.length + part.length):
                break
            closer = closest
            if part.length and coverage(part, whole) >= COVERED:
                joined = sorted([*parts, neighbor])
                text = "\n".join([items[k].text for k in joined])
                closer = likeness(bag(text), whole)
            if closer > closest:
                parts.append(neighbor)
                between, closest = 0, closer
            else:
                between += 1
            if between > MOST_BETWEEN:
                break
            neighbor += direction
    return tuple(range(min(parts), max(parts) + 1))
