"""Where search entries come from: policies, and rooms that add what they have."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Count, QuerySet, Sum

from policy.models import Policy, SearchEntry, Section
from policy.search import entries
from policy.search.folding import ENGINE


@dataclass(frozen=True)
class Shelf:
    """Entries that are made anew and compared together: those of one policy, or of a
    room.

    ``state`` changes whenever ``expected`` does. ``count`` is over how many objects,
    or sections of versions, its entries reach. ``lock`` lets nobody else write to it
    before the end of the transaction.
    """

    name: str
    stored: Callable[[], QuerySet[SearchEntry]]
    expected: Callable[[entries.Tell], Iterator[SearchEntry]]
    total: Callable[[], int]
    count: Callable[[], int]
    state: Callable[[], object]
    lock: Callable[[], object]

    def is_complete(self) -> bool:
        """Whether nothing is missing, or of an engine before; cheap."""
        stored = self.stored()
        if stored.exclude(engine=ENGINE).exists():
            return False
        ends = stored.aggregate(first=Sum("first"), last=Sum("last"), rows=Count("pk"))
        reach = (ends["last"] or 0) - (ends["first"] or 0) + ends["rows"]
        return bool(reach == self.count())


@dataclass(frozen=True)
class Source:
    """What a room lets be found: its kind of entries, where each of them is shown, and
    all of them."""

    kind: str
    label: Callable[[SearchEntry], str]
    address: Callable[[SearchEntry], str]
    shelf: Shelf


_sources: dict[str, Source] = {}


def add_source(source: Source) -> None:
    """Let what a room has be found; called when an app starts."""
    _sources[source.kind] = source


def source_of(entry: SearchEntry) -> Source:
    """Who lets the entry be found, where it is not of a policy."""
    return _sources[entry.kind]


def kinds() -> list[str]:
    """The kinds of entries that are not of policies."""
    return list(_sources)


def shelves() -> Iterable[Shelf]:
    """Everything that can be found."""
    for policy in Policy.objects.order_by("slug"):
        yield shelf_of(policy)
    for source in _sources.values():
        yield source.shelf


def shelf_of(policy: Policy) -> Shelf:
    """The wordings of one policy."""
    readable = policy.versions.published().readable()
    return Shelf(
        name=policy.slug,
        stored=lambda: entries.of_policy(policy),
        expected=lambda tell: entries.expected(policy, tell),
        total=readable.count,
        count=lambda: Section.objects.filter(version__in=readable.values("pk")).count(),
        state=lambda: (policy.versions.published().count(), readable.count()),
        lock=lambda: Policy.objects.select_for_update().get(pk=policy.pk),
    )
