"""manage.py purge_consent: whole sealed days go after their time, their seals stay."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
import time_machine
from django.core.management import CommandError
from django.test import override_settings
from django.utils import timezone

from consent.models import ConsentRecord, ConsentSubject, DaySeal
from consent.purging import purge
from consent.verifying import row_problems
from tests.consent.posting import WITHOUT_ANALYTICS, make_record
from tests.consent.sealed import (
    SHORT,
    days_ago,
    make_day,
    make_short_day,
    noon,
    seal_all,
)
from tests.tampering import verdict

pytestmark = pytest.mark.django_db

run = partial(verdict, "purge_consent")
ONE_SECOND = timedelta(seconds=1)


@pytest.fixture
def seal() -> DaySeal:
    """A sealed day whose time is over, an empty one, and one whose time is not over."""
    make_short_day(days_ago(9))
    make_day(days_ago(7), records=1)
    return seal_all()[0]


def test_it_deletes_records_and_subjects_and_keeps_the_seal(seal: DaySeal) -> None:
    assert ConsentSubject.objects.count() == 3
    assert run().splitlines() == [
        f"{days_ago(9)}: 2 records.",
        "Deleted: 2 records of 1 days.",
    ]
    assert ConsentRecord.objects.get().chosen_at == noon(days_ago(7))
    assert ConsentSubject.objects.count() == 1
    assert DaySeal.objects.filter(pk=seal.pk, records=2).exists()
    assert list(row_problems()) == []
    assert run() == "Deleted: 0 records of 0 days.\n"


@pytest.mark.usefixtures("seal")
def test_a_dry_run_says_the_same_and_deletes_nothing() -> None:
    assert run("--dry-run").splitlines() == [
        f"{days_ago(9)}: 2 records.",
        "Would be deleted: 2 records of 1 days.",
    ]
    assert ConsentRecord.objects.count() == 3
    assert ConsentSubject.objects.count() == 3


def test_without_records_there_is_nothing_to_delete() -> None:
    assert run() == "Deleted: 0 records of 0 days.\n"


def test_the_edge_is_a_second_wide(seal: DaySeal) -> None:
    assert seal.keep_until == noon(days_ago(7))
    for moment in (seal.keep_until - ONE_SECOND, seal.keep_until):
        with time_machine.travel(moment, tick=False):
            assert run() == "Deleted: 0 records of 0 days.\n"
    with time_machine.travel(seal.keep_until + ONE_SECOND, tick=False):
        assert "Deleted: 2 records of 1 days." in run()


def test_a_day_goes_when_the_last_of_its_records_may() -> None:
    with override_settings(**SHORT | {"CONSENT_REJECT_DAYS": 4}):
        make_record(chosen_at=noon(days_ago(9)))
        make_record(WITHOUT_ANALYTICS, chosen_at=noon(days_ago(9)))
    (seal, *_) = seal_all()
    assert seal.keep_until == noon(days_ago(4))
    with time_machine.travel(noon(days_ago(5)), tick=False):
        assert run() == "Deleted: 0 records of 0 days.\n"
    assert "Deleted: 2 records of 1 days." in run()


def test_what_is_not_sealed_stays() -> None:
    make_short_day(days_ago(9))
    assert run() == "Deleted: 0 records of 0 days.\n"
    assert ConsentRecord.objects.count() == 2


@pytest.mark.parametrize(("seconds", "goes"), [(30, False), (-30, True)])
def test_by_the_clock_of_the_database_too(seconds: int, goes: bool) -> None:
    """Whoever sets the clock of this process makes no day go early."""
    keep_until = timezone.now() + timedelta(seconds=seconds)
    with override_settings(**SHORT):
        make_record(chosen_at=keep_until - timedelta(days=2))
    (seal, *_) = seal_all()
    assert seal.keep_until == keep_until
    with time_machine.travel(keep_until + ONE_SECOND, tick=False):
        if goes:
            assert purge(seal) == 1
        else:
            with pytest.raises(CommandError, match="never deleted before its sealed"):
                run()
    assert ConsentRecord.objects.exists() != goes
