"""Costly work on request, one at a time per worker.

So a few readers, or one hostile one, cannot take every thread of a worker.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

PATIENCE_SECONDS = 2


class Busy(Exception):
    """The same kind of work is under way in this worker; try again soon."""


class Turns:
    """The turns for one kind of work."""

    def __init__(self) -> None:
        self._lock = Lock()

    @contextmanager
    def take(self) -> Iterator[None]:
        """Wait for a turn, some seconds at most. Raises Busy."""
        if not self._lock.acquire(timeout=PATIENCE_SECONDS):
            raise Busy
        try:
            yield
        finally:
            self._lock.release()
