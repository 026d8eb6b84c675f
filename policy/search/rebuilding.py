"""Making search entries anew, and comparing what is stored with what comes out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import TypeVar

from django.db import transaction

from pages import stamp
from policy.models import SearchEntry
from policy.search import entries, index
from policy.search.sources import Shelf, shelves

Progress = Callable[[int, int], None]

AT_A_TIME = 100
COMPARED = (
    *("kind", "policy_id", "last", "moment", "language", "heading", "text"),
    *("heading_words", "body_words", "digest", "engine"),
)
REBUILD = "`manage.py rebuild_search` makes it anew."


T = TypeVar("T")


class Changed(Exception):
    """What is to be found changed meanwhile: begin again."""


def rebuild(shelf: Shelf, progress: Progress) -> int:
    """Write what is missing, and delete what should not be there; how many rows.

    Few at a time, so that publishing waits for no more than those. What is right stays
    as it is, so that it can be stopped and repeated.
    """
    written = 0
    while True:
        try:
            for count in _mend(shelf, progress):
                written += count
        except Changed:
            continue
        return written


def _mend(shelf: Shelf, progress: Progress) -> Iterator[int]:
    """Rows that each transaction wrote. Raises Changed."""
    state, total = shelf.state(), shelf.total()
    right: set[int] = set()
    for batch in _batches(shelf.expected(lambda done: progress(done, total))):
        with _turn(shelf, state):
            kept, missing = _compared(shelf, batch)
            entries.store(missing)
            if missing:
                stamp.renew()
        right.update(kept, (entry.pk for entry in missing))
        yield len(missing)
    keys = list(shelf.stored().values_list("pk", flat=True))
    for wrong in _batches(key for key in keys if key not in right):
        with _turn(shelf, state):
            entries.remove(SearchEntry.objects.filter(pk__in=wrong))
            stamp.renew()
        yield len(wrong)


def _compared(
    shelf: Shelf, batch: list[SearchEntry]
) -> tuple[list[int], list[SearchEntry]]:
    """The keys of what stands as it should, and what does not; in the place of that
    nothing is left."""
    stored = _stored(shelf, batch)
    agreeing = index.agreeing(list(stored.values()))
    kept, missing, wrong = [], [], []
    for entry in batch:
        found = stored.get(_place(entry))
        if found is None:
            missing.append(entry)
        elif _same(found, entry) and found.pk in agreeing:
            kept.append(found.pk)
        else:
            missing.append(entry)
            wrong.append(found.pk)
    entries.remove(SearchEntry.objects.filter(pk__in=wrong))
    return kept, missing


@contextmanager
def _turn(shelf: Shelf, state: object) -> Iterator[None]:
    """A transaction in which nobody else writes to the shelf, whose state still is what
    was read. Raises Changed."""
    with transaction.atomic():
        shelf.lock()
        if shelf.state() != state:
            raise Changed
        yield


def mend_index() -> None:
    """Make the index sound in itself, and take out what has no entry."""
    if not index.is_sound():
        with transaction.atomic():
            index.make_sound()
    for keys in _batches(iter(index.strays())):
        with transaction.atomic():
            index.remove(keys)


def differences() -> Iterator[str]:
    """The first entry of each shelf that does not hold, in a sentence."""
    for shelf in shelves():
        for problem in islice(_differences(shelf), 1):
            yield f"{shelf.name}, {problem} {REBUILD}"
    if not index.is_sound():
        yield f"The index of search entries is damaged. {REBUILD}"
    if strays := index.strays():
        yield f"The index of search entries holds {len(strays)} too many. {REBUILD}"


def _differences(shelf: Shelf) -> Iterator[str]:
    right: set[int] = set()
    for batch in _batches(shelf.expected(lambda done: None)):
        stored = _stored(shelf, batch)
        agreeing = index.agreeing(list(stored.values()))
        for entry in batch:
            found = stored.get(_place(entry))
            if found is None:
                yield f"search entry {_name(entry)}: it is missing."
            elif not _same(found, entry):
                yield f"search entry {_name(entry)}: it is not what comes out anew."
            elif found.pk not in agreeing:
                yield f"search entry {_name(entry)}: the index has other words."
            else:
                right.add(found.pk)
    for entry in shelf.stored().defer("text", "body_words").iterator():
        if entry.pk not in right:
            yield f"search entry {_name(entry)}: nothing of it can be read there."


def _name(entry: SearchEntry) -> str:
    return f"“{entry.heading}” ({entry.first} to {entry.last})"


def _stored(shelf: Shelf, batch: list[SearchEntry]) -> dict[object, SearchEntry]:
    """What stands where these entries begin, by place."""
    among = shelf.stored().filter(first__in={entry.first for entry in batch})
    wanted = {_place(entry) for entry in batch}
    return {_place(each): each for each in among if _place(each) in wanted}


def _place(entry: SearchEntry) -> tuple[str, int]:
    return entry.anchor, entry.first


def _same(found: SearchEntry, entry: SearchEntry) -> bool:
    return all(getattr(found, name) == getattr(entry, name) for name in COMPARED)


def _batches(items: Iterable[T]) -> Iterator[list[T]]:
    iterator = iter(items)
    while batch := list(islice(iterator, AT_A_TIME)):
        yield batch
