"""Stage one: which blocks of two texts belong together.

Equal blocks first; then, in the gaps between them, blocks that are alike, headings that
were renamed, and paragraphs that were split or merged. What is left over was removed or
added, or moved (see ``moves``).
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from typing import NamedTuple

from policy.redline.budget import Budget
from policy.redline.items import Item, Step
from policy.redline.sequences import common_pairs
from policy.redline.similarity import (
    ALIKE,
    MOST_PAIRS,
    Bag,
    Candidate,
    bag,
    best_chain,
    candidates,
    coverage,
    likeness,
)
from policy.redline.splits import with_splits
from policy.redline.tree import BlockKind

# Where two blocks stand alone between the same neighbors, less will do.
ALIKE_ALONE = 0.25
# A heading may become a paragraph, and the other way round.
WORDS = {BlockKind.HEADING, BlockKind.PARAGRAPH}


class _Gap(NamedTuple):
    old: range
    new: range


def align(old: Sequence[Item], new: Sequence[Item], budget: Budget) -> list[Step]:
    """Every place of both sides once, in reading order; removed before added."""
    anchors = _anchors(old, new, budget)
    matched = [Step((i,), (j,)) for i, j in anchors]
    i = j = 0
    for end_i, end_j in [*anchors, (len(old), len(new))]:
        if end_i > i and end_j > j:
            gap = _Gap(range(i, end_i), range(j, end_j))
            matched.extend(_match_gap(old, new, gap, budget))
        i, j = end_i + 1, end_j + 1
    matched.sort()
    matched = with_splits(matched, old, new, budget)
    return list(_with_the_rest(matched, len(old), len(new)))


def _anchors(
    old: Sequence[Item], new: Sequence[Item], budget: Budget
) -> list[tuple[int, int]]:
    """What is equal at both ends, and, between, the rising chain of equal and of alike
    blocks that keeps most of the text. What stands several times waits for the gaps."""
    start, old_end, new_end = 0, len(old), len(new)
    while start < min(old_end, new_end) and old[start].key == new[start].key:
        start += 1
    while (
        start < min(old_end, new_end) and old[old_end - 1].key == new[new_end - 1].key
    ):
        old_end, new_end = old_end - 1, new_end - 1
    pairs = [(place, place) for place in range(start)]
    if start < min(old_end, new_end):
        gap = _Gap(range(start, old_end), range(start, new_end))
        pairs.extend(_middle_anchors(old, new, gap, budget))
    pairs.extend(zip(range(old_end, len(old)), range(new_end, len(new)), strict=True))
    return pairs


def _middle_anchors(
    old: Sequence[Item], new: Sequence[Item], gap: _Gap, budget: Budget
) -> list[tuple[int, int]]:
    places_old, places_new = _places(old, gap.old), _places(new, gap.new)
    found = [
        Candidate(places[0], others[0], 1.0)
        for key, places in places_old.items()
        if len(places) == 1 and len(others := places_new.get(key, [])) == 1
    ]
    bags_old = {i: bag(old[i].text) for i in gap.old if old[i].key not in places_new}
    bags_new = {j: bag(new[j].text) for j in gap.new if new[j].key not in places_old}
    found.extend(_alike(old, new, bags_old, bags_new, budget))
    chain = best_chain(found, {j: len(new[j].text) for j in gap.new})
    return [(each.old, each.new) for each in chain]


def _places(items: Sequence[Item], room: range) -> dict[Hashable, list[int]]:
    places: dict[Hashable, list[int]] = {}
    for place in room:
        places.setdefault(items[place].key, []).append(place)
    return places


def _alike(
    old: Sequence[Item],
    new: Sequence[Item],
    bags_old: dict[int, Bag],
    bags_new: dict[int, Bag],
    budget: Budget,
) -> list[Candidate]:
    """Pairs of blocks of one kind that are alike, or of which one is in the other."""
    found = []
    # Sorted: the order of a set of strings differs from run to run.
    for kind in sorted({old[i].kind for i in bags_old}):
        some_old = {i: each for i, each in bags_old.items() if old[i].kind == kind}
        some_new = {j: each for j, each in bags_new.items() if new[j].kind == kind}
        found.extend(candidates(some_old, some_new, budget))
        if len(some_old) * len(some_new) <= MOST_PAIRS:
            found.extend(_parts(some_old, some_new, old, new, budget))
    return found


def _with_the_rest(
    matched: list[Step], old_count: int, new_count: int
) -> Iterable[Step]:
    i = j = 0
    for step in [*matched, Step((old_count,), (new_count,))]:
        for place in range(i, step.old[0]):
            yield Step((place,), ())
        for place in range(j, step.new[0]):
            yield Step((), (place,))
        i, j = step.old[-1] + 1, step.new[-1] + 1
        if step.old[0] < old_count:
            yield step


def _match_gap(
    old: Sequence[Item], new: Sequence[Item], gap: _Gap, budget: Budget
) -> list[Step]:
    """What belongs together between two anchors: equal blocks, then alike ones."""
    keys_old = [old[i].key for i in gap.old]
    keys_new = [new[j].key for j in gap.new]
    equal = [
        (gap.old[i], gap.new[j]) for i, j in common_pairs(keys_old, keys_new, budget)
    ]
    steps = [Step((i,), (j,)) for i, j in equal]
    i, j = gap.old.start, gap.new.start
    for end_i, end_j in [*equal, (gap.old.stop, gap.new.stop)]:
        if end_i > i and end_j > j:
            inner = _Gap(range(i, end_i), range(j, end_j))
            steps.extend(_match_unequal(old, new, inner, budget))
        i, j = end_i + 1, end_j + 1
    return steps


def _match_unequal(
    old: Sequence[Item], new: Sequence[Item], gap: _Gap, budget: Budget
) -> list[Step]:
    words = sum([len(old[i].text) for i in gap.old])
    words += sum([len(new[j].text) for j in gap.new])
    if not budget.spend(words // 16):
        return []
    bags_old = {i: bag(old[i].text) for i in gap.old}
    bags_new = {j: bag(new[j].text) for j in gap.new}
    found = _same_words(old, new, gap)
    found.extend(_alike(old, new, bags_old, bags_new, budget))
    chain = best_chain(found, {j: len(new[j].text) for j in gap.new})
    steps = [Step((each.old,), (each.new,)) for each in chain]
    return _with_the_lonely(steps, old, new, gap, bags_old, bags_new)


def _same_words(old: Sequence[Item], new: Sequence[Item], gap: _Gap) -> list[Candidate]:
    """The same words or the same anchor, whatever the kind: they outweigh likeness."""
    by_text = {old[i].text.casefold(): i for i in reversed(gap.old) if old[i].text}
    by_anchor = {old[i].anchor: i for i in gap.old if old[i].anchor}
    found = []
    for j in gap.new:
        for place in (
            by_text.get(new[j].text.casefold()),
            by_anchor.get(new[j].anchor),
        ):
            if place is not None and _can_become(old[place], new[j]):
                found.append(Candidate(place, j, 1.5))
    return found


def _can_become(old: Item, new: Item) -> bool:
    return old.kind == new.kind or {old.kind, new.kind} <= WORDS


def _parts(
    bags_old: dict[int, Bag],
    bags_new: dict[int, Bag],
    old: Sequence[Item],
    new: Sequence[Item],
    budget: Budget,
) -> list[Candidate]:
    """Short parts of a long paragraph that was split into many, or made of many."""
    found: list[Candidate] = []
    for i, old_bag in bags_old.items():
        for j, new_bag in bags_new.items():
            short, long = sorted((old_bag, new_bag), key=lambda each: each.length)
            if not (old[i].can_split and new[j].can_split) or short.length < 5:
                continue
            if short.length * 2 >= long.length:
                continue
            if not budget.spend(2 + short.length // 4):
                return found
            if coverage(short, long) > 0.8:
                found.append(Candidate(i, j, ALIKE))
    return found


def _with_the_lonely(
    steps: list[Step],
    old: Sequence[Item],
    new: Sequence[Item],
    gap: _Gap,
    bags_old: dict[int, Bag],
    bags_new: dict[int, Bag],
) -> list[Step]:
    """Match what stands alone between the same neighbors, and renamed headings."""
    result = []
    i, j = gap.old.start, gap.new.start
    end = Step((gap.old.stop,), (gap.new.stop,))
    for step in [*steps, end]:
        left, right = range(i, step.old[0]), range(j, step.new[0])
        if left and right:
            first, other = left[-1], right[-1]
            is_alone = len(left) == len(right) == 1
            same_kind = old[first].kind == new[other].kind
            is_renamed = same_kind and old[first].kind == BlockKind.HEADING
            alike = (
                likeness(bags_old[first], bags_new[other])
                if is_alone and same_kind
                else 0.0
            )
            follows = step is not end or len(old) > end.old[0]
            if alike >= ALIKE_ALONE or (is_renamed and follows):
                result.append(Step((first,), (other,)))
        if step is not end:
            result.append(step)
        i, j = step.old[0] + 1, step.new[0] + 1
    return result
