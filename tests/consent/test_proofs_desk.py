"""Sealed days and self-tests at the desk, and the desk's first page."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from consent.models import DaySeal, SelfTest
from policy.roles import APPROVERS, AUDITORS, EDITORS, PRIVACY_OFFICE
from tests.consent.posting import at
from tests.desk import desk, superuser, text_of

pytestmark = pytest.mark.django_db

SEALS = "/admin/consent/dayseal/"
SEAL = f"{SEALS}2026-04-17/change/"
TESTS = "/admin/consent/selftest/"
FINDINGS = [
    {"name": "No cookie before a choice", "holds": True, "detail": ""},
    {"name": "Every cookie is declared", "holds": False, "detail": "<b>_gid</b>"},
]


@pytest.fixture
def reader() -> Client:
    return desk(AUDITORS)


def make_seal() -> DaySeal:
    begin = datetime(2026, 4, 17, tzinfo=UTC)
    return DaySeal.objects.create(
        day=date(2026, 4, 17),
        begins_at=begin,
        ends_at=begin + timedelta(days=1),
        records=12,
        records_digest="a" * 64,
        keep_until=begin + timedelta(days=1000),
        sealed_at=begin + timedelta(days=1, hours=1),
        previous_digest="b" * 64,
        digest="c" * 64,
    )


def make_run(**fields: Any) -> SelfTest:
    defaults = {"url": "https://privacy.example.com/", "passed": True}
    return SelfTest.objects.create(**defaults | fields)


def page_of(run: SelfTest) -> str:
    return f"{TESTS}{run.pk}/change/"


# --- Who may ---


def test_two_roles_read_both(client: Client) -> None:
    make_seal()
    addresses = (SEALS, SEAL, TESTS, page_of(make_run()))
    for address in addresses:
        for role in (PRIVACY_OFFICE, AUDITORS):
            assert desk(role).get(address).status_code == 200
        for role in (EDITORS, APPROVERS):
            assert desk(role).get(address).status_code == 403
        assert client.get(address).status_code == 302


def test_nobody_writes_either() -> None:
    make_seal()
    client, run = superuser(), make_run()
    for address in (SEALS, TESTS):
        assert client.post(f"{address}add/").status_code == 403
    for address in (SEAL, page_of(run)):
        assert client.post(address, {"passed": ""}).status_code == 403
        delete = address.replace("change", "delete")
        assert client.post(delete, {"post": "yes"}).status_code == 403
    assert (DaySeal.objects.count(), SelfTest.objects.get().passed) == (1, True)


@pytest.mark.parametrize("key", ["2026-04-18", "zzz", "9" * 30])
def test_what_is_not_there_is_said_to_be_missing(reader: Client, key: str) -> None:
    for address in (SEALS, TESTS):
        answer = reader.get(f"{address}{key}/change/", follow=True)
        assert "doesn’t exist" in text_of(answer)


# --- Sealed days ---


def test_a_sealed_day_shows_its_proof(reader: Client) -> None:
    assert "0 sealed days" in text_of(reader.get(SEALS))
    seal = make_seal()
    assert "1 sealed day" in text_of(reader.get(SEALS))
    text = text_of(reader.get(SEAL))
    for part in (seal.digest, seal.records_digest, seal.previous_digest):
        assert part in text
    assert "Begins at: April 17, 2026, midnight UTC" in text
    assert "Ends at: April 18, 2026, midnight UTC" in text


# --- Self-tests ---


def test_before_the_first_run_it_says_never(reader: Client) -> None:
    for address in (TESTS, "/admin/"):
        assert "Last good run: never." in text_of(reader.get(address))
    assert "manage.py consent_selftest" in text_of(reader.get(TESTS))


def test_it_shows_when_all_was_well_last(reader: Client) -> None:
    make_run(ran_at=at("2026-04-17T19:30:00"))
    for address in (TESTS, "/admin/"):
        text = text_of(reader.get(address))
        assert "Last good run: April 17, 2026, 2:30 p.m. CDT." in text
        assert "found a fault" not in text


def test_a_later_fault_stands_beside_it(reader: Client) -> None:
    make_run(ran_at=at("2026-04-17T19:30:00"))
    bad = make_run(passed=False, ran_at=at("2026-04-18T19:30:00"))
    for address in (TESTS, "/admin/"):
        answer = reader.get(address)
        text = text_of(answer)
        assert "Last good run: April 17, 2026, 2:30 p.m. CDT." in text
        assert (
            "The latest run, on April 18, 2026, 2:30 p.m. CDT, found a fault." in text
        )
        assert page_of(bad) in answer.content.decode()


def test_the_findings_are_a_table(reader: Client) -> None:
    run = make_run(passed=False, findings=FINDINGS)
    page = reader.get(page_of(run))
    text = text_of(page)
    assert "No cookie before a choice yes –" in text
    assert "Every cookie is declared no <b>_gid</b>" in text
    assert "<b>_gid</b>" not in page.content.decode()
    assert "Nothing was tried." in text_of(reader.get(page_of(make_run())))


# --- The desk's first page ---


def test_the_first_page_shows_each_role_its_own_ways() -> None:
    make_run(ran_at=timezone.now())
    for role, ways in (
        (PRIVACY_OFFICE, ["Last good run", "Statistics", "Publish the catalogue …"]),
        (AUDITORS, ["Last good run", "Statistics"]),
        (EDITORS, []),
        (APPROVERS, []),
    ):
        text = text_of(desk(role).get("/admin/"))
        every = ["Last good run", "Statistics", "Publish the catalogue …"]
        assert [way for way in every if way in text] == ways
