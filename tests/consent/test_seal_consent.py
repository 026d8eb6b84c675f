"""manage.py seal_consent: each day that ended is sealed once, chained to the last."""

from __future__ import annotations

import hashlib
import json
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from functools import partial

import pytest
import time_machine
from django.db import IntegrityError, connections, transaction
from django.utils import timezone

from consent import sealing
from consent.choices import CATEGORIES
from consent.models import Action, ConsentRecord, DaySeal, Source
from consent.sealing import content_of, line_of, rows_of, seal_days, seal_digest
from consent.verifying import row_problems
from tests.attacks import refused
from tests.consent.posting import make_record
from tests.consent.sealed import (
    columns_of_a_record,
    days_ago,
    make_day,
    noon,
    publish_next,
    seal_all,
)
from tests.factories import make_policy, make_version
from tests.tampering import verdict

PROCESSES = 4

run = partial(verdict, "seal_consent")


@pytest.mark.django_db
def test_it_seals_every_day_since_the_first_record() -> None:
    make_day(days_ago(4))
    make_day(days_ago(2), records=1)
    seals = seal_all()
    assert [(seal.day, seal.records) for seal in seals] == [
        (days_ago(4), 3),
        (days_ago(3), 0),
        (days_ago(2), 1),
        (days_ago(1), 0),
    ]
    digests = ["", *(seal.digest for seal in seals)]
    assert [seal.previous_digest for seal in seals] == digests[:-1]
    assert [seal.digest for seal in seals] == list(map(seal_digest, seals))
    assert list(DaySeal.objects.order_by("day")) == seals


@pytest.mark.django_db
def test_the_command_says_what_it_sealed_and_can_be_repeated() -> None:
    make_day(days_ago(3))
    with time_machine.travel(noon(days_ago(1)), tick=False):
        assert run().splitlines() == [
            f"{days_ago(2)}: 3 records.",
            f"{days_ago(1)}: 0 records.",
            "Sealed: 2 days, 3 records.",
        ]
        assert run() == "Sealed: 0 days, 0 records.\n"


@pytest.mark.django_db
def test_where_nobody_chose_there_is_nothing_to_seal() -> None:
    assert run() == "Sealed: 0 days, 0 records.\n"


@pytest.mark.django_db
def test_a_day_is_sealed_an_hour_after_its_end_and_not_before() -> None:
    make_day(days_ago(2))
    due = noon(days_ago(2)) + timedelta(hours=13)
    assert list(seal_days(due - timedelta(seconds=1))) == []
    assert [seal.day for seal in seal_days(due)] == [days_ago(2)]


@pytest.mark.django_db
def test_a_day_is_one_of_utc_to_the_microsecond() -> None:
    midnight = noon(days_ago(2)) - timedelta(hours=12)
    for moment in (midnight - timedelta(microseconds=1), midnight):
        make_record(chosen_at=moment)
    assert [seal.records for seal in seal_all()] == [1, 1, 0]


@pytest.mark.django_db
def test_the_hash_is_that_of_a_file_of_lines_in_order() -> None:
    make_version(make_policy(slug="privacy-policy"), effective="2020-04-17")
    publish_next()
    records = make_day(days_ago(2))
    content = content_of(days_ago(2))
    rows = [json.loads(line_of(row)) for row in rows_of(days_ago(2))]
    text = b"".join(map(line_of, rows_of(days_ago(2))))
    assert hashlib.sha256(text).hexdigest() == content.digest
    assert content.records == text.count(b"\n") == 3
    assert content.keep_until == max(record.keep_until for record in records)
    order = [(row["chosen_at"], row["receipt_code"]) for row in rows]
    assert order == sorted(order)
    row = rows[0]
    record = ConsentRecord.objects.get(receipt_code=row["receipt_code"])
    assert row["catalogue_digest"] == record.catalogue_version.digest
    assert record.policy_version is not None
    assert row["policy_digest"] == record.policy_version.digest
    assert "subject" not in text.decode()


def test_no_evidence_is_left_out_of_the_hash() -> None:
    stored = {field.attname for field in ConsentRecord._meta.concrete_fields}
    assert stored - {"id"} == set(columns_of_a_record())
    hashed = {*sealing.MOMENTS, *sealing.WORDS, *sealing.KEYS}
    assert stored - hashed == {"id"}


@pytest.mark.django_db
def test_the_order_of_the_rows_does_not_depend_on_their_keys() -> None:
    moment = noon(days_ago(2))
    for code in ("B", "A", "C"):
        make_record_with(code, moment)
    codes = [row["receipt_code"] for row in rows_of(days_ago(2))]
    assert codes == ["A", "B", "C"]


def make_record_with(code: str, moment: datetime) -> None:
    ConsentRecord.objects.create(
        receipt_code=code,
        chosen_at=moment,
        action=Action.SAVE,
        source=Source.PAGE,
        signal=False,
        withdraws=False,
        catalogue_version_id=1,
        keep_until=moment + timedelta(days=731),
        **{f"requested_{name}": True for name in CATEGORIES},
        **{f"effective_{name}": True for name in CATEGORIES},
    )


@pytest.mark.django_db
def test_a_sealed_day_takes_no_more_records_and_keeps_its_own() -> None:
    (record,) = make_day(days_ago(2), records=1)
    seal_all()
    with refused("never added to a day that is sealed"):
        make_record_with("LATE", noon(days_ago(1)))
    with refused("never deleted before its sealed day may go"):
        ConsentRecord.objects.all()._raw_delete("default")
    make_record_with("TODAY", timezone.now())


@pytest.mark.django_db
def test_a_day_that_goes_on_cannot_be_sealed() -> None:
    make_day(days_ago(0), records=1)
    with refused("A day is sealed after it ended."):
        list(seal_days(timezone.now() + timedelta(days=3)))


@pytest.mark.django_db
def test_a_record_that_comes_while_its_day_is_hashed_is_hashed_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It cannot come so late; if it does, nothing is sealed without it."""
    make_day(days_ago(1), records=1)
    late = [noon(days_ago(1))]

    def content_and_then_one_more(day: object) -> sealing.DayContent:
        content = content_of(days_ago(1))
        if late:
            make_record_with("LATE", late.pop())
        return content

    monkeypatch.setattr(sealing, "content_of", content_and_then_one_more)
    assert [seal.records for seal in seal_all()] == [2]
    assert list(row_problems()) == []


@pytest.mark.django_db
def test_another_refusal_is_not_taken_for_a_day_that_is_sealed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    make_day(days_ago(3), records=1)
    list(seal_days(noon(days_ago(1))))
    digest = DaySeal.objects.latest("day").digest
    monkeypatch.setattr(sealing, "seal_digest", lambda seal: digest)
    with pytest.raises(IntegrityError), transaction.atomic():
        seal_all()


@pytest.mark.usefixtures("own_database")
def test_several_processes_at_once_seal_each_day_once() -> None:
    for ago in (9, 8, 5):
        make_day(days_ago(ago))
    start = threading.Barrier(PROCESSES)

    def seal(number: int) -> list[DaySeal]:
        try:
            start.wait(timeout=10)
            return seal_all()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(PROCESSES) as pool:
        sealed = [seal for seals in pool.map(seal, range(PROCESSES)) for seal in seals]
    assert sorted(seal.day for seal in sealed) == [
        days_ago(ago) for ago in range(9, 0, -1)
    ]
    assert DaySeal.objects.count() == 9
    assert list(row_problems()) == []
