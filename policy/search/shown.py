"""Which entries a reader may find at a moment.

Versions are numbered in the order in which they take force. So what is in force is one
number of each policy; what was before it has a lower one, and was in force or
withdrawn; and of what has a higher one only withdrawn versions can be found: an
upcoming text is found from its moment on.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Q

from pages import clock
from pages.remembered import Remembered
from policy.models import Policy, PolicyVersion, SearchEntry, Withdrawal
from policy.search import sources


@dataclass(frozen=True)
class Numbers:
    """Of a policy the number of the version in force (0: none), withheld or not, and
    those of withdrawn versions after it."""

    policy: Policy
    in_force: int
    withdrawn: list[int]

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
    versions = PolicyVersion.objects.in_force().order_by()
    rows_in_force = versions.values_list("policy", "number")
    in_force = {key: number or 0 for key, number in rows_in_force}
    withdrawn: dict[int, list[int]] = defaultdict(list)
    rows = Withdrawal.objects.filter(withdrawn_at__lte=clock.now())
    for key, number in rows.values_list("version__policy", "version__number"):
        if number is not None and number > in_force.get(key, 0):
            withdrawn[key].append(number)
    policies = Policy.objects.in_bulk(in_force.keys() | withdrawn.keys())
    return {
        key: Numbers(policy, in_force.get(key, 0), withdrawn[key])
        for key, policy in policies.items()
    }


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


def _any(conditions: Iterable[Q]) -> Q:
    return reduce(or_, conditions, Q(pk__in=[]))
