"""What happens to the question, counted in memory and added up in the database.

Who kills a worker loses one interval of figures, never a consent record.
"""

from __future__ import annotations

from datetime import UTC

from django.utils import timezone

from consent.choices import CATEGORIES, Choice
from consent.models import Action, Kind, Tally
from pages.counting import Counted

counted = Counted("add up tallies", Tally, ("day", "catalogue_version", "kind"))


def count(kind: Kind, catalogue_version: int) -> None:
    """Count one of a kind today (UTC)."""
    today = timezone.now().astimezone(UTC).date()
    counted.add(today, catalogue_version, kind.value)


def kind_of(action: Action, choice: Choice, *, withdraws: bool) -> Kind:
    """What a choice counts as."""
    if withdraws:
        return Kind.WITHDRAWN
    if action is Action.ACCEPT or choice.accepted == frozenset(CATEGORIES):
        return Kind.ACCEPTED
    if action is Action.REJECT or not choice.accepted:
        return Kind.REJECTED
    return Kind.MIXED
