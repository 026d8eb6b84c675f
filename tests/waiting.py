"""Waiting for what other threads and processes do: by looking again and again."""

import time
from collections.abc import Callable

# Long, because the machine may do other things; no test that passes waits it out.
DEADLINE_SECONDS = 60


def wait_until(happened: Callable[[], object], what: str = "it happens") -> None:
    """Poll until it happened; AssertionError after ``DEADLINE_SECONDS``."""
    deadline = time.monotonic() + DEADLINE_SECONDS
    while not happened():
        assert time.monotonic() < deadline, f"It did not happen in time: {what}"
        time.sleep(0.02)
