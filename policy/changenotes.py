"""The change notes on the way from one version to a later one."""

from __future__ import annotations

from functools import cached_property

from django.db.models import Q

from policy.models import PolicyVersion
from policy.ready import notes

# More are folded, and of more than so many the newest are shown.
MOST_OPEN = 3
MOST_SHOWN = 50


class ChangeNotes:
    """The notes of the versions after ``old`` up to ``new``, the newest first.

    What was withdrawn changed nothing for readers: of such versions only ``new`` itself
    has its note here.
    """

    def __init__(self, old: PolicyVersion, new: PolicyVersion) -> None:
        self.old = old
        self.new = new

    @cached_property
    def shown(self) -> list[PolicyVersion]:
        """The newest, at most ``MOST_SHOWN``."""
        if (self.new.number or 0) - (self.old.number or 0) == 1:
            return [self.new]
        counted = Q(withdrawal__isnull=True) | Q(pk=self.new.pk)
        rows = notes().filter(
            counted,
            policy=self.new.policy,
            number__gt=self.old.number,
            number__lte=self.new.number,
        )
        found = list(rows[:MOST_SHOWN])
        for version in found:
            version.policy = self.new.policy
        return found

    @property
    def is_folded(self) -> bool:
        """Whether they are so many that they would push the changes out of sight."""
        return len(self.shown) > MOST_OPEN

    @property
    def count(self) -> int:
        """How many there are, shown or not."""
        if len(self.shown) < MOST_SHOWN:
            return len(self.shown)
        return self.shown[0].in_all

    @property
    def has_more(self) -> bool:
        """Whether some are not shown."""
        return self.count > len(self.shown)
