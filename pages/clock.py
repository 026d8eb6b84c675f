"""The moment that a page is made for: now, unless it is finished ahead."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.utils import timezone

_moment: ContextVar[datetime | None] = ContextVar("moment", default=None)


def now() -> datetime:
    """The moment of which the public pages speak, in UTC."""
    return _moment.get() or timezone.now()


@contextmanager
def standing_at(moment: datetime) -> Iterator[None]:
    """Let the public pages speak of one moment, in this thread."""
    token = _moment.set(moment)
    try:
        yield
    finally:
        _moment.reset(token)
