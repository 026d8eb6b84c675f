"""manage.py verify_consent: finds every tampering, and says what it can prove."""

from __future__ import annotations

import random
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import pytest
from django.core.management import CommandError
from django.db import IntegrityError, connection
from django.db.models import Model

from consent import verifying
from consent.models import CatalogueVersion, ConsentRecord, ConsentSubject, DaySeal
from consent.triggers import TRIGGERS
from tests.attacks import SQLITE_ONLY, execute
from tests.consent.sealed import (
    columns_of_a_record,
    days_ago,
    make_day,
    make_history,
    noon,
    publish_next,
    seal_all,
)
from tests.tampering import alter, altered, drop_triggers, pick, try_all, verdict

pytestmark = pytest.mark.django_db

TAMPERINGS = 1000
EVIDENCE: dict[type[Model], list[str]] = {
    ConsentRecord: columns_of_a_record(),
    DaySeal: [
        *("day", "begins_at", "ends_at", "records", "records_digest", "keep_until"),
        *("sealed_at", "previous_digest", "digest"),
    ],
    CatalogueVersion: [
        *("number", "content", "material", "change_note", "published_at"),
        *("published_by_name", "publisher_salt", "publisher_seal"),
        *("previous_digest", "digest"),
    ],
}

run = partial(verdict, "verify_consent")


@pytest.fixture
def history() -> list[DaySeal]:
    """Ten sealed days and three catalogue versions; the first day is purged."""
    seals = make_history()
    verdict("purge_consent")
    return seals


@pytest.fixture
def without_triggers(history: list[DaySeal]) -> list[DaySeal]:
    """What somebody has who owns the database: nothing stands in the way."""
    drop_triggers(TRIGGERS)
    # Rows that refer to a record would keep it from going.
    ConsentSubject.objects.all().delete()
    return history


def row_problems() -> list[str]:
    return list(verifying.row_problems())


@pytest.mark.usefixtures("history")
def test_without_a_head_it_says_consistent_and_not_proved() -> None:
    assert "Consistent." in run()
    assert "roved" not in run().replace("can prove", "")


@pytest.mark.usefixtures("history")
def test_against_a_kept_head_it_says_proved(tmp_path: Path) -> None:
    head = tmp_path / "head.json"
    assert "2 heads written" in run(write_head=head)
    make_day(days_ago(0))
    publish_next("Later.")
    assert "Proved: 2 heads hold." in run(head=head)


def test_a_new_site_is_consistent_and_has_one_head(tmp_path: Path) -> None:
    assert "1 heads written" in run(write_head=tmp_path / "head.json")


@pytest.mark.parametrize(
    "text", ["nonsense", "[1]", "{}x", '[{"chain": "moons", "end": "1", "digest": ""}]']
)
def test_a_bad_head_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "head.json").write_text(text)
    with pytest.raises(CommandError, match="is not a file of heads"):
        run(head=tmp_path / "head.json")


@pytest.mark.usefixtures("without_triggers")
def test_a_missing_trigger_is_named() -> None:
    with pytest.raises(CommandError, match="trigger consent_dayseal_no_update is miss"):
        run()


def test_erasing_whose_choice_it_was_breaks_no_seal(history: list[DaySeal]) -> None:
    assert ConsentSubject.objects.all().delete()[0]
    assert "Consistent." in run()


@pytest.mark.usefixtures("without_triggers")
def test_it_names_the_first_day_that_does_not_hold() -> None:
    ConsentRecord.objects.filter(chosen_at__gt=noon(days_ago(7))).update(signal=True)
    assert row_problems() == [
        f"{days_ago(7)}: its 3 records are not the 3 that were sealed."
    ]


@pytest.mark.usefixtures("without_triggers")
def test_a_day_that_went_early_or_in_part_does_not_hold() -> None:
    ConsentRecord.objects.filter(chosen_at__gt=noon(days_ago(6)))._raw_delete("default")
    assert row_problems() == [
        f"{days_ago(6)}: its 1 records are not the 3 that were sealed."
    ]
    ConsentRecord.objects.filter(chosen_at=noon(days_ago(6)))._raw_delete("default")
    assert row_problems() == [
        f"{days_ago(6)}: the 3 records that were sealed are gone before their time."
    ]


@pytest.mark.usefixtures("without_triggers")
def test_a_day_that_was_left_out_does_not_hold() -> None:
    DaySeal.objects.filter(day=days_ago(5))._raw_delete("default")
    assert row_problems() == [f"{days_ago(5)}: the seal is missing."]


@pytest.mark.usefixtures("without_triggers")
def test_a_record_before_the_first_day_does_not_hold() -> None:
    (record,) = make_day(days_ago(40), records=1)
    assert row_problems() == [
        f"Record {record.receipt_code} is of a day before the first sealed day."
    ]


@pytest.mark.usefixtures("without_triggers")
def test_a_catalogue_version_that_does_not_hold_is_named() -> None:
    CatalogueVersion.objects.filter(number=2).update(published_by_name="Somebody")
    assert row_problems() == [
        "Catalogue version 2: the name of who published it does not match its seal."
    ]


