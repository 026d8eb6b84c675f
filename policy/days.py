"""What was in force on a day, in the policy's time zone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from pages import clock
from policy.models import Policy, PolicyVersion
from policy.querysets import PolicyVersionQuerySet

# What databases and time zones on every platform can reckon with.
FIRST_DAY = date(1000, 1, 1)
LAST_DAY = date(9998, 12, 31)


@dataclass(frozen=True)
class Span:
    """A day as two moments: it begins at ``start`` and is over at ``end``.

    With daylight saving time a day has 23 or 25 hours.
    """

    start: datetime
    end: datetime


def parse_day(text: str) -> date | None:
    """A day written YYYY-MM-DD, of the years 1 to 9999; None for anything else."""
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def is_answerable(day: date) -> bool:
    """Whether this site can say anything about the day: years 1000 to 9998."""
    return FIRST_DAY <= day <= LAST_DAY


def span(day: date, policy: Policy) -> Span:
    """The day's two ends in UTC."""
    midnight = datetime.combine(day, time.min, policy.zone)
    following = datetime.combine(day + timedelta(days=1), time.min, policy.zone)
    return Span(midnight.astimezone(UTC), following.astimezone(UTC))


class Day:
    """A policy on one day: what was in force, and what was announced.

    Of today only what has passed by ``now`` counts. ``day`` is answerable.
    """

    def __init__(self, policy: Policy, day: date, now: datetime | None = None) -> None:
        self.policy = policy
        self.day = day
        self.now = now or clock.now()
        whole = span(day, policy)
        # The end is no part of a span: what takes force at this moment is in force.
        just_now = self.now + timedelta(microseconds=1)
        self.span = Span(whole.start, min(whole.end, just_now))

    def in_force(self) -> list[PolicyVersion]:
        """Every version in force at any time of the day, the earliest first."""
        return list(
            self._versions()
            .in_force_during(self.span.start, self.span.end)
            .order_by("effective_at")
        )

    def announced(self) -> list[PolicyVersion]:
        """Versions published by the end of the day that took force only after it.

        For today: published by now and not in force yet.
        """
        last_moment = self.span.end - timedelta(microseconds=1)
        return list(self._versions().upcoming(last_moment).order_by("effective_at"))

    def first(self) -> PolicyVersion | None:
        """The first version that ever took force: before it there was none."""
        return self._versions().begun(self.now).order_by("effective_at").first()

    def _versions(self) -> PolicyVersionQuerySet:
        return self.policy.versions.published().dated().without_bodies()
