"""The circuit breaker: once the database was silent for too long, nobody asks it.

It opens on silence alone. A server that refuses or fails answers at once, and costs
nobody a wait.
"""

from __future__ import annotations

import logging
import threading
import time

logger = logging.getLogger(__name__)

# Writes are refused within a second, the rest of the request included.
SILENCE_SECONDS = 0.8
# Where the database answers others meanwhile: it lives, and this question is stuck.
LONGEST_SECONDS = 2.0


class Breaker:
    """What one process knows of whether its database answers. Used by all threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._heard_at = 0.0
        self.is_open = False

    def heard(self) -> None:
        """Somebody was answered: the breaker closes."""
        self._heard_at = time.monotonic()
        if self.is_open:
            self._turn(is_open=False)

    def gives_up(self, asked_at: float) -> bool:
        """Whether who asked at that time (``time.monotonic()``) waits no longer.

        Where nobody else was answered either, the breaker opens.
        """
        now = time.monotonic()
        if now - asked_at < SILENCE_SECONDS:
            return False
        if now - self._heard_at < SILENCE_SECONDS:
            return now - asked_at >= LONGEST_SECONDS
        self._turn(is_open=True)
        return True

    def _turn(self, *, is_open: bool) -> None:
        with self._lock:
            if self.is_open == is_open:
                return
            self.is_open = is_open
        if is_open:
            logger.error("PostgreSQL does not answer; until it does, nobody asks it.")
        else:
            logger.info("PostgreSQL answers again.")


breaker = Breaker()
