"""Words that went from one place and stand in another: they are not simply gone.

Moved blocks are found before words are compared. Here are sentences that went from one
paragraph to another, or into one of their own, and the like.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from policy.redline.budget import Budget
from policy.redline.changes import Change, Elsewhere, Kind, Place
from policy.redline.marked import Entry, State
from policy.redline.words import has_letters, tokens

LEAST_WORDS = 8
LEAST_LENGTH = 20
# Three words in a row are known again.
REACH = 3
# What more stretches than so many have in common is a turn of phrase.
MOST_HOLDERS = 6
ALL = 0.9
MUCH = 0.4

_Triple = tuple[str, ...]


class _Stretch(NamedTuple):
    """Words of one text only, and the index of the change that they belong to."""

    change: int
    place: Place
    words: list[str]

    @property
    def triples(self) -> list[_Triple]:
        return list(zip(*[self.words[n:] for n in range(REACH)], strict=False))


def with_elsewhere(
    entries: Sequence[Entry], changes: Sequence[Change], budget: Budget
) -> list[Change]:
    """The changes, with where else their words are, if they are."""
    old, new = _texts(entries, changes)
    length = sum([len(text) for _, text in (*old, *new)])
    if not old or not new or not budget.spend(length // 4):
        return list(changes)
    gone, come = _stretches(old, changes), _stretches(new, changes)
    went_to, came_from = _look_up(gone, come), _look_up(come, gone)
    return [
        replace(
            change,
            old_elsewhere=went_to.get(index),
            new_elsewhere=came_from.get(index),
        )
        if index in went_to or index in came_from
        else change
        for index, change in enumerate(changes)
    ]


def _texts(
    entries: Sequence[Entry], changes: Sequence[Change]
) -> tuple[list[tuple[int, str]], list[tuple[int, str]]]:
    """What only the old, and what only the new text has, by the index of its change."""
    old: list[tuple[int, str]] = []
    new: list[tuple[int, str]] = []
    whole: set[int] = set()
    last = -1
    for entry in entries:
        if entry.state in (State.DELETED, State.INSERTED):
            last = last if entry.change is None else entry.change
            whole.add(last)
            side = old if entry.state is State.DELETED else new
            side.append((last, entry.blocks[0].text))
    for index, change in enumerate(changes):
        kinds = (Kind.WORDS, Kind.TABLE_CELL, Kind.INSERTED, Kind.DELETED)
        if change.kind in kinds and index not in whole:
            old.append((index, change.old))
            new.append((index, change.new))
    return _long(old), _long(new)


def _long(texts: list[tuple[int, str]]) -> list[tuple[int, str]]:
    return [each for each in texts if len(each[1]) >= LEAST_LENGTH]


def _stretches(
    texts: list[tuple[int, str]], changes: Sequence[Change]
) -> list[_Stretch]:
    result = []
    for index, text in texts:
        words = [word.strip().casefold() for word in tokens(text) if has_letters(word)]
        if len(words) >= LEAST_WORDS:
            result.append(_Stretch(index, changes[index].section, words))
    return result


def _look_up(
    wanted: Sequence[_Stretch], there: Sequence[_Stretch]
) -> dict[int, Elsewhere]:
    """For each change whose words stand in one of those other stretches, which."""
    known = {triple for stretch in wanted for triple in stretch.triples}
    holders: dict[_Triple, list[int]] = {}
    for place, stretch in enumerate(there):
        for triple in known.intersection(stretch.triples):
            holders.setdefault(triple, []).append(place)
    totals: Counter[int] = Counter()
    matched: Counter[int] = Counter()
    best: dict[int, tuple[int, Place]] = {}
    is_moved: set[int] = set()
    for stretch in wanted:
        totals[stretch.change] += len(stretch.words)
        count, section = _best(stretch, there, holders)
        if count < max(LEAST_WORDS, MUCH * len(stretch.words)):
            continue
        matched[stretch.change] += count
        if stretch.change not in best or count > best[stretch.change][0]:
            best[stretch.change] = count, section
        if count >= ALL * len(stretch.words):
            is_moved.add(stretch.change)
    return {
        index: Elsewhere(section, matched[index] >= ALL * totals[index])
        for index, (_, section) in best.items()
        if index in is_moved or matched[index] >= MUCH * totals[index]
    }


def _best(
    stretch: _Stretch, there: Sequence[_Stretch], holders: dict[_Triple, list[int]]
) -> tuple[int, Place]:
    """How many of the words the stretch that has most of them has, and where it is."""
    votes: Counter[int] = Counter()
    triples = stretch.triples
    for triple in set(triples):
        found = holders.get(triple, ())
        if len(found) <= MOST_HOLDERS:
            votes.update(found)
    others = [place for place in votes if there[place].change != stretch.change]
    if not others:
        return 0, Place()
    winner = min(others, key=lambda place: (-votes[place], place))
    shared = set(there[winner].triples).intersection(triples)
    covered: set[int] = set()
    for start, triple in enumerate(triples):
        if triple in shared:
            covered.update(range(start, start + REACH))
    return len(covered), there[winner].place
