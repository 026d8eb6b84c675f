"""Costly work on request: one at a time per worker, and one that waits for it.

Redlines and archives share the turn. So a few readers, or one hostile one, never hold
more than two threads of a worker.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

PATIENCE_SECONDS = 2


class Busy(Exception):
    """Costly work is under way in this worker, or does not end; try again soon."""


class Turns:
    """One at work, and at most one waiting."""

    def __init__(self) -> None:
        self._working = Lock()
        self._waiting = Lock()

    @contextmanager
    def take(self) -> Iterator[None]:
        """Wait for the turn, some seconds at most. Raises Busy.

        Where somebody waits already it raises at once: who waits holds a thread.
        """
        if not self._working.acquire(blocking=False):
            self._wait()
        try:
            yield
        finally:
            self._working.release()

    def _wait(self) -> None:
        if not self._waiting.acquire(blocking=False):
            raise Busy
        try:
            if not self._working.acquire(timeout=PATIENCE_SECONDS):
                raise Busy
        finally:
            self._waiting.release()


costly = Turns()
