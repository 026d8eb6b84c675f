"""Which blocks of a gap tell of the same thing in other words."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from typing import NamedTuple, TypeVar

from policy.redline.budget import Budget
from policy.redline.words import tokens, writes_signs

T = TypeVar("T")

# At least so alike are two blocks of which one became the other.
ALIKE = 0.4
# Up to so many pairs all are tried; else only blocks that share an uncommon word.
MOST_PAIRS = 400
MOST_HOLDERS = 6
MOST_CANDIDATES = 4
# What a longer text begins with tells enough.
MOST_WORDS = 2000
# Longer on average than the words of any script that writes spaces.
LONG_WORDS = 20


class Bag(NamedTuple):
    """The words of a block and its pairs of neighboring words, with their counts."""

    words: Counter[str]
    couples: Counter[tuple[str, str]]
    length: int


def bag(text: str) -> Bag:
    """The words as they stand between spaces, or, where a script writes none, signs."""
    text = text[: MOST_WORDS * 8]
    words = text.split()
    if len(text) > LONG_WORDS * len(words) or writes_signs(text):
        words = [word.strip() for word in tokens(text)]
    del words[MOST_WORDS:]
    couples = Counter(zip(["", *words], [*words, ""], strict=True))
    return Bag(Counter(words), couples, len(words))


def likeness(old: Bag, new: Bag) -> float:
    """From 0 (nothing in common) to 1 (the same words in the same order)."""
    total = old.length + new.length
    if not total:
        return 1.0
    words = 2 * _shared(old.words, new.words) / total
    if words < ALIKE / 2:
        return 0.0
    couples = 2 * _shared(old.couples, new.couples) / (total + 2)
    return (words + couples) / 2


def coverage(part: Bag, whole: Bag) -> float:
    """How much of the part's wording stands in the whole, from 0 to 1."""
    if part.length < 2:
        return 0.0
    # The couples at both ends are no evidence: the whole goes on there.
    return min(1.0, _shared(part.couples, whole.couples) / (part.length - 1))


def _shared(old: Counter[T], new: Counter[T]) -> int:
    if len(old) > len(new):
        old, new = new, old
    return sum([min(count, new[word]) for word, count in old.items() if word in new])


class Candidate(NamedTuple):
    """Two blocks by their places, and how alike they are."""

    old: int
    new: int
    likeness: float


def candidates(
    old: dict[int, Bag], new: dict[int, Bag], budget: Budget, least: float = ALIKE
) -> list[Candidate]:
    """Pairs of blocks, by place, that are alike enough."""
    if len(old) * len(new) <= MOST_PAIRS:
        pairs = [(i, j) for i in old for j in new]
    else:
        pairs = _by_uncommon_words(old, new, budget)
    result = []
    for i, j in pairs:
        counts = old[i].length, new[j].length
        if 2 * min(counts) < least * sum(counts):
            continue
        if not budget.spend(2 + min(old[i].length, new[j].length) // 4):
            break
        alike = likeness(old[i], new[j])
        if alike >= least:
            result.append(Candidate(i, j, alike))
    return result


def _by_uncommon_words(
    old: dict[int, Bag], new: dict[int, Bag], budget: Budget
) -> list[tuple[int, int]]:
    """For every new block the old ones with which it shares most uncommon words."""
    size = sum([len(each.couples) for each in (*old.values(), *new.values())])
    if not budget.spend(size):
        return []
    holders: dict[tuple[str, str], list[int]] = {}
    for i, each in old.items():
        for couple in each.couples:
            holders.setdefault(couple, []).append(i)
    pairs = []
    for j, each in new.items():
        votes: Counter[int] = Counter()
        for couple in each.couples:
            found = holders.get(couple, ())
            if len(found) <= MOST_HOLDERS:
                votes.update(found)
        best = sorted(votes.items(), key=lambda vote: (-vote[1], abs(vote[0] - j)))
        pairs.extend([(i, j) for i, _ in best[:MOST_CANDIDATES]])
    return sorted(pairs)


def best_chain(found: list[Candidate], weights: dict[int, int]) -> list[Candidate]:
    """The pairs, rising on both sides, that keep most of the new text.

    ``weights`` holds the length of each new block.
    """
    columns = sorted({candidate.new for candidate in found})
    # A Fenwick tree: the best chain that ends at or before a column.
    best: list[tuple[float, int]] = [(0.0, -1)] * (len(columns) + 1)
    before: list[int] = []
    ordered = sorted(found, key=lambda each: (each.old, -each.new))
    top = (0.0, -1)
    for index, candidate in enumerate(ordered):
        column = bisect_left(columns, candidate.new)
        worth, last = 0.0, -1
        place = column
        while place:
            if best[place][0] > worth:
                worth, last = best[place]
            place &= place - 1
        before.append(last)
        worth += candidate.likeness**2 * (1 + weights[candidate.new])
        top = max(top, (worth, index), key=lambda each: each[0])
        place = column + 1
        while place <= len(columns):
            if worth > best[place][0]:
                best[place] = (worth, index)
            place += place & -place
    chain = []
    index = top[1]
    while index >= 0:
        chain.append(ordered[index])
        index = before[index]
    return chain[::-1]
