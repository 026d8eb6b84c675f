"""How many consent records a worker keeps in a while.

In memory and for all visitors together: who floods the form keeps no list of addresses
here, and costs others at most that an acceptance has to wait. A rejection never waits.
"""

from __future__ import annotations

import time
from threading import Lock

from django.conf import settings

# How many seconds' worth may come at once.
SECONDS_AT_ONCE = 4


class Bucket:
    """Tokens that come back at a steady rate."""

    def __init__(self, per_second: float, at_once: int) -> None:
        self._per_second = per_second
        self._at_once = at_once
        self._lock = Lock()
        self._tokens = float(at_once)
        self._filled_at = time.monotonic()

    def take(self) -> bool:
        """Take a token if there is one."""
        with self._lock:
            now = time.monotonic()
            came = (now - self._filled_at) * self._per_second
            self._tokens = min(self._at_once, self._tokens + came)
            self._filled_at = now
            if self._tokens < 1:
                return False
            self._tokens -= 1
            return True


records = Bucket(
    settings.CONSENT_RECORDS_PER_SECOND,
    settings.CONSENT_RECORDS_PER_SECOND * SECONDS_AT_ONCE,
)
