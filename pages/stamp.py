"""The stamp: what tells one state of the public pages from the next.

Whoever changes what a public page says calls ``renew`` in the same transaction. Every
worker polls the row, and on one machine a file that is replaced after the commit tells
at once. What was made under another stamp than the present one is out of date.
"""

from __future__ import annotations

import logging
import os
import secrets
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.db.transaction import TransactionManagementError

from pages import background, files
from pages.models import StampRow

logger = logging.getLogger(__name__)

POLL_SECONDS = 0.5
KEY = 1


class Stamp(NamedTuple):
    """A later stamp has a higher number; the token tells a restored database apart.

    What was made under a number below ``forgotten`` is not even a page of last resort.
    """

    number: int
    token: str
    forgotten: int = 0


UNKNOWN = Stamp(0, "")


def renew(*, forget: bool = False) -> None:
    """Make every finished page out of date once the present transaction commits.

    With ``forget`` nobody gets one of before again, also while the database fails.
    Raises TransactionManagementError outside a transaction: a page made between the
    change and the stamp would be kept for good.
    """
    if not transaction.get_connection().in_atomic_block:
        raise TransactionManagementError(
            "The stamp is renewed in the transaction that changes a public page."
        )
    number = F("number") + 1
    StampRow.objects.filter(pk=KEY).update(
        number=number,
        token=secrets.token_hex(8),
        forgotten=number if forget else F("forgotten"),
    )
    stamp = read()
    transaction.on_commit(lambda: _tell_this_machine(stamp))


def read() -> Stamp:
    """The stamp by the database. Raises django.db.Error."""
    rows = StampRow.objects.filter(pk=KEY)
    row = rows.values_list("number", "token", "forgotten").first()
    return Stamp(*row) if row else UNKNOWN


class Watch:
    """What one process knows of the stamp, without asking the database."""

    def __init__(self) -> None:
        self._known = UNKNOWN
        self._seen: tuple[int, int] | None = None

    def current(self) -> Stamp:
        """The newest stamp that the file or the last poll told of."""
        path = _path()
        try:
            status = os.stat(path)
        except OSError:
            return self._known
        seen = (status.st_ino, status.st_mtime_ns)
        if seen != self._seen:
            told = _written(path)
            # Two commits may replace the file in the wrong order.
            if told.number > self._known.number:
                self._known = told
            self._seen = seen
        return self._known

    def poll(self) -> None:
        """Believe the database, whatever was known. Raises django.db.Error."""
        self._known = read()


_watch = Watch()
current = _watch.current
background.add_chore("poll the stamp", POLL_SECONDS, _watch.poll)


def _path() -> str:
    # Asked for at every request: a Path takes longer to make than the file to look at.
    return f"{settings.DATA_DIR}/stamp"


def _written(path: str) -> Stamp:
    """The stamp in the file; UNKNOWN where it holds none."""
    try:
        number, token, forgotten = Path(path).read_text(encoding="ascii").split()
        return Stamp(int(number), token, int(forgotten))
    except (OSError, ValueError):
        return UNKNOWN


def _tell_this_machine(stamp: Stamp) -> None:
    """Replace the file. Where that fails, workers know within a poll."""
    try:
        files.replace(Path(_path()), "{} {} {}\n".format(*stamp).encode())
    except OSError:
        logger.exception("The stamp's file cannot be replaced.")
