"""Values that a chore keeps fresh in memory, so that a request needs no database.

A copy lies in DATA_DIR: a worker that starts while the database is down has the last
value that was known.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, Generic, TypeVar

from django.conf import settings
from django.db import Error as DatabaseFailure

from pages import background, files

T = TypeVar("T")

FRESH_SECONDS = 1.0
FIRST_WAIT_SECONDS = 2.0


class NothingKept(Exception):
    """The database did not answer yet, and there is no copy of before."""


class Kept(Generic[T]):
    """One value: ``read`` asks the database for JSON, ``parse`` makes the value of it.

    Processes without chores (commands, tests) read anew each time.
    """

    def __init__(
        self, name: str, read: Callable[[], Any], parse: Callable[[Any], T]
    ) -> None:
        self._name = name
        self._read = read
        self._parse = parse
        self._lock = threading.Lock()
        self._known = threading.Event()
        self._content: Any = None
        self._copied: Any = None
        self._value: T | None = None
        background.add_chore(f"refresh the {name}", FRESH_SECONDS, self.refresh)

    def get(self) -> T:
        """The value as it was known at most some seconds ago. Raises NothingKept."""
        if not background.is_running():
            return self._read_now()
        if not self._known.is_set():
            self._take_copy()
            # Together the first requests of a worker wait so long, and no other.
            left = FIRST_WAIT_SECONDS - background.running_seconds()
            self._known.wait(max(0.0, left))
        with self._lock:
            if self._value is None:
                raise NothingKept(self._name)
            return self._value

    def _read_now(self) -> T:
        try:
            return self._parse(self._read())
        except DatabaseFailure:
            raise NothingKept(self._name) from None

    def refresh(self) -> None:
        """Read the value, and keep a copy when it differs. Raises django.db.Error."""
        content = self._read()
        if content != self._content:
            self._keep(content)
        if content != self._copied:
            self._write_copy(content)
            self._copied = content

    def _keep(self, content: Any) -> None:
        value = self._parse(content)
        with self._lock:
            self._content, self._value = content, value
        self._known.set()

    def _path(self) -> Path:
        return Path(settings.DATA_DIR) / "kept" / f"{self._name}.json"

    def _take_copy(self) -> None:
        """Whatever is wrong with it, a copy is no more than a help."""
        try:
            content = json.loads(self._path().read_text(encoding="utf-8"))
            value = self._parse(content)
        except (OSError, ValueError, LookupError, TypeError):
            return
        with self._lock:
            if self._value is None:
                self._content, self._value = content, value
        self._known.set()

    def _write_copy(self, content: Any) -> None:
        files.replace(self._path(), json.dumps(content, ensure_ascii=False).encode())
