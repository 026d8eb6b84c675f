"""What two sequences have in common, in order.

First what is equal at both ends, then what stands once in each (patience), then the
longest common subsequence of what lies between, computed a row at a time on the bits of
integers (Hyyrö 2004, "Bit-parallel LCS-length computation revisited").
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Hashable, Sequence

from policy.redline.budget import Budget

# Rows of bits are kept to walk back through: 4 MiB of them.
MOST_BITS = 1 << 25


def common_pairs(
    old: Sequence[Hashable], new: Sequence[Hashable], budget: Budget
) -> list[tuple[int, int]]:
    """Pairs of positions of equal things, rising on both sides.

    Where the budget does not suffice, fewer pairs than there are.
    """
    pairs: list[tuple[int, int]] = []
    spans = [(0, len(old), 0, len(new))]
    while spans:
        span = _trim(old, new, spans.pop(), pairs)
        i1, i2, j1, j2 = span
        if i1 == i2 or j1 == j2:
            continue
        if not budget.spend(i2 - i1 + j2 - j1):
            continue
        anchors = _anchors(old, new, span)
        if not anchors and (i2 - i1) * (j2 - j1) > MOST_BITS:
            anchors = _anchors_by_fours(old, new, span)
        if not anchors:
            pairs.extend(_longest(old, new, span, budget))
            continue
        pairs.extend(anchors)
        for i, j in anchors:
            spans.append((i1, i, j1, j))
            i1, j1 = i + 1, j + 1
        spans.append((i1, i2, j1, j2))
    pairs.sort()
    return pairs


def _trim(
    old: Sequence[Hashable],
    new: Sequence[Hashable],
    span: tuple[int, int, int, int],
    pairs: list[tuple[int, int]],
) -> tuple[int, int, int, int]:
    """Take what is equal at both ends into the pairs."""
    i1, i2, j1, j2 = span
    while i1 < i2 and j1 < j2 and old[i1] == new[j1]:
        pairs.append((i1, j1))
        i1 += 1
        j1 += 1
    while i1 < i2 and j1 < j2 and old[i2 - 1] == new[j2 - 1]:
        i2 -= 1
        j2 -= 1
        pairs.append((i2, j2))
    return i1, i2, j1, j2


def _anchors(
    old: Sequence[Hashable],
    new: Sequence[Hashable],
    span: tuple[int, int, int, int],
) -> list[tuple[int, int]]:
    """The longest rising chain of things that stand once on each side."""
    i1, i2, j1, j2 = span
    once_old = _once(old, i1, i2)
    once_new = _once(new, j1, j2)
    shared = [
        (i, once_new[thing]) for thing, i in once_old.items() if thing in once_new
    ]
    shared.sort()
    return longest_rising(shared)


def _anchors_by_fours(
    old: Sequence[Hashable],
    new: Sequence[Hashable],
    span: tuple[int, int, int, int],
) -> list[tuple[int, int]]:
    """The same for four things in a row: long texts have few words that stand once."""
    i1, i2, j1, j2 = span
    ends = range(4)
    fours_old = list(zip(*[old[i1 + n : i2 - 3 + n] for n in ends], strict=True))
    fours_new = list(zip(*[new[j1 + n : j2 - 3 + n] for n in ends], strict=True))
    whole = (0, len(fours_old), 0, len(fours_new))
    return [(i1 + i, j1 + j) for i, j in _anchors(fours_old, fours_new, whole)]


def _once(things: Sequence[Hashable], start: int, end: int) -> dict[Hashable, int]:
    positions: dict[Hashable, int] = {}
    repeated = set()
    for index in range(start, end):
        thing = things[index]
        if thing in positions:
            repeated.add(thing)
        positions[thing] = index
    for thing in repeated:
        del positions[thing]
    return positions


def longest_rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Of pairs in rising order of the first number, the most that rise in both."""
    tails: list[int] = []
    tail_at: list[int] = []
    before: list[int] = []
    for index, (_, j) in enumerate(pairs):
        place = bisect_left(tails, j)
        before.append(tail_at[place - 1] if place else -1)
        if place == len(tails):
            tails.append(j)
            tail_at.append(index)
        else:
            tails[place] = j
            tail_at[place] = index
    chain = []
    index = tail_at[-1] if tail_at else -1
    while index >= 0:
        chain.append(pairs[index])
        index = before[index]
    return chain[::-1]


def _longest(
    old: Sequence[Hashable],
    new: Sequence[Hashable],
    span: tuple[int, int, int, int],
    budget: Budget,
) -> list[tuple[int, int]]:
    """The longest common subsequence of the span, or nothing where it costs too much.

    A zero bit at (row, column) says that the column adds one to the longest common
    subsequence of the rows so far and the columns up to it.
    """
    i1, i2, j1, j2 = span
    width = j2 - j1
    columns: dict[Hashable, list[int]] = {thing: [] for thing in old[i1:i2]}
    for column in range(width):
        if (found := columns.get(new[j1 + column])) is not None:
            found.append(column)
    lines = [i for i in range(i1, i2) if columns[old[i]]]
    if not lines:
        return []
    is_too_much = len(lines) * width > MOST_BITS
    if is_too_much or not budget.spend(len(lines) * (4 + width // 128)):
        budget.is_exceeded = True
        return []
    size = width // 8 + 1
    masks = {thing: _bits(found, size) for thing, found in columns.items() if found}
    full = (1 << width) - 1
    bits = full
    # As bytes: one bit of a long integer costs as much as all of it.
    rows = [bits.to_bytes(size, "little")]
    for i in lines:
        hits = bits & masks[old[i]]
        bits = ((bits + hits) | (bits - hits)) & full
        rows.append(bits.to_bytes(size, "little"))
    pairs = []
    row, column = len(lines), width
    while row and column:
        place, bit = divmod(column - 1, 8)
        if rows[row][place] >> bit & 1:
            column -= 1
            continue
        row -= 1
        if rows[row][place] >> bit & 1:
            column -= 1
            pairs.append((lines[row], j1 + column))
    return pairs


def _bits(columns: list[int], size: int) -> int:
    """An integer with a bit for each of the columns."""
    marks = bytearray(size)
    for column in columns:
        marks[column >> 3] |= 1 << (column & 7)
    return int.from_bytes(marks, "little")
