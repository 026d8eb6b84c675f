"""What happens when, for a draft that is about to be published."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import NamedTuple

from django.utils.translation import gettext as _

from policy.models import PolicyVersion
from policy.noticeperiods import earliest_effective
from policy.publishing import next_number

# What other rooms will do: (moment or None for "at publication", sentence).
Foretold = Iterator[tuple[datetime | None, str]]
_foretellers: list[Callable[[PolicyVersion, datetime], Foretold]] = []


class Event(NamedTuple):
    """Something that will happen; ``at`` is None for the moment of publication."""

    at: datetime | None
    words: str


def add_foreteller(foretell: Callable[[PolicyVersion, datetime], Foretold]) -> None:
    """Let a room say what it will do when a draft is published, and later."""
    if foretell not in _foretellers:
        _foretellers.append(foretell)


def timeline(draft: PolicyVersion, at: datetime) -> list[Event]:
    """In order, if it were published at the moment."""
    number = next_number(draft.policy)
    events = [
        Event(None, _("Version %(number)s is public, for good.") % {"number": number})
    ]
    events.extend(Event(*told) for tell in _foretellers for told in tell(draft, at))
    effective = draft.effective_at
    if effective is None:
        events.append(Event(None, _("It takes effect at once.")))
    else:
        events.append(Event(effective, _("It takes effect.")))
    earliest = earliest_effective(draft, at)
    if draft.material and (effective or at) < earliest:
        events.append(
            Event(
                earliest,
                _("By the notice period it could take effect from here on."),
            )
        )
    return sorted(events, key=lambda event: event.at or at)
