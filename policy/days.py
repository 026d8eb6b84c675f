"""What was in force on a day, in the policy's time zone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from policy.models import Policy, PolicyVersion
from policy.querysets import PolicyVersionQuerySet


@dataclass(frozen=True)
class Span:
    """A day as two moments: it begins at ``start`` and is over at ``end``.

    With daylight saving time a day has 23 or 25 hours.
    """

    start: datetime
    end: datetime


def parse_day(text: str) -> date | None:
    """A day written YYYY-MM-DD, of the years 1000 to 9998; None for anything else."""
    if not re.fullmatch(r"[1-9][0-9]{3}-[0-9]{2}-[0-9]{2}", text):
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.year < date.max.year else None


def span(day: date, policy: Policy) -> Span:
    """The day's two ends in UTC."""
    midnight = datetime.combine(day, time.min, policy.zone)
    following = datetime.combine(day + timedelta(days=1), time.min, policy.zone)
    return Span(midnight.astimezone(UTC), following.astimezone(UTC))


class Day:
    """A policy on one day: what was in force, and what was announced."""

    def __init__(self, policy: Policy, day: date) -> None:
        self.policy = policy
        self.day = day
        self.span = span(day, policy)

    def in_force(self) -> list[PolicyVersion]:
        """Every version in force at any time of the day, the earliest first."""
        return list(
            self._versions()
            .in_force_during(self.span.start, self.span.end)
            .order_by("effective_at")
        )

    def announced(self) -> list[PolicyVersion]:
        """Versions published by the end of the day that took force only after it."""
        last_moment = self.span.end - timedelta(microseconds=1)
        return list(self._versions().upcoming(last_moment).order_by("effective_at"))

    def first(self) -> PolicyVersion | None:
        """The first version that ever took force: before it there was none."""
        return self._versions().standing().order_by("effective_at").first()

    def _versions(self) -> PolicyVersionQuerySet:
        return self.policy.versions.published().dated().without_bodies()
