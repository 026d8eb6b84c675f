"""The change notes on the way from one version to a later one."""

from __future__ import annotations

from functools import cached_property

from django.db.models import Q

from policy.models import PolicyVersion
from policy.querysets import PolicyVersionQuerySet

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
        columns = ("policy", "number", "effective_at", "change_note")
        rows = self._versions().with_withholdings().only(*columns).order_by("-number")
        return list(rows[:MOST_SHOWN])

    @property
    def is_folded(self) -> bool:
        """Whether they are so many that they would push the changes out of sight."""
        return len(self.shown) > MOST_OPEN

    @cached_property
    def count(self) -> int:
        """How many there are, shown or not."""
        if len(self.shown) < MOST_SHOWN:
            return len(self.shown)
        return self._versions().count()

    @property
    def has_more(self) -> bool:
        """Whether some are not shown."""
        return self.count > len(self.shown)

    def _versions(self) -> PolicyVersionQuerySet:
        counted = Q(withdrawal__isnull=True) | Q(pk=self.new.pk)
        return self.new.policy.versions.published().filter(
            counted, number__gt=self.old.number, number__lte=self.new.number
        )
