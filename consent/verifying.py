"""Checking that the evidence of consent still holds: seals, records, catalogues.

As in ``policy.verifying``, a head that was kept outside this database makes the
difference between "consistent" and "proved".
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.db import connection
from django.utils import timezone

from consent.models import CatalogueVersion, ConsentRecord, DaySeal
from consent.publishing import catalogue_digest
from consent.sealing import ONE_DAY, beginning, content_of, seal_digest
from consent.triggers import TRIGGERS
from policy import sealing
from policy.append_only import missing

DAYS = "sealed days"
CATALOGUE = "catalogue versions"

# What a column raises that holds no value of its kind: SQLite takes any text.
UNREADABLE = (ValueError, TypeError, AttributeError, OverflowError)


@dataclass(frozen=True)
class Head:
    """The end of a chain at one time: its last day or number, and the hash of that."""

    chain: str
    end: str
    digest: str

    def __post_init__(self) -> None:
        if self.chain not in (DAYS, CATALOGUE):
            raise ValueError(self.chain)


def current_heads() -> Iterator[Head]:
    """The end of each chain that has begun."""
    if version := CatalogueVersion.objects.order_by("number").last():
        yield Head(CATALOGUE, str(version.number), version.digest)
    if seal := DaySeal.objects.order_by("day").last():
        yield Head(DAYS, seal.day.isoformat(), seal.digest)


def problems(heads: list[Head] | None = None) -> Iterator[str]:
    """What does not hold, in sentences; nothing when all does."""
    for trigger in missing(connection, TRIGGERS):
        yield f"The trigger {trigger.name} is missing, switched off or altered."
    yield from row_problems(heads)


def row_problems(heads: list[Head] | None = None) -> Iterator[str]:
    """The first row of each chain that does not hold, whatever the triggers say."""
    yield from _readable(CATALOGUE, _catalogue_problems)
    yield from _readable(DAYS, _seal_problems)
    yield from _readable("consent records", _record_problems)
    for head in heads or []:
        yield from _readable(head.chain, partial(_head_problems, head))


def _readable(what: str, find: Callable[[], Iterator[str]]) -> Iterator[str]:
    try:
        yield from find()
    except UNREADABLE:
        yield f"The {what} hold what cannot be read."


def _catalogue_problems() -> Iterator[str]:
    """The first catalogue version that does not hold, if any."""
    previous, expected = "", 1
    for version in CatalogueVersion.objects.order_by("number").iterator():
        if version.number != expected:
            yield f"Catalogue version {expected}: the row is missing."
            return
        if problem := _broken_version(version, previous):
            yield f"Catalogue version {expected}: {problem}"
            return
        previous, expected = version.digest, expected + 1


def _broken_version(version: CatalogueVersion, previous: str) -> str:
    if version.previous_digest != previous:
        return "it does not carry the hash of the version before."
    if version.digest != catalogue_digest(version):
        return "its content does not match its hash."
    name = version.published_by_name
    if version.publisher_seal != sealing.seal(version.publisher_salt, name):
        return "the name of who published it does not match its seal."
    return ""


def _seal_problems() -> Iterator[str]:
    """The first seal that does not hold, if any."""
    before: DaySeal | None = None
    for seal in DaySeal.objects.order_by("day").iterator():
        if before is not None and seal.day != before.day + ONE_DAY:
            yield f"{before.day + ONE_DAY}: the seal is missing."
            return
        if problem := _broken_seal(seal, before):
            yield f"{seal.day}: {problem}"
            return
        before = seal


def _broken_seal(seal: DaySeal, before: DaySeal | None) -> str:
    if seal.previous_digest != (before.digest if before else ""):
        return "the seal does not carry the hash of the day before."
    if seal.digest != seal_digest(seal):
        return "the seal does not match its hash."
    begins_at = beginning(seal.day)
    if (seal.begins_at, seal.ends_at) != (begins_at, begins_at + ONE_DAY):
        return "the seal is of other hours than the day."
    return ""


def _record_problems() -> Iterator[str]:
    """The first sealed day whose records do not hold, if any."""
    first = DaySeal.objects.order_by("day").first()
    if first is None:
        return
    early = ConsentRecord.objects.filter(chosen_at__lt=beginning(first.day))
    if record := early.order_by("chosen_at").first():
        yield f"Record {record.receipt_code} is of a day before the first sealed day."
        return
    now = timezone.now()
    for seal in DaySeal.objects.order_by("day").iterator():
        if problem := _broken_day(seal, now):
            yield f"{seal.day}: {problem}"
            return


def _broken_day(seal: DaySeal, now: datetime) -> str:
    """Whether the rows are those that were sealed, or all gone after their time."""
    try:
        found = content_of(seal.day)
    except UNREADABLE:
        return "its records cannot be read."
    if found.digest == seal.records_digest and found.records == seal.records:
        return ""
    if found.records:
        return (
            f"its {found.records} records are not the {seal.records} that were sealed."
        )
    if seal.keep_until < now:
        return ""
    return f"the {seal.records} records that were sealed are gone before their time."


def _head_problems(head: Head) -> Iterator[str]:
    """Whether the database still holds what the head was taken of."""
    rows: list[tuple[object, str]]
    if head.chain == DAYS:
        rows = list(DaySeal.objects.values_list("day", "digest"))
    else:
        rows = list(CatalogueVersion.objects.values_list("number", "digest"))
    digests = {str(end): digest for end, digest in rows}
    if head.end not in digests:
        yield f"{head.chain}, {head.end}: the head has it, it is missing."
    elif digests[head.end] != head.digest:
        yield f"{head.chain}, {head.end}: its hash is not that of the head."