@SQLITE_ONLY
@pytest.mark.usefixtures("without_triggers")
def test_what_no_column_should_hold_is_said() -> None:
    execute("UPDATE consent_consentrecord SET keep_until = 'x'")
    assert row_problems() == [f"{days_ago(8)}: its records cannot be read."]
    execute("UPDATE consent_dayseal SET day = '0' WHERE day = %s", days_ago(10))
    assert "The sealed days hold what cannot be read." in row_problems()


def test_a_cut_tail_is_found_against_a_kept_head(
    without_triggers: list[DaySeal],
) -> None:
    heads = list(verifying.current_heads())
    cut(random.Random(1), seals=4)
    assert row_problems() == []
    last = without_triggers[-1]
    assert list(verifying.row_problems(heads)) == [
        f"sealed days, {last.day}: the head has it, it is missing."
    ]
    seal_all()
    assert row_problems() == []
    assert list(verifying.row_problems(heads)) == [
        f"sealed days, {last.day}: its hash is not that of the head."
    ]


def other(row: Model, column: str, chance: random.Random) -> object:
    value = getattr(row, column)
    if isinstance(value, dict):
        return value | {"forged": chance.random()}
    if column == "day":
        return value + timedelta(days=chance.randint(-20, 20))
    if column == "policy_version_id" and chance.random() < 0.5:
        return None
    return altered(value, chance)


def update(chance: random.Random) -> str:
    """Alter one column of one row."""
    model = chance.choice(list(EVIDENCE))
    row, column = pick(model, chance), chance.choice(EVIDENCE[model])
    value = other(row, column, chance)
    if value == getattr(row, column):
        raise IntegrityError("Nothing would change.")
    return alter(row, column, value)


def delete(chance: random.Random) -> str:
    """Delete one row."""
    model = chance.choice(list(EVIDENCE))
    row = pick(model, chance)
    model._default_manager.filter(pk=row.pk)._raw_delete(connection.alias)
    return f"delete {model.__name__}"


def insert(chance: random.Random) -> str:
    """Add a copy of a row with another key: to any day, or to the end of its chain."""
    model = chance.choice(list(EVIDENCE))
    row = model._default_manager.order_by("pk").last()
    if isinstance(row, ConsentRecord):
        day = days_ago(chance.randint(1, 15))
        row.pk, row.receipt_code = None, f"FORGED{chance.random()}"
        row.chosen_at = noon(day, seconds=chance.randint(0, 9999))
    elif isinstance(row, DaySeal):
        row.day += timedelta(days=chance.choice([1, 2, -30]))
        row.digest = str(altered(row.digest, chance))
    elif isinstance(row, CatalogueVersion):
        row.number += chance.randint(1, 2)
        row.digest = str(altered(row.digest, chance))
    assert row is not None
    row.save(force_insert=True)
    return f"insert {model.__name__}"


def swap(chance: random.Random) -> str:
    """Exchange what two rows hold in a column."""
    model = chance.choice(list(EVIDENCE))
    first, second = pick(model, chance), pick(model, chance)
    column = chance.choice(EVIDENCE[model])
    values = getattr(first, column), getattr(second, column)
    if values[0] == values[1]:
        raise IntegrityError("Nothing would change.")
    if column in ("receipt_code", "digest"):
        alter(first, column, "z" * 20)
    if column in ("day", "number"):
        raise IntegrityError("A key cannot be exchanged.")
    alter(second, column, values[0])
    return "swap: " + alter(first, column, values[1])


def replace(chance: random.Random) -> str:
    """Put another row in the place of one, under the same key."""
    model = chance.choice(list(EVIDENCE))
    row, column = pick(model, chance), chance.choice(EVIDENCE[model][1:])
    model._default_manager.filter(pk=row.pk)._raw_delete(connection.alias)
    value = other(row, column, chance)
    if value == getattr(row, column):
        raise IntegrityError("Nothing would change.")
    setattr(row, column, value)
    row.save(force_insert=True)
    return f"replace {model.__name__}.{column}"


def cut(chance: random.Random, seals: int = 0) -> str:
    """Take the last sealed days away, with the records since then."""
    last = list(DaySeal.objects.order_by("-day")[: seals or chance.randint(1, 9)])
    first: date = last[-1].day
    records = ConsentRecord.objects.filter(chosen_at__gte=last[-1].begins_at)
    records._raw_delete(connection.alias)
    DaySeal.objects.filter(day__gte=first)._raw_delete(connection.alias)
    return f"cut from {first}"


@pytest.mark.usefixtures("without_triggers")
def test_a_thousand_random_tamperings_are_all_found() -> None:
    heads = list(verifying.current_heads())
    kinds = [update, update, update, delete, insert, swap, replace, cut]
    try_all(kinds, lambda: verifying.row_problems(heads), TAMPERINGS)
