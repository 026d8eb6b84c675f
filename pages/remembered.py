"""Values that follow from the database alone, asked for once per change.

A change is a new stamp, or the passing of a moment at which public pages change.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from pages import background, clock, moments
from pages.stamp import Stamp, current

T = TypeVar("T")


@dataclass(frozen=True)
class _Value(Generic[T]):
    """What was true from ``since`` until before ``until`` (None: for good)."""

    stamp: Stamp
    since: datetime
    until: datetime | None
    value: T

    def holds(self, stamp: Stamp, at: datetime) -> bool:
        is_over = self.until is not None and at >= self.until
        return self.stamp == stamp and self.since <= at and not is_over


class Remembered(Generic[T]):
    """One value. Processes without chores (commands, tests) compute it each time."""

    def __init__(self, compute: Callable[[], T]) -> None:
        self._compute = compute
        self._known: _Value[T] | None = None

    def get(self) -> T:
        """The value at the clock's moment. Raises what computing it raises."""
        if not background.is_running():
            return self._compute()
        # Before computing: a change meanwhile makes the value out of date at once.
        stamp, at = current(), clock.now()
        known = self._known
        if known is None or not known.holds(stamp, at):
            with clock.standing_at(at):
                value = self._compute()
            known = _Value(stamp, at, next_moment(), value)
            self._known = known
        return known.value


_span: _Value[None] | None = None


def next_moment() -> datetime | None:
    """The earliest moment after the clock's at which any public page changes.

    None where none is known. Raises django.db.Error.
    """
    global _span
    at = clock.now()
    if not background.is_running():
        return moments.next_moment(at)
    stamp = current()
    if _span is None or not _span.holds(stamp, at):
        _span = _Value(stamp, at, moments.next_moment(at), None)
    return _span.until
