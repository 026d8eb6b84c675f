"""A finished public page: its bytes in the codings that clients ask for."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import NamedTuple

import brotli
from django.utils.http import http_date

from pages.stamp import UNKNOWN, Stamp

IDENTITY, GZIP, BROTLI = "identity", "gzip", "br"

# Between a moment's wait and the smallest bytes: on request, and finished ahead.
QUICK, SMALLEST = 5, 11

RawHeader = tuple[bytes, bytes]

# What depends on the coding or on when it is sent.
COMPUTED = {"content-encoding", "content-length", "cache-control", "etag", "vary"}


class Form(NamedTuple):
    """The page in one coding: strong ETag, all headers but those that depend on when it
    is sent, and body."""

    etag: str
    head: list[RawHeader]
    body: bytes


@dataclass(frozen=True)
class Finished:
    """One page as it was from ``since`` until before ``until`` (None: for good).

    ``headers`` are those that every answer carries. A coding is made when somebody
    first asks for it, and kept.
    """

    stamp: Stamp
    since: datetime
    until: datetime | None
    headers: tuple[tuple[str, str], ...]
    body: bytes
    quality: int
    is_immutable: bool = False
    forms: dict[str, Form] = field(default_factory=dict, compare=False, repr=False)

    def form(self, coding: str) -> Form:
        """The page in the coding; as it is where that is no smaller."""
        if (known := self.forms.get(coding)) is None:
            coded = ENCODERS[coding](self.body, self.quality)
            known = self.keep(coding, coded)
        return known

    def keep(self, coding: str, coded: bytes) -> Form:
        """Take the coded body for granted."""
        if coding != IDENTITY and len(coded) >= len(self.body):
            form = self.form(IDENTITY)
        else:
            etag = f'"{hashlib.sha256(coded).hexdigest()[:32]}"'
            added = [("ETag", etag), ("Vary", "Accept-Encoding")]
            if coding != IDENTITY:
                added.append(("Content-Encoding", coding))
            added.append(("Content-Length", str(len(coded))))
            form = Form(etag, raw([*self.headers, *added]), coded)
        self.forms[coding] = form
        return form

    @cached_property
    def last_modified(self) -> bytes:
        """When it was finished, as HTTP writes it."""
        return http_date(self.since.timestamp()).encode()

    @cached_property
    def cross_origin(self) -> list[RawHeader]:
        """What scripts of other sites have to be told with a 304 too (Fetch, CORS)."""
        headers = raw(self.headers)
        return [pair for pair in headers if pair[0].startswith(b"access-control-")]

    @cached_property
    def size(self) -> int:
        """As many bytes of memory as it can take: no coding is larger than the page."""
        names = sum(len(name) + len(value) for name, value in self.headers)
        return len(ENCODERS) * (len(self.body) + names) + 1_000

    def holds(self, stamp: Stamp, at: datetime) -> bool:
        """Whether it is what the site says under the stamp at the moment.

        A process that knows no stamp yet believes what was kept.
        """
        if at < self.since or (self.until is not None and at >= self.until):
            return False
        return self.stamp == stamp or stamp is UNKNOWN

    def is_forgotten(self, stamp: Stamp) -> bool:
        """Whether it must not be shown any more, whatever else fails."""
        return self.stamp.number < stamp.forgotten


def raw(headers: Iterable[tuple[str, str]]) -> list[RawHeader]:
    """Headers as ASGI writes them; Django's cookies begin with a space."""
    return [
        (name.lower().encode("latin-1"), value.strip().encode("latin-1"))
        for name, value in headers
    ]


def kept_headers(headers: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Those that do not depend on the coding or on when it is sent."""
    return tuple(pair for pair in headers if pair[0].lower() not in COMPUTED)


def _as_it_is(body: bytes, quality: int) -> bytes:
    return body


def _brotli(body: bytes, quality: int) -> bytes:
    coded: bytes = brotli.compress(body, mode=brotli.MODE_TEXT, quality=quality)
    return coded


def _gzip(body: bytes, quality: int) -> bytes:
    # Without the time of compressing, so that every replica has the same bytes.
    return gzip.compress(body, 9 if quality == SMALLEST else 6, mtime=0)


ENCODERS = {IDENTITY: _as_it_is, GZIP: _gzip, BROTLI: _brotli}
