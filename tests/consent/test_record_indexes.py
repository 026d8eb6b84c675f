"""Lists and days are read by index: no question reads the whole table of records."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection

from consent.models import ConsentRecord, DaySeal
from consent.sealing import records_of
from tests.consent.sealed import days_ago, noon

pytestmark = pytest.mark.django_db

BY_MOMENT = "consent_record_by_moment"
LIST = ("-chosen_at", "-pk")


def plan(rows: Any) -> str:
    """How the database goes about it, as if the table were large."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_bitmapscan = off")
    return str(rows.explain())


def test_the_list_begins_at_the_newest() -> None:
    assert BY_MOMENT in plan(ConsentRecord.objects.order_by(*LIST)[:50])


def test_a_day_is_read_by_its_moments() -> None:
    rows = records_of(days_ago(2)).order_by("chosen_at", "receipt_code")
    assert BY_MOMENT in plan(rows)


@pytest.mark.parametrize(
    ("condition", "index"),
    [
        ({"catalogue_version": 1}, "consent_record_by_catalogue"),
        ({"signal": True}, "consent_record_under_signal"),
        ({"withdraws": True}, "consent_record_withdraws"),
        ({"requested_authentication": False}, "consent_record_no_sign_in"),
        ({"requested_status": False}, "consent_record_no_status"),
        ({"requested_consent": False}, "consent_record_not_remembered"),
    ],
)
def test_a_filter_finds_what_few_chose(condition: dict[str, Any], index: str) -> None:
    found = ConsentRecord.objects.filter(**condition)
    assert index in plan(found.order_by(*LIST)[:50])


def test_the_triggers_find_the_day_of_a_record() -> None:
    seals = DaySeal.objects.filter(ends_at__gt=noon(days_ago(1)))
    assert "sealed_day_by_its_end" in plan(seals.order_by("ends_at")[:1])
