"""Finishing the pages that matter ahead: for now, and for the next known moment.

So a change costs no visitor a wait, a scheduled version takes force on the minute, also
while the database is down, and a worker that starts then has what was true last.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterable
from contextlib import nullcontext
from datetime import datetime
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from pages import background, clock, copies
from pages.finished import ENCODERS, SMALLEST, Finished
from pages.remembered import next_moment
from pages.stamp import Stamp, current
from pages.store import Address
from pages.storing import is_finishing, store

Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Any]
PageSource = Callable[[], Iterable[str]]

EVERY_SECONDS = 0.25

_sources: list[PageSource] = []


class NotMade(Exception):
    """A page that matters could not be made; it is tried again."""


def add_pages(source: PageSource) -> None:
    """Let a room name the paths of its pages that are to be finished ahead."""
    if source not in _sources:
        _sources.append(source)


class Finisher:
    """Keeps the pages that matter finished, in one process."""

    def __init__(self, application: Wsgi) -> None:
        self._application = application
        self._done: tuple[Stamp, datetime | None] | None = None

    def finish(self) -> None:
        """Make what is missing, and keep copies. Raises NotMade, django.db.Error."""
        stamp, moment = current(), next_moment()
        if self._done == (stamp, moment):
            return
        self._make_all(None)
        if moment is not None:
            self._make_all(moment)
        copies.write(store)
        self._done = (stamp, moment)

    def _make_all(self, moment: datetime | None) -> None:
        with clock.standing_at(moment) if moment else nullcontext():
            for path in [path for source in _sources for path in source()]:
                self._make(path)

    def _make(self, path: str) -> None:
        """Unless it is there; in the codings that browsers ask for."""
        if _finished(path) is not None:
            return
        statuses: list[str] = []
        token = is_finishing.set(True)
        try:
            response = self._application(
                _environ(path), lambda status, *_: statuses.append(status)
            )
            response.close()
        finally:
            is_finishing.reset(token)
        if statuses[0].startswith("5"):
            raise NotMade(path)
        if (page := _finished(path)) is not None:
            for coding in ENCODERS:
                page.form(coding)


def start(application: Wsgi) -> None:
    """Let workers begin with the copies, and finish pages.

    The copies are read by each worker: those of now, not those of when the process was
    started that it was forked from.
    """
    background.at_start(partial(copies.read, store))
    background.add_chore(
        "finish pages", EVERY_SECONDS, Finisher(application).finish, alone=True
    )


def _finished(path: str) -> Finished | None:
    known = store.get(_address(path), "", current(), clock.now())
    return known if known is not None and known.quality == SMALLEST else None


def _address(path: str) -> Address:
    parts = urlsplit(settings.SITE_URL)
    return Address(parts.scheme, parts.netloc, path)


def _environ(path: str) -> dict[str, Any]:
    """A request as a visitor's browser sends it."""
    address = _address(path)
    environ: dict[str, Any] = {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": path.encode().decode("latin-1"),
        "QUERY_STRING": "",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "SERVER_NAME": settings.SITE_HOST,
        "SERVER_PORT": "443" if settings.IS_HTTPS else "80",
        "HTTP_HOST": address.host,
        "wsgi.url_scheme": address.scheme,
        "wsgi.version": (1, 0),
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    if settings.IS_HTTPS and settings.SECURE_PROXY_SSL_HEADER:
        name, value = settings.SECURE_PROXY_SSL_HEADER
        environ[name] = value
    return environ
