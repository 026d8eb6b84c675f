"""The security log: what the policy calls administration and enforcement.

One JSON object a line, to the console and to a file of each day in ``DATA_DIR``, for
failed sign-ins, throttled requests and refused posts from other sites. A line holds the
address; of a name that was tried it holds a keyed hash, never the name. No table holds
any of it. docs/traffic.md says who may read it and what for.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from centene_site.secret_paths import without_secrets
from pages.client_address import address_of
from pages.origin import Sender, sender_of

SALT = "centene_site.security_log"
# Of one day: a flood must not fill the disk. The console still gets every line.
LARGEST_FILE = 50_000_000
LONGEST_PATH = 200

logger = logging.getLogger("security")


class Event(StrEnum):
    """What is logged."""

    SIGN_IN_FAILED = "sign-in failed"
    THROTTLED = "throttled"
    REFUSED = "post from another site refused"


def log(event: Event, request: HttpRequest, *, name: str = "") -> None:
    """Write a line; ``name`` is the one that was tried to sign in with."""
    line = {
        "at": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "event": event.value,
        "address": address_of(request),
        "path": without_secrets(request.path)[:LONGEST_PATH],
    }
    if name:
        line["name"] = hash_of(name)
    # Nothing of a request can begin a line of its own: JSON escapes what is no letter.
    logger.warning("%s", json.dumps(line))


def hash_of(name: str) -> str:
    """By which two tries of one name can be told to be of one; with the site's key."""
    known = name.strip().casefold()
    return salted_hmac(SALT, known, algorithm="sha256").hexdigest()[:32]


class SecurityLogMiddleware:
    """Log what was refused on its way out, whichever room refused it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 429:
            log(Event.THROTTLED, request)
        elif _is_refused_post(response, request):
            log(Event.REFUSED, request)
        return response


def _is_refused_post(response: HttpResponse, request: HttpRequest) -> bool:
    """Also where the browser does not say who sent it, and a token was missing."""
    is_refused = response.status_code == 403 and request.method == "POST"
    return is_refused and sender_of(request) is not Sender.OURS


class DayFiles(logging.Handler):
    """One file for each day (UTC), that its owner alone reads; old ones are removed.

    Several processes write to the same file, each line at once.
    """

    def __init__(self, folder: Path, days: int) -> None:
        super().__init__()
        self._folder = Path(folder)
        self._days = days
        self._last: date | None = None

    def emit(self, record: logging.LogRecord) -> None:
        # Who cannot write the log must not keep staff and visitors from anything.
        with suppress(OSError):
            self._write(self.format(record).encode() + b"\n")

    def _write(self, line: bytes) -> None:
        today = datetime.now(UTC).date()
        if today != self._last:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            remove_old(self._folder, self._days, today)
            self._last = today
        path = self._folder / f"{today}.jsonl"
        file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            if os.fstat(file).st_size < LARGEST_FILE:
                os.write(file, line)
        finally:
            os.close(file)


def remove_old(folder: Path, days: int, today: date | None = None) -> None:
    """Remove the files of days that are longer ago. Raises OSError."""
    today = today or datetime.now(UTC).date()
    oldest = today - timedelta(days=days)
    for path in folder.glob("*.jsonl"):
        with suppress(ValueError):
            if date.fromisoformat(path.stem) < oldest:
                path.unlink(missing_ok=True)


def remove_what_is_old() -> None:
    """A worker's chore: a log that nobody writes to grows old as well."""
    remove_old(Path(settings.SECURITY_LOG_FOLDER), settings.SECURITY_LOG_DAYS)
