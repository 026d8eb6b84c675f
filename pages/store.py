"""The store of finished public pages, in the memory of one process.

It holds what is true now, what will be true from the next moment on, and, for when the
database fails, what was true last.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock
from typing import NamedTuple
from urllib.parse import parse_qsl

from pages.finished import Finished
from pages.stamp import Stamp

MEBIBYTE = 2**20
# Longer queries are nobody's: none is taken apart.
LONGEST_QUERY = 2_000

# What was, what is, and what will be.
MOST_MOMENTS = 3

Query = tuple[tuple[str, str], ...]


class Address(NamedTuple):
    """Where a page is: scheme, host as the client wrote it, and path."""

    scheme: str
    host: str
    path: str


class Kept(NamedTuple):
    """A page and where it stands."""

    address: Address
    query: Query
    parameters: tuple[str, ...]
    page: Finished


@dataclass
class _Shelf:
    """The pages of one address: of each query, one for now and one for later."""

    parameters: Sequence[str]
    pages: dict[Query, list[Finished]] = field(default_factory=dict)

    @property
    def size(self) -> int:
        return sum(page.size for pages in self.pages.values() for page in pages)


class Store:
    """Bounded in bytes; the least recently used address goes first."""

    def __init__(self, most_bytes: int) -> None:
        self._most = most_bytes
        self._lock = Lock()
        self._shelves: OrderedDict[Address, _Shelf] = OrderedDict()
        self.size = 0

    def get(
        self, address: Address, query: str, stamp: Stamp, at: datetime
    ) -> Finished | None:
        """What is true under the stamp at the moment, if it is here."""
        pages = self._pages(address, query)
        return next((page for page in pages if page.holds(stamp, at)), None)

    def last_known(
        self, address: Address, query: str, stamp: Stamp, at: datetime
    ) -> Finished | None:
        """What was true last, however long ago, unless the stamp forgets it."""
        begun = [
            page
            for page in self._pages(address, query)
            if page.since <= at and not page.is_forgotten(stamp)
        ]
        return begun[-1] if begun else None

    def _pages(self, address: Address, query: str) -> list[Finished]:
        if len(query) > LONGEST_QUERY:
            return []
        with self._lock:
            shelf = self._shelves.get(address)
            if shelf is None:
                return []
            self._shelves.move_to_end(address)
            return shelf.pages.get(known_part(query, shelf.parameters), [])

    def put(
        self,
        address: Address,
        query: str,
        parameters: Sequence[str],
        page: Finished,
    ) -> None:
        """Keep the page; it replaces what is not true beside it."""
        if len(query) > LONGEST_QUERY:
            return
        key = known_part(query, parameters)
        with self._lock:
            shelf = self._shelves.pop(address, None)
            if shelf is None or shelf.parameters != parameters:
                self.size -= shelf.size if shelf else 0
                shelf = _Shelf(parameters)
            else:
                self.size -= shelf.size
            others = [
                other
                for other in shelf.pages.get(key, [])
                if other.stamp == page.stamp and not _overlap(other, page)
            ]
            ordered = sorted([*others, page], key=lambda each: each.since)
            shelf.pages[key] = ordered[-MOST_MOMENTS:]
            self._shelves[address] = shelf
            self.size += shelf.size
            while self.size > self._most and self._shelves:
                _, oldest = self._shelves.popitem(last=False)
                self.size -= oldest.size

    def contents(self) -> Iterator[Kept]:
        """Everything, for whoever keeps copies."""
        with self._lock:
            shelves = [
                (address, shelf.parameters, dict(shelf.pages))
                for address, shelf in self._shelves.items()
            ]
        for address, parameters, pages in shelves:
            for query, finished in pages.items():
                for page in finished:
                    yield Kept(address, query, tuple(parameters), page)

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._shelves.clear()
            self.size = 0


def _overlap(one: Finished, other: Finished) -> bool:
    """Whether there is a moment for which both were made."""
    return (one.until is None or other.since < one.until) and (
        other.until is None or one.since < other.until
    )


def known_part(query: str, parameters: Sequence[str]) -> Query:
    """The part of a query that the page depends on; the rest makes no other page."""
    if not query or not parameters:
        return ()
    given: Mapping[str, str] = dict(parse_qsl(query, keep_blank_values=True))
    return tuple((name, given[name]) for name in parameters if name in given)
