"""What a worker does beside answering: small chores, again and again, in one thread.

A request never waits for a chore, and a database that hangs stops the chores alone.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from django.db import close_old_connections

logger = logging.getLogger(__name__)

TICK_SECONDS = 0.25


@dataclass
class Chore:
    """Something to do every so many seconds; ``at_exit`` once more before the end.

    One that is ``alone`` has a thread of its own, because it takes long.
    """

    name: str
    every_seconds: float
    run: Callable[[], object]
    at_exit: bool = False
    alone: bool = False
    due: float = 0.0
    fails: bool = False

    def attempt(self) -> None:
        """Run it; a failure is logged when it begins and when it ends."""
        self.due = time.monotonic() + self.every_seconds
        try:
            self.run()
        except Exception:
            if not self.fails:
                logger.exception("The chore “%s” fails; it is tried again.", self.name)
            self.fails = True
        else:
            if self.fails:
                logger.info("The chore “%s” works again.", self.name)
            self.fails = False


_chores: list[Chore] = []
_beginnings: list[Callable[[], object]] = []
_ending = threading.Event()
_threads: list[threading.Thread] = []
_started_at = 0.0


def add_chore(
    name: str,
    every_seconds: float,
    run: Callable[[], object],
    *,
    at_exit: bool = False,
    alone: bool = False,
) -> None:
    """Let every worker do something again and again; called when an app starts."""
    _chores.append(Chore(name, every_seconds, run, at_exit, alone))


def at_start(run: Callable[[], object]) -> None:
    """Let every worker do something once, before it answers; called when an app
    starts."""
    _beginnings.append(run)


def running_seconds() -> float:
    """For how long this process has done its chores."""
    return time.monotonic() - _started_at


def is_running() -> bool:
    """Whether this process does its chores: workers do, commands and tests do not."""
    return bool(_threads)


def start() -> None:
    """Begin, once per process and after it was forked."""
    global _started_at
    if _threads:
        return
    _started_at = time.monotonic()
    _ending.clear()
    for begin in _beginnings:
        begin()
    together = [chore for chore in _chores if not chore.alone]
    for chores in [together, *([chore] for chore in _chores if chore.alone)]:
        thread = threading.Thread(
            target=_work, args=[chores], name="chores", daemon=True
        )
        _threads.append(thread)
        thread.start()


def stop(patience_seconds: float = 2) -> None:
    """End, with a last round of what must not be lost."""
    _ending.set()
    deadline = time.monotonic() + patience_seconds
    for thread in _threads:
        thread.join(max(0.0, deadline - time.monotonic()))
    _threads.clear()


def _work(chores: list[Chore]) -> None:
    while not _ending.wait(TICK_SECONDS):
        now = time.monotonic()
        _attempt([chore for chore in chores if chore.due <= now])
    _attempt([chore for chore in chores if chore.at_exit])
    close_old_connections()


def _attempt(chores: list[Chore]) -> None:
    for chore in chores:
        close_old_connections()
        chore.attempt()
