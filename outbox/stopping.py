"""Ending a process politely when SIGTERM or Ctrl-C asks for it."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

# How long what is in hand may take once the process was asked to end.
GRACE_SECONDS = 1.5
TICK_SECONDS = 0.2


class Hurry(BaseException):
    """What is in hand took too long; like KeyboardInterrupt, nobody handles it."""


class Stop:
    """Whether the process was asked to end."""

    asked = False

    def ask(self, signum: int, frame: FrameType | None) -> None:
        """The signal handler; soon afterwards it interrupts whatever still runs."""
        if self.asked:
            return
        self.asked = True
        signal.setitimer(signal.ITIMER_REAL, GRACE_SECONDS)

    def wait(self, seconds: float) -> None:
        """Sleep, but not once the process was asked to end."""
        until = time.monotonic() + seconds
        while not self.asked and (left := until - time.monotonic()) > 0:
            time.sleep(min(left, TICK_SECONDS))


@contextmanager
def stop_on_signals() -> Iterator[Stop]:
    """Take the signals over for the length of the block, which may raise Hurry."""
    stop = Stop()
    before = {
        signal.SIGTERM: signal.signal(signal.SIGTERM, stop.ask),
        signal.SIGINT: signal.signal(signal.SIGINT, stop.ask),
        signal.SIGALRM: signal.signal(signal.SIGALRM, _hurry),
    }
    try:
        yield stop
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        for signum, handler in before.items():
            signal.signal(signum, handler)


def _hurry(signum: int, frame: FrameType | None) -> None:
    raise Hurry
