"""The search entries of a policy: one for each wording that a section has without a
break, from version to version.

So a section that stays the same through ten thousand versions is one row. What is
withheld is no part of any; where it lies between, the wording begins anew after it.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator

from django.db.models import QuerySet

from policy.models import Policy, PolicyVersion, SearchEntry, Section
from policy.plaintext import plain_text
from policy.search import index
from policy.search.folding import ENGINE, joined

KIND = "section"
VERSIONS_AT_A_TIME = 50
# What stands further back in a section is not found.
MOST_CHARACTERS = 50_000
MOST_LETTERS = 100_000

HEADING = re.compile(r"\A<h[2-6][^>]*>.*?</h[2-6]>", re.DOTALL)


def of_policy(policy: Policy) -> QuerySet[SearchEntry]:
    """What is stored for the policy."""
    return SearchEntry.objects.filter(policy=policy)


def add(version: PolicyVersion) -> None:
    """Let a version that is being published be found, once it is in force."""
    number = version.number or 0
    before = of_policy(version.policy).filter(last=number - 1)
    known = {
        (each.anchor, each.digest): each.pk for each in before.only("anchor", "digest")
    }
    goes_on, begins = [], []
    for section in version.sections.all():
        key = known.get((section.anchor, digest_of(version, section)))
        if key is None:
            begins.append(entry_of(version, section))
        else:
            goes_on.append(key)
    SearchEntry.objects.filter(pk__in=goes_on).update(last=number)
    store(begins)


def leave_out(version: PolicyVersion) -> None:
    """Let a version that is withheld not be found: no entry has its words alone."""
    number = version.number or 0
    among = of_policy(version.policy).filter(first__lte=number, last__gte=number)
    remove(among.filter(first=number, last=number))
    after = list(among.filter(first__lt=number, last__gt=number))
    for entry in after:
        entry.pk, entry.first = None, number + 1
    among.filter(first__lt=number).update(last=number - 1)
    among.filter(first=number).update(first=number + 1)
    store(after)


def store(entries: Iterable[SearchEntry]) -> None:
    """Save new entries, with their words in the index."""
    index.put(SearchEntry.objects.bulk_create(entries))


def remove(entries: QuerySet[SearchEntry]) -> None:
    """Delete entries, with their words in the index."""
    keys = list(entries.values_list("pk", flat=True))
    index.remove(keys)
    SearchEntry.objects.filter(pk__in=keys).delete()


Tell = Callable[[int], None]


def expected(policy: Policy, tell: Tell) -> Iterator[SearchEntry]:
    """What has to be stored for the policy, made anew; ``tell`` hears how many versions
    were read."""
    going_on: dict[str, SearchEntry] = {}
    for count, version in enumerate(_readable(policy), start=1):
        number, before, going_on = version.number or 0, going_on, {}
        for section in version.sections.all():
            entry = before.get(section.anchor)
            if entry is not None and _goes_on(entry, version, section):
                entry.last = number
                del before[section.anchor]
            else:
                entry = entry_of(version, section)
            going_on[section.anchor] = entry
        yield from before.values()
        tell(count)
    yield from going_on.values()


def _goes_on(entry: SearchEntry, version: PolicyVersion, section: Section) -> bool:
    follows = entry.last == (version.number or 0) - 1
    return follows and entry.digest == digest_of(version, section)


def _readable(policy: Policy) -> Iterator[PolicyVersion]:
    """Every version whose words may be given, in order, some at a time."""
    readable = policy.versions.published().readable().without_bodies()
    first = 0
    while rows := list(
        readable.filter(number__gt=first)
        .prefetch_related("sections")
        .order_by("number")[:VERSIONS_AT_A_TIME]
    ):
        yield from rows
        first = rows[-1].number or 0


def digest_of(version: PolicyVersion, section: Section) -> str:
    """What tells one wording from another."""
    content = [version.language, section.heading, section.html]
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()


def entry_of(version: PolicyVersion, section: Section) -> SearchEntry:
    """The section in this version alone, not saved."""
    lines = f"\n{plain_text(HEADING.sub('', section.html))}".replace("\n- ", "\n• ")
    number = version.number or 0
    return SearchEntry(
        kind=KIND,
        policy_id=version.policy_id,
        first=number,
        last=number,
        anchor=section.anchor,
        language=version.language,
        digest=digest_of(version, section),
        **words_of(section.heading, " ".join(lines.split())),
    )


def words_of(heading: str, text: str) -> dict[str, object]:
    """The fields of an entry that are made of what it says."""
    text = text[:MOST_CHARACTERS]
    return {
        "heading": heading,
        "text": text,
        "heading_words": joined(heading, MOST_LETTERS),
        "body_words": joined(text, MOST_LETTERS),
        "engine": ENGINE,
    }
