"""What a query finds: entries by how well they answer it, and hits to show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import F, Q
from django.urls import reverse
from django.utils.safestring import SafeString

from policy.languages import direction_of
from policy.models import Policy, PolicyVersion, SearchEntry
from policy.ready import placed
from policy.search import index, shown, sources
from policy.search.asking import Query
from policy.search.entries import KIND
from policy.search.ranking import score
from policy.search.shown import Numbers
from policy.search.snippets import marked, snippet

# More are not compared: of what is in force those of the highest numbers, of earlier
# wordings what was written last.
MOST_CANDIDATES, MOST_EARLIER = 200, 200
# What was in force counts less than what is.
OF_EARLIER = 0.7


@dataclass(frozen=True)
class Found:
    """An entry that answers; ``number`` is that of the newest version that has it and
    can be found."""

    entry: SearchEntry
    number: int
    is_in_force: bool
    score: float

    @property
    def version(self) -> tuple[int | None, int]:
        """Key of the policy, and number."""
        return self.entry.policy_id, self.number


@dataclass(frozen=True)
class Hit:
    """What a page says of something found; ``version`` is None for other rooms."""

    heading: SafeString
    snippet: SafeString
    address: str
    language: str
    policy: Policy | None = None
    version: PolicyVersion | None = None
    label: str = ""
    is_in_force: bool = True

    @property
    def direction(self) -> str:
        """Which way its language is written."""
        return direction_of(self.language)


def find(query: Query, *, with_earlier: bool = False) -> list[Found]:
    """The best answers first; one for each wording that a section had. One query."""
    if not query.terms:
        return []
    numbers = shown.numbers_now()
    among = SearchEntry.objects.filter(shown.in_force(numbers) | shown.elsewhere())
    # By columns alone: to sort whole texts takes long.
    present = among.filter(pk__in=index.matching(query.terms))
    in_order = present.order_by(F("policy").asc(nulls_last=True), "-last", "pk")
    first = in_order.values("pk")[:MOST_CANDIDATES]
    where = Q(pk__in=first)
    if with_earlier:
        # Of ten thousand that match it would take long to look at each.
        newest = index.matching(query.terms, MOST_EARLIER)
        where |= shown.earlier(numbers) & Q(pk__in=newest)
    entries = SearchEntry.objects.filter(where)
    found = [_found(entry, query, numbers) for entry in entries]
    return _distinct(sorted(filter(None, found), key=_order))


def _found(
    entry: SearchEntry, query: Query, numbers: dict[int, Numbers]
) -> Found | None:
    """None where it is no answer: the index may take a phrase less exactly."""
    points = score(query.terms, entry.heading_words, entry.body_words)
    if not points:
        return None
    if entry.kind != KIND:
        return Found(entry, entry.last, True, points)
    known = numbers[entry.policy_id or 0]
    if known.is_in_force(entry):
        return Found(entry, known.in_force, True, points)
    return Found(entry, known.newest(entry), False, points * OF_EARLIER)


def _order(found: Found) -> tuple[object, ...]:
    """No two are equal, so that every database has the same order."""
    entry = found.entry
    return (
        *(-found.score, not found.is_in_force, entry.kind != KIND),
        *(-found.number, entry.policy_id or 0, entry.anchor, entry.first),
    )


def _distinct(found: Sequence[Found]) -> list[Found]:
    """A wording that came back is found once, where it stood last."""
    newest: dict[object, Found] = {}
    for each in found:
        key = _wording(each.entry)
        known = newest.setdefault(key, each)
        if (each.is_in_force, each.number) > (known.is_in_force, known.number):
            newest[key] = each
    return [each for each in found if newest[_wording(each.entry)] is each]


def _wording(entry: SearchEntry) -> tuple[object, ...]:
    return entry.kind, entry.policy_id, entry.anchor, entry.digest


def hits(found: Sequence[Found], query: Query) -> list[Hit]:
    """What a page shows of some of them. One query."""
    versions = _versions(found)
    return [
        _hit(each, query, versions.get(each.version))
        for each in found
        # What was withheld since it was found is not there any more.
        if each.entry.kind != KIND or each.version in versions
    ]


def _versions(found: Sequence[Found]) -> dict[tuple[int | None, int], PolicyVersion]:
    wanted = [
        Q(policy=each.entry.policy_id, number=each.number)
        for each in found
        if each.entry.kind == KIND
    ]
    if not wanted:
        return {}
    rows = placed().readable().filter(reduce(or_, wanted))
    return {(row.policy_id, row.number or 0): row for row in rows}


def _hit(found: Found, query: Query, version: PolicyVersion | None) -> Hit:
    entry = found.entry
    heading = marked(entry.heading, query.terms)
    words = snippet(entry.text, query.terms)
    if version is None:
        source = sources.source_of(entry)
        address, label = source.address(entry), source.label(entry)
        return Hit(heading, words, address, entry.language, label=label)
    policy = version.policy
    page = (
        reverse("policy:policy", args=[policy.slug])
        if found.is_in_force
        else version.get_absolute_url()
    )
    address = f"{page}#{entry.anchor}" if entry.anchor else page
    return Hit(
        *(heading, words, address, entry.language),
        policy=policy,
        version=version,
        is_in_force=found.is_in_force,
    )
