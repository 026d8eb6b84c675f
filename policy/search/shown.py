"""Which entries a reader may find at a moment.

Versions are numbered in the order in which they take force. So what is in force is one
number of each policy; what was before it has a lower one, and was in force or
withdrawn; and of what has a higher one only withdrawn versions can be found: an
upcoming text is found from its moment on.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import reduce
from operator import or_

from django.db.models import Case, IntegerField, Q, Value, When

from pages import clock
from pages.remembered import Remembered
from policy.models import Policy, PolicyVersion, SearchEntry
from policy.search import entries, sources

IN_FORCE, ELSEWHERE, EARLIER = 0, 1, 2


@dataclass
class Numbers:
    """Of a policy the number of the version in force (0: none), withheld or not, and
    those of withdrawn versions after it."""

    policy: Policy
    in_force: int = 0
    withdrawn: list[int] = field(default_factory=list)

    def newest(self, entry: SearchEntry) -> int:
        """The number of the newest version that has the wording and can be found; 0
        where there is none."""
        begun = min(entry.last, self.in_force)
        known = [number for number in self.withdrawn if number <= entry.last]
        return max(n if n >= entry.first else 0 for n in (0, begun, *known))

    def is_in_force(self, entry: SearchEntry) -> bool:
        """Whether the wording is in the version in force."""
        return entry.first <= self.in_force <= entry.last


def _read() -> dict[int, Numbers]:
    versions = PolicyVersion.objects.select_related("policy").without_bodies()
    found: dict[int, Numbers] = {}
    for version in versions.in_force():
        number = version.number or 0
        found[version.policy_id] = Numbers(version.policy, number)
    withdrawn = versions.published().readable()
    for version in withdrawn.filter(withdrawal__withdrawn_at__lte=clock.now()):
        number = version.number or 0
        known = found.setdefault(version.policy_id, Numbers(version.policy))
        if number > known.in_force:
            known.withdrawn.append(number)
    return found


_remembered: Remembered[dict[int, Numbers]] = Remembered(_read)


def numbers_now() -> dict[int, Numbers]:
    """By the key of each policy of which something can be found."""
    return _remembered.get()


def in_force(numbers: dict[int, Numbers]) -> Q:
    """Sections in force."""
    return _any(
        Q(policy=key, first__lte=known.in_force, last__gte=known.in_force)
        for key, known in numbers.items()
    )


def elsewhere() -> Q:
    """What other rooms show by now."""
    return Q(kind__in=sources.kinds(), moment__lte=clock.now())


def earlier(numbers: dict[int, Numbers]) -> Q:
    """Sections that are or were in force, or were announced and withdrawn."""
    begun = (Q(policy=key, first__lte=known.in_force) for key, known in numbers.items())
    withdrawn = (
        Q(policy=key, first__lte=number, last__gte=number)
        for key, known in numbers.items()
        for number in known.withdrawn
    )
    return _any([*begun, *withdrawn])


def place(numbers: dict[int, Numbers]) -> Case:
    """What comes first where not all can be looked at: IN_FORCE, then ELSEWHERE."""
    return Case(
        When(in_force(numbers), then=Value(IN_FORCE)),
        When(kind=entries.KIND, then=Value(EARLIER)),
        default=Value(ELSEWHERE),
        output_field=IntegerField(),
    )


def _any(conditions: Iterable[Q]) -> Q:
    return reduce(or_, conditions, Q(pk__in=[]))
