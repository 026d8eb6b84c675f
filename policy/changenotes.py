"""The change notes on the way from one version to a later one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from policy.models import PolicyVersion

# More are folded, and of more than so many versions the newest have theirs shown.
MOST_OPEN = 3
MOST_SHOWN = 50


@dataclass(frozen=True)
class ChangeNotes:
    """The notes of the versions after one up to another, the newest first."""

    shown: list[PolicyVersion]
    has_more: bool

    @property
    def is_single(self) -> bool:
        """Whether there is one note and no more."""
        return len(self.shown) == 1 and not self.has_more

    @property
    def is_folded(self) -> bool:
        """Whether they are so many that they would push the changes out of sight."""
        return self.has_more or len(self.shown) > MOST_OPEN


def change_notes(
    old: PolicyVersion, new: PolicyVersion, versions: Iterable[PolicyVersion]
) -> ChangeNotes:
    """The notes of those of the versions that come after ``old``, up to ``new``.

    What was withdrawn changed nothing for readers: of such versions only ``new`` itself
    has its note here.
    """
    first, last = old.number or 0, new.number or 0
    shown = [
        version
        for version in versions
        if first < (version.number or 0) <= last
        and (version == new or not hasattr(version, "withdrawal"))
    ]
    shown.sort(key=lambda version: version.number or 0, reverse=True)
    return ChangeNotes(shown, has_more=last - first > MOST_SHOWN)
