"""What was in force on a day, in the policy's time zone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property

from django.db.models import Q

from pages import clock
from policy.models import Policy, PolicyVersion, Status
from policy.reading import Reading
from policy.ready import named, texts

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

    @property
    def in_force(self) -> list[PolicyVersion]:
        """Every version in force at any time of the day, the earliest first."""
        return [each for each in self._versions if not self._is_announced(each)]

    @property
    def announced(self) -> list[PolicyVersion]:
        """Versions published by the end of the day that took force only after it.

        For today: published by now and not in force yet.
        """
        return [each for each in self._versions if self._is_announced(each)]

    @property
    def reading(self) -> Reading:
        """What the last version of the day said: it alone comes with its text."""
        last = self.in_force[-1]
        last.policy, last.html = self.policy, last.text or ""
        return Reading(last, self.now)

    def first(self) -> PolicyVersion | None:
        """The first version that ever took force: before it there was none."""
        begun = named().filter(policy=self.policy).begun(self.now)
        return begun.order_by("effective_at").first()

    def _is_announced(self, version: PolicyVersion) -> bool:
        return version.place_in_time(self._last_moment) == Status.UPCOMING

    @property
    def _last_moment(self) -> datetime:
        return self.span.end - timedelta(microseconds=1)

    @cached_property
    def _versions(self) -> list[PolicyVersion]:
        """Those in force and those announced, the earliest first, in one query."""
        versions = self.policy.versions.order_by()
        in_force = versions.in_force_during(self.span.start, self.span.end)
        announced = versions.upcoming(self._last_moment)
        found = texts().filter(
            Q(pk__in=in_force.values("pk")) | Q(pk__in=announced.values("pk"))
        )
        last = versions.in_force(self._last_moment)
        return list(found.with_text_of(last).order_by("effective_at"))
