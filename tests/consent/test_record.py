"""The consent record is append-only, whoever tries what."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models.deletion import ProtectedError
from django.utils import timezone

from consent.models import Action, ConsentRecord, make_receipt_code
from consent.models.record import RECEIPT_LENGTH, RECEIPT_SIGNS
from consent.triggers import TRIGGERS
from policy.append_only import missing
from tests.consent.posting import EVERYTHING, make_record
from tests.factories import make_policy, make_version

pytestmark = pytest.mark.django_db
TABLE = "consent_consentrecord"
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


@pytest.fixture
def record() -> ConsentRecord:
    return make_record(action=Action.ACCEPT)


def sql(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def save(record: ConsentRecord) -> None:
    record.requested_analytics = False
    record.action = Action.SAVE
    record.save()


def save_some(record: ConsentRecord) -> None:
    record.signal = True
    record.save(update_fields=["signal"])


def bulk_update(record: ConsentRecord) -> None:
    record.chosen_at = timezone.now() - timedelta(days=9)
    ConsentRecord.objects.bulk_update([record], ["chosen_at"])


def replace(record: ConsentRecord, **fields: object) -> None:
    row = ConsentRecord.objects.values().get(pk=record.pk) | fields
    columns = ", ".join(row)
    marks = ", ".join(["%s"] * len(row))
    sql(
        f"INSERT OR REPLACE INTO {TABLE} ({columns}) VALUES ({marks})",
        *(row.values()),
    )


ATTACKS: dict[str, Callable[[ConsentRecord], object]] = {
    "save": save,
    "save some": save_some,
    "update": lambda record: ConsentRecord.objects.update(signal=True),
    "bulk_update": bulk_update,
    "delete": lambda record: record.delete(),
    "queryset delete": lambda record: ConsentRecord.objects.all().delete(),
    "raw delete": lambda record: ConsentRecord.objects.all()._raw_delete("default"),
    "raw update": lambda record: sql(f"UPDATE {TABLE} SET signal = signal"),
    "raw key": lambda record: sql(f"UPDATE {TABLE} SET id = id + 1000"),
    "raw SQL delete": lambda record: sql(f"DELETE FROM {TABLE}"),
    "second row of the key": lambda record: ConsentRecord(
        pk=record.pk,
        action=Action.SAVE,
        source="page",
        signal=False,
        requested_authentication=False,
        requested_status=False,
        requested_analytics=False,
        requested_consent=False,
        effective_authentication=False,
        effective_status=False,
        effective_analytics=False,
        effective_consent=False,
        withdraws=False,
        catalogue_version_id=1,
        keep_until=timezone.now() + timedelta(days=1),
    ).save(force_insert=True),
}
if connection.vendor == "sqlite":
    ATTACKS |= {
        "replace by key": lambda record: replace(record, receipt_code="OTHER"),
        "replace by receipt": lambda record: replace(record, id=record.pk + 1000),
        "update or replace": lambda record: sql(
            f"UPDATE OR REPLACE {TABLE} SET receipt_code = receipt_code"
        ),
    }
else:
    ATTACKS |= {
        "truncate": lambda record: sql(f"TRUNCATE {TABLE}"),
        "truncate cascade": lambda record: sql(f"TRUNCATE {TABLE} CASCADE"),
    }


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_attack_changes_it(record: ConsentRecord, attack: str) -> None:
    before = list(ConsentRecord.objects.values())
    with pytest.raises(DatabaseError), transaction.atomic():
        ATTACKS[attack](record)
    assert list(ConsentRecord.objects.values()) == before


def test_the_refusal_is_a_sentence(record: ConsentRecord) -> None:
    with (
        pytest.raises(IntegrityError, match="never deleted before its sealed day"),
        transaction.atomic(),
    ):
        sql(f"DELETE FROM {TABLE}")


def test_its_triggers_stand() -> None:
    assert missing(connection, TRIGGERS) == []


def test_it_protects_the_policy_version_that_was_in_force() -> None:
    version = make_version(make_policy(slug="privacy-policy"))
    record = make_record(action=Action.ACCEPT)
    assert record.policy_version == version
    with pytest.raises(ProtectedError):
        version.delete()


def test_it_names_nobody() -> None:
    names = {field.name for field in ConsentRecord._meta.get_fields()}
    assert names == {
        "id",
        "receipt_code",
        "chosen_at",
        "action",
        "source",
        "signal",
        "requested_authentication",
        "requested_status",
        "requested_analytics",
        "requested_consent",
        "effective_authentication",
        "effective_status",
        "effective_analytics",
        "effective_consent",
        "withdraws",
        "catalogue_version",
        "policy_version",
        "keep_until",
        "subject",
    }


def test_receipt_codes_are_random_and_can_be_read_aloud() -> None:
    codes = {make_receipt_code() for _ in range(200)}
    assert len(codes) == 200
    for code in codes:
        assert len(code) == RECEIPT_LENGTH
        assert set(code) <= set(RECEIPT_SIGNS)


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"receipt_code": ""}, "consent_record_has_a_receipt"),
        ({"action": "accept", "requested_analytics": False}, "action_agrees"),
        ({"action": "reject", "requested_analytics": True}, "action_agrees"),
        ({"action": "zzz"}, "action_agrees"),
        ({"source": "zzz"}, "source_is_known"),
        ({"keep_until": LONG_AGO}, "is_kept_for_a_while"),
    ],
)
def test_the_database_refuses_what_cannot_be_true(
    fields: dict[str, object], constraint: str
) -> None:
    row = {
        "action": "save",
        "source": "page",
        "signal": False,
        "withdraws": False,
        "catalogue_version_id": 1,
        "keep_until": timezone.now() + timedelta(days=1),
        **{f"requested_{name}": True for name in EVERYTHING},
        **{f"effective_{name}": True for name in EVERYTHING},
    }
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        ConsentRecord.objects.create(**row | fields)


def test_it_is_never_kept_inside_another_transaction() -> None:
    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
        make_record()
