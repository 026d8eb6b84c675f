"""Sealing days of consent records: what is hashed, and how days are chained.

A day (UTC) is sealed an hour after it ended. Its hash is that of a file: one line of
canonical JSON per record, in order of moment and receipt code. The export holds the
same lines, so that anybody can hash them again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from consent.choices import CATEGORIES
from consent.models import CatalogueVersion, ConsentRecord, DaySeal
from policy.models import PolicyVersion
from policy.sealing import hash_of, iso, json_of

# A request that was begun in the last second of a day has committed long before.
WAIT_AFTER_THE_END = timedelta(hours=1)
RECORDS_AT_A_TIME = 2000

ONE_DAY = timedelta(days=1)
MOMENTS = ("chosen_at", "keep_until")
WORDS = (
    *("receipt_code", "action", "source", "signal", "withdraws"),
    *(f"requested_{name}" for name in CATEGORIES),
    *(f"effective_{name}" for name in CATEGORIES),
)
KEYS = ("catalogue_version_id", "policy_version_id")


@dataclass(frozen=True)
class DayContent:
    """What the records of a day come to; ``keep_until`` is the latest of them."""

    records: int
    digest: str
    keep_until: datetime


def beginning(day: date) -> datetime:
    """Midnight in UTC."""
    return datetime.combine(day, time.min, tzinfo=UTC)


def records_of(day: date) -> QuerySet[ConsentRecord]:
    """The records of a day."""
    return ConsentRecord.objects.filter(
        chosen_at__gte=beginning(day), chosen_at__lt=beginning(day) + ONE_DAY
    )


def rows_of(day: date) -> Iterator[dict[str, Any]]:
    """The evidence of a day in order, a few rows in memory at a time.

    Each has the hashes of what was shown and of the policy that was in force ('' where
    there was none). They are not joined: SQLite would read whole texts for each row.
    """
    catalogue = dict(CatalogueVersion.objects.values_list("number", "digest"))
    policies = dict(PolicyVersion.objects.published().values_list("pk", "digest"))
    rows = records_of(day).order_by("chosen_at", "receipt_code")
    columns = rows.values(*MOMENTS, *WORDS, *KEYS)
    for row in columns.iterator(chunk_size=RECORDS_AT_A_TIME):
        number, key = (row.pop(name) for name in KEYS)
        row["catalogue_version"] = number
        row["catalogue_digest"] = catalogue.get(number, "")
        row["policy_digest"] = policies.get(key, "")
        yield row


def canonical(row: Mapping[str, Any]) -> dict[str, object]:
    """Everything that is evidence in a record; moments are UTC in ISO 8601.

    Whose choice it is stands elsewhere (``ConsentSubject``) and may be erased.
    """
    return {**row, **{name: iso(row[name]) for name in MOMENTS}}


def line_of(row: Mapping[str, Any]) -> bytes:
    """A record as one line of a day's file."""
    return json_of(canonical(row)) + b"\n"


def content_of(day: date) -> DayContent:
    """Hash a day's records. It asks once, so that it sees one moment of the table."""
    count, sha, keep_until = 0, hashlib.sha256(), beginning(day) + ONE_DAY
    for row in rows_of(day):
        sha.update(line_of(row))
        keep_until = max(keep_until, row["keep_until"])
        count += 1
    return DayContent(count, sha.hexdigest(), keep_until)


def canonical_seal(seal: DaySeal) -> dict[str, object]:
    """Everything that a seal's hash covers."""
    return {
        "day": seal.day.isoformat(),
        "begins_at": iso(seal.begins_at),
        "ends_at": iso(seal.ends_at),
        "records": seal.records,
        "records_digest": seal.records_digest,
        "keep_until": iso(seal.keep_until),
        "sealed_at": iso(seal.sealed_at),
        "previous_digest": seal.previous_digest,
    }


def seal_digest(seal: DaySeal) -> str:
    """The seal's hash: SHA-256, in hexadecimal, over its canonical JSON."""
    return hash_of(canonical_seal(seal))


def seal_days(now: datetime) -> Iterator[DaySeal]:
    """Seal every day that ended an hour ago and is not sealed yet, in order.

    Days without records too, so that none can be put in later. Safe to repeat, and to
    run twice at once: who comes second goes on with the next day.
    """
    while True:
        last = DaySeal.objects.order_by("day").last()
        day = last.day + ONE_DAY if last else _first_day()
        if day is None or beginning(day) + ONE_DAY + WAIT_AFTER_THE_END > now:
            return
        if seal := _seal(day, last, now):
            yield seal


def seal_what_ended() -> str:
    """Seal what can be sealed now; say how many days, '' where there were none."""
    days = sum(1 for _ in seal_days(timezone.now()))
    return f"{days} days" if days else ""


def _first_day() -> date | None:
    first = ConsentRecord.objects.order_by("chosen_at").first()
    return first.chosen_at.astimezone(UTC).date() if first else None


def _seal(day: date, last: DaySeal | None, now: datetime) -> DaySeal | None:
    """Seal one day, or return None where another process did or a record came late.

    The rows are hashed before the transaction begins: on SQLite it keeps everybody from
    writing.
    """
    content = content_of(day)
    seal = DaySeal(
        day=day,
        begins_at=beginning(day),
        ends_at=beginning(day) + ONE_DAY,
        records=content.records,
        records_digest=content.digest,
        keep_until=content.keep_until,
        sealed_at=now,
        previous_digest=last.digest if last else "",
    )
    seal.digest = seal_digest(seal)
    try:
        with transaction.atomic():
            if records_of(day).count() != content.records:
                return None
            seal.save(force_insert=True)
    except IntegrityError:
        if DaySeal.objects.filter(day=day).exists():
            return None
        raise
    return seal
