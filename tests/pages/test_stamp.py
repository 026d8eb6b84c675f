"""The stamp: renewed with a change, known at once on one machine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.db.transaction import TransactionManagementError
from pytest_django import Settings

from pages import stamp
from pages.models import StampRow
from pages.stamp import UNKNOWN, Stamp, Watch
from policy.publishing import withdraw
from tests.factories import make_policy, make_staff, make_upcoming, make_version


@pytest.fixture
def folder(settings: Settings, tmp_path: Path) -> Iterator[Path]:
    settings.DATA_DIR = tmp_path
    yield tmp_path


def renewed() -> Stamp:
    with transaction.atomic():
        stamp.renew()
    return stamp.read()


def test_a_migrated_database_has_a_stamp(db: None) -> None:
    assert stamp.read().number >= 1
    assert stamp.read().token


def test_there_is_one_row_only(db: None) -> None:
    with pytest.raises(Exception, match="stamp_is_one_row"), transaction.atomic():
        StampRow.objects.create(pk=2, number=1, token="x")


def test_it_refuses_to_be_renewed_outside_a_transaction(own_database: str) -> None:
    before = stamp.read()
    with pytest.raises(TransactionManagementError):
        stamp.renew()
    assert stamp.read() == before


def test_a_change_that_is_rolled_back_leaves_the_stamp(
    folder: Path, own_database: str
) -> None:
    before = stamp.read()
    with pytest.raises(RuntimeError), transaction.atomic():
        stamp.renew()
        raise RuntimeError
    assert stamp.read() == before
    assert not (folder / "stamp").exists()


def test_the_file_tells_at_once_what_was_committed(
    folder: Path, own_database: str
) -> None:
    watch = Watch()
    assert watch.current() == UNKNOWN
    first = renewed()
    assert watch.current() == first
    second = renewed()
    assert second.number == first.number + 1
    assert watch.current() == second


def test_a_poll_finds_what_no_file_told(folder: Path, own_database: str) -> None:
    watch = Watch()
    told = renewed()
    (folder / "stamp").unlink()
    connection.close()
    watch.poll()
    assert watch.current() == told


def test_forgetting_goes_down_with_every_later_stamp(
    folder: Path, own_database: str
) -> None:
    watch = Watch()
    assert renewed().forgotten == 0
    with transaction.atomic():
        stamp.renew(forget=True)
    forgetting = stamp.read()
    assert forgetting.forgotten == forgetting.number
    later = renewed()
    assert later.forgotten == forgetting.number < later.number
    assert watch.current() == later


def test_an_older_file_changes_nothing(folder: Path, own_database: str) -> None:
    watch = Watch()
    first, second = renewed(), renewed()
    assert watch.current() == second
    (folder / "stamp").write_text("{} {} {}\n".format(*first))
    assert watch.current() == second


def test_a_restored_database_is_believed(folder: Path, own_database: str) -> None:
    watch = Watch()
    restored = stamp.read()
    assert watch.current() == UNKNOWN
    assert renewed() == watch.current()
    StampRow.objects.update(number=restored.number, token=restored.token)
    watch.poll()
    assert watch.current() == restored


@pytest.mark.parametrize("text", ["", "x", "1", "1 2", "1 2 3 4", "x token 0", "\xff"])
def test_a_spoiled_file_is_no_error(folder: Path, own_database: str, text: str) -> None:
    watch = Watch()
    watch.poll()
    known = watch.current()
    (folder / "stamp").write_text(text, encoding="latin-1")
    assert watch.current() == known


def test_a_folder_that_cannot_be_written_stops_no_publication(
    folder: Path, own_database: str
) -> None:
    (folder / "stamp").mkdir()
    before = stamp.read()
    assert renewed().number == before.number + 1
    assert list(folder.iterdir()) == [folder / "stamp"]


@pytest.fixture
def staff(own_database: str) -> User:
    return make_staff()


def test_publishing_and_withdrawing_renew_it(folder: Path, staff: User) -> None:
    policy = make_policy()
    before = stamp.read()
    make_version(policy)
    published = stamp.read()
    assert published.number > before.number
    upcoming = make_upcoming(policy)
    announced = stamp.read()
    withdraw(upcoming, by=staff, reason="No.")
    assert stamp.read().number > announced.number
