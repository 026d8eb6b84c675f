"""A finished public page: its bytes in the codings that clients ask for."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

import brotli
from django.utils.http import http_date

from pages.stamp import UNKNOWN, Stamp

IDENTITY, GZIP, BROTLI = "identity", "gzip", "br"

# Between a moment's wait and the smallest bytes: on request, and finished ahead.
QUICK, SMALLEST = 5, 11

RawHeader = tuple[bytes, bytes]

# What depends on the coding or on when it is sent.
COMPUTED = {"content-encoding", "content-length", "cache-control", "etag", "vary"}


@dataclass(frozen=True)
class Finished:
    """One page as it was from ``since`` until before ``until`` (None: for good).

    ``headers`` are those that every answer carries; ``bodies`` are by coding, and
    always hold IDENTITY.
    """

    stamp: Stamp
    since: datetime
    until: datetime | None
    headers: tuple[tuple[str, str], ...]
    bodies: Mapping[str, bytes]
    quality: int

    @cached_property
    def etags(self) -> dict[str, str]:
        """A strong ETag for each coding: of other bytes, another (RFC 9110, 8.8.3)."""
        return {
            coding: f'"{hashlib.sha256(body).hexdigest()[:32]}"'
            for coding, body in self.bodies.items()
        }

    @cached_property
    def heads(self) -> dict[str, list[RawHeader]]:
        """For each coding all headers but those that depend on when it is sent."""
        return {coding: self._head(coding) for coding in self.bodies}

    def _head(self, coding: str) -> list[RawHeader]:
        added = [("ETag", self.etags[coding]), ("Vary", "Accept-Encoding")]
        if coding != IDENTITY:
            added.append(("Content-Encoding", coding))
        added.append(("Content-Length", str(len(self.bodies[coding]))))
        return raw([*self.headers, *added])

    @cached_property
    def last_modified(self) -> bytes:
        """When it was finished, as HTTP writes it."""
        return http_date(self.since.timestamp()).encode()

    @cached_property
    def size(self) -> int:
        """About how many bytes of memory it takes."""
        names = sum(len(name) + len(value) for name, value in self.headers)
        return names + sum(map(len, self.bodies.values())) + 1_000

    def holds(self, stamp: Stamp, at: datetime) -> bool:
        """Whether it is what the site says under the stamp at the moment.

        A process that knows no stamp yet believes what was kept.
        """
        if at < self.since or (self.until is not None and at >= self.until):
            return False
        return self.stamp == stamp or stamp is UNKNOWN


def raw(headers: Iterable[tuple[str, str]]) -> list[RawHeader]:
    """Headers as ASGI writes them; Django's cookies begin with a space."""
    return [
        (name.lower().encode("latin-1"), value.strip().encode("latin-1"))
        for name, value in headers
    ]


def finish(
    stamp: Stamp,
    since: datetime,
    until: datetime | None,
    headers: Iterable[tuple[str, str]],
    body: bytes,
    quality: int = QUICK,
) -> Finished:
    """The page in all codings that make it smaller."""
    kept = tuple(pair for pair in headers if pair[0].lower() not in COMPUTED)
    bodies = {
        BROTLI: brotli.compress(body, mode=brotli.MODE_TEXT, quality=quality),
        # Without the time of compressing, so that every replica has the same bytes.
        GZIP: gzip.compress(body, 9 if quality == SMALLEST else 6, mtime=0),
    }
    smaller = {
        coding: coded for coding, coded in bodies.items() if len(coded) < len(body)
    }
    return Finished(stamp, since, until, kept, {**smaller, IDENTITY: body}, quality)
