"""Sealed days in the past, for tests of seals, verification, purge and export."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.test import override_settings
from django.utils import timezone

from consent.choices import CATEGORIES
from consent.models import Action, CatalogueVersion, ConsentRecord, DaySeal, DraftCookie
from consent.publishing import publish_catalogue
from consent.sealing import seal_days
from tests.consent.posting import EVERYTHING, WITHOUT_ANALYTICS, make_record
from tests.factories import make_policy, make_staff, make_version

# An accepted choice counts for a day and its record stays for another.
SHORT = {"CONSENT_ACCEPT_DAYS": 1, "CONSENT_REJECT_DAYS": 1, "CONSENT_RECORD_DAYS": 1}

CHOICES = [
    (EVERYTHING, Action.ACCEPT),
    (WITHOUT_ANALYTICS, Action.REJECT),
    (frozenset({"status"}), Action.SAVE),
]


def today() -> date:
    """The day of now in UTC."""
    return timezone.now().astimezone(UTC).date()


def days_ago(days: int) -> date:
    """A day before today (UTC)."""
    return today() - timedelta(days=days)


def noon(day: date, **later: int) -> datetime:
    """Twelve o'clock UTC, or some time later."""
    return datetime.combine(day, time(12), tzinfo=UTC) + timedelta(**later)


def make_day(day: date, records: int = 3, **fields: Any) -> list[ConsentRecord]:
    """Records of a day, one minute after the other; the last two in the same moment."""
    made = []
    for number in range(records):
        accepted, action = CHOICES[number % len(CHOICES)]
        minute = min(number, max(records - 2, 0))
        defaults: dict[str, Any] = {
            "chosen_at": noon(day, minutes=minute),
            "subject": f"id-{number}",
        }
        made.append(make_record(accepted, action, **defaults | fields))
    return made


def make_short_day(day: date, records: int = 2) -> list[ConsentRecord]:
    """Records of a day that may go two days later."""
    with override_settings(**SHORT):
        return make_day(day, records)


def seal_all() -> list[DaySeal]:
    """Seal every day up to yesterday, whatever the hour is."""
    return list(seal_days(timezone.now() + timedelta(hours=1)))


def publish_next(note: str = "Another word.", **options: Any) -> CatalogueVersion:
    """One more catalogue version."""
    DraftCookie.objects.filter(name="_ga").update(description=note)
    defaults: dict[str, Any] = {
        "by": make_staff(),
        "material": False,
        "change_note": note,
    }
    return publish_catalogue(**defaults | options)


def make_history() -> list[DaySeal]:
    """Ten sealed days: one whose time is over, an empty one, three full, empty ones."""
    make_version(make_policy(slug="privacy-policy"), effective="2020-04-17")
    publish_next()
    make_short_day(days_ago(10))
    for ago in (8, 7, 6):
        make_day(days_ago(ago), catalogue_version=2)
    publish_next("Yet another word.")
    return seal_all()


def columns_of_a_record() -> list[str]:
    """Every column that is evidence."""
    return [
        *("receipt_code", "chosen_at", "action", "source", "signal", "withdraws"),
        *(f"requested_{name}" for name in CATEGORIES),
        *(f"effective_{name}" for name in CATEGORIES),
        *("catalogue_version_id", "policy_version_id", "keep_until"),
    ]
