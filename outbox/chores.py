"""What is done again and again behind the site, beside sending mails: purges above all.

Rooms add their chores when the app starts. A chore may run at any moment, in several
processes at once, and again after a minute: it asks the database what is due, and
changes nothing the second time.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

logger = logging.getLogger(__name__)


@dataclass
class Chore:
    """Something to do every so often; ``run`` may return what it did, for the log."""

    name: str
    every: timedelta
    run: Callable[[], object]
    due: float = 0.0
    fails: bool = False

    def attempt(self) -> bool:
        """Run it; a failure is logged when it begins and when it ends."""
        self.due = time.monotonic() + self.every.total_seconds()
        try:
            done = self.run()
        except Exception:
            if not self.fails:
                logger.exception("The chore “%s” fails; it is tried again.", self.name)
            self.fails = True
            return False
        if self.fails:
            logger.info("The chore “%s” works again.", self.name)
        if done:
            logger.info("The chore “%s” is done: %s.", self.name, done)
        self.fails = False
        return True


_chores: list[Chore] = []


def add(name: str, every: timedelta, run: Callable[[], object]) -> None:
    """Let ``manage.py work`` run a function again and again; see the module's text."""
    _chores.append(Chore(name, every, run))


def due() -> list[Chore]:
    """What has to be done now; everything, the first time in a process."""
    now = time.monotonic()
    return [chore for chore in _chores if chore.due <= now]


def every() -> list[Chore]:
    """All that rooms added."""
    return list(_chores)
