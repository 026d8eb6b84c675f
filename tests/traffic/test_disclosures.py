"""Disclosures to authorities: nobody named, nothing changed, counted by year."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection, models
from django.test import Client

from pages.stamp import read
from policy.roles import APPROVERS, AUDITORS, EDITORS, PRIVACY_OFFICE
from tests.attacks import SQLITE_ONLY, execute, refused
from tests.desk import desk, superuser, text_of
from tests.factories import make_staff
from traffic.disclosures import by_year, record
from traffic.models import Disclosure

pytestmark = pytest.mark.django_db

LIST = "/admin/traffic/disclosure/"
FIELDS = {
    "disclosed_on": "2026-11-20",
    "kind": "subpoena",
    "legal_ground": "required",
    "categories": ["security log", "access logs"],
    "corrects": "",
}


def make_disclosure(day: str = "2026-03-01", **fields: Any) -> Disclosure:
    defaults: dict[str, Any] = {
        "disclosed_on": date.fromisoformat(day),
        "kind": "court order",
        "legal_ground": "required",
        "categories": ["access logs"],
    }
    disclosure = Disclosure(**defaults | fields)
    record(disclosure, make_staff())
    return disclosure


def test_the_privacy_office_records_a_disclosure() -> None:
    before = read().number
    client = desk(PRIVACY_OFFICE, username="pat")
    assert client.get(f"{LIST}add/").status_code == 200
    assert client.post(f"{LIST}add/", FIELDS).status_code == 302
    found = Disclosure.objects.get()
    assert found.categories == ["access logs", "security log"]
    assert found.recorded_by_name == "pat"
    assert read().number == before + 1
    text = text_of(client.get(f"{LIST}{found.pk}/change/"))
    assert "access logs, security log" in text
    assert "Correct it …" in text
    assert "Nov. 20, 2026" in text_of(client.get(LIST))


def test_nothing_about_a_disclosure_can_be_typed_freely() -> None:
    typed = {models.TextField, models.CharField, models.EmailField, models.URLField}
    for field in Disclosure._meta.concrete_fields:
        if type(field) in typed and field.name != "recorded_by_name":
            assert field.choices, field.name


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("disclosed_on", "2999-01-01", "This day has not come yet."),
        ("disclosed_on", "", "This field is required."),
        ("kind", "Mr. Smith", "Select a valid choice"),
        ("legal_ground", "", "This field is required."),
        ("categories", [], "Choose at least one category."),
        ("categories", ["Mr. Smith"], "Select a valid choice"),
        ("corrects", "99999", "Select a valid choice"),
        ("is_void", "on", "Only a correction can say so."),
    ],
)
def test_what_is_wrong_is_refused_in_words(
    field: str, value: Any, sentence: str
) -> None:
    answer = desk(PRIVACY_OFFICE).post(f"{LIST}add/", FIELDS | {field: value})
    assert answer.status_code == 200
    assert sentence in text_of(answer)
    assert not Disclosure.objects.exists()


def test_a_mistake_is_mended_by_another_entry() -> None:
    wrong = make_disclosure()
    client = desk(PRIVACY_OFFICE)
    form = text_of(client.get(f"{LIST}add/?corrects={wrong.pk}"))
    assert "2026-03-01 court order" in form
    fields = FIELDS | {"corrects": str(wrong.pk)}
    assert client.post(f"{LIST}add/", fields).status_code == 302
    right = Disclosure.objects.standing().get()
    assert right.corrects == wrong
    page = text_of(client.get(f"{LIST}{wrong.pk}/change/"))
    assert "no: it is corrected by" in page
    assert "Correct it …" not in page
    # Nobody corrects the same entry twice.
    assert "Select a valid choice" in text_of(client.post(f"{LIST}add/", fields))


def test_an_entry_made_in_error_counts_no_more() -> None:
    wrong = make_disclosure()
    make_disclosure(corrects=wrong, is_void=True)
    assert not Disclosure.objects.standing().exists()
    text = text_of(superuser().get(LIST))
    assert "no: there was no such disclosure" in text


@pytest.mark.parametrize("pk", ["x", "99999", "-1", "%00", "9" * 100])
def test_a_correction_of_nothing_begins_empty(pk: str) -> None:
    answer = desk(PRIVACY_OFFICE).get(f"{LIST}add/?corrects={pk}")
    assert answer.status_code == 200


def test_only_the_privacy_office_records() -> None:
    entry = make_disclosure()
    assert desk(AUDITORS).get(LIST).status_code == 200
    assert desk(AUDITORS).get(f"{LIST}{entry.pk}/change/").status_code == 200
    assert desk(AUDITORS).post(f"{LIST}add/", FIELDS).status_code == 403
    for role in (APPROVERS, EDITORS):
        assert desk(role).get(LIST).status_code == 403
        assert desk(role).post(f"{LIST}add/", FIELDS).status_code == 403
    assert Client().get(LIST).status_code == 302
    assert superuser().get(f"{LIST}{entry.pk}/delete/").status_code == 403
    assert superuser().post(f"{LIST}{entry.pk}/change/", FIELDS).status_code == 403


def test_the_database_keeps_entries_and_known_kinds() -> None:
    entry = make_disclosure()
    with refused("An entry about a disclosure is never changed."):
        Disclosure.objects.update(kind="subpoena")
    with refused("An entry about a disclosure is never deleted."):
        Disclosure.objects.filter(pk=entry.pk)._raw_delete(connection.alias)
    with refused("disclosure_has_known_kind_and_ground"):
        make_disclosure(kind="Mr. Smith")
    with refused("void_disclosure_corrects_another"):
        make_disclosure(is_void=True)
    make_disclosure(corrects=entry)
    with refused("This entry is corrected already"):
        make_disclosure(corrects=entry)


@SQLITE_ONLY
def test_an_entry_is_not_replaced() -> None:
    entry = make_disclosure()
    columns = ", ".join(
        field.column for field in Disclosure._meta.concrete_fields if field.column
    )
    with refused("An entry about a disclosure is never replaced."):
        execute(
            f"INSERT OR REPLACE INTO traffic_disclosure ({columns}) "
            f"SELECT {columns} FROM traffic_disclosure WHERE id = %s",
            entry.pk,
        )


@pytest.mark.parametrize("value", ["access logs", ["x"], ["other", "access logs"]])
def test_categories_are_a_list_of_known_ones_in_their_order(value: Any) -> None:
    field: Any = Disclosure._meta.get_field("categories")
    with pytest.raises(ValidationError):
        field.run_validators(value)


def test_years_are_counted_when_they_are_over() -> None:
    for day in ("2023-05-01", "2025-12-31", "2025-01-01", "2026-01-01"):
        make_disclosure(day)
    make_disclosure("2024-05-01", corrects=make_disclosure("2025-06-01"))
    at = datetime(2026, 11, 28, tzinfo=UTC)
    assert by_year(at) == {2025: 2, 2024: 1, 2023: 1}
    assert 2026 in by_year(datetime(2027, 1, 2, tzinfo=UTC))


def test_without_entries_there_are_no_years() -> None:
    with time_machine.travel("2026-11-28T12:00:00Z", tick=False):
        assert by_year(datetime(2026, 11, 28, tzinfo=UTC)) == {}
