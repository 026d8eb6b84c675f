"""The hash of a version covers all that is frozen, and can be made again."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta

import pytest

from policy.models import PolicyVersion, Withdrawal
from policy.publishing import publish, withdraw
from policy.sealing import canonical, digest, seal, withdrawal_digest
from tests.factories import (
    make_policy,
    make_ready,
    make_staff,
    make_upcoming,
    make_version,
    moment,
)

pytestmark = pytest.mark.django_db


def stored_digest(version: PolicyVersion) -> str:
    """The hash made again, in other words, from what the database holds."""
    found = PolicyVersion.objects.select_related("policy").get(pk=version.pk)
    fields = canonical(found, found.sections.all())
    text = json.dumps(fields, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def test_its_hash_can_be_made_again_from_the_database() -> None:
    version = make_version(source="## Größe\n\n“Quoted” – 漢字 \U0001f512\n")
    assert len(version.digest) == 64
    assert stored_digest(version) == version.digest


def test_the_hashes_form_a_chain() -> None:
    policy = make_policy()
    versions = [
        make_version(policy, effective=f"20{year}-01-01") for year in (18, 19, 20)
    ]
    assert versions[0].previous_digest == ""
    for before, after in zip(versions, versions[1:], strict=False):
        assert after.previous_digest == before.digest
    assert [stored_digest(version) for version in versions] == [
        version.digest for version in versions
    ]


FROZEN = {
    "title": "Other",
    "company": "Others",
    "number": 9,
    "language": "es",
    "direction": "rtl",
    "origin": "desk",
    "reasons": ["new purpose"],
    "source": "Other.",
    "html": "<p>Other.</p>",
    "change_note": "Other.",
    "material": False,
    "reason": "Other.",
    "effective_at": moment("2020-04-17") + timedelta(microseconds=1),
    "published_at": moment("2020-04-18"),
    "publisher_seal": "1" * 64,
    "previous_digest": "1" * 64,
}


@pytest.mark.parametrize("field", FROZEN)
def test_it_changes_with_every_frozen_field(field: str) -> None:
    version = make_version()
    sections = list(version.sections.all())
    setattr(version, field, FROZEN[field])
    assert digest(version, sections) != version.digest


@pytest.mark.parametrize(("field", "value"), [("slug", "other"), ("time_zone", "UTC")])
def test_it_changes_with_what_the_policy_fixes(field: str, value: str) -> None:
    version = make_version()
    setattr(version.policy, field, value)
    assert digest(version, version.sections.all()) != version.digest


@pytest.mark.parametrize(
    ("field", "value"), [("level", 6), ("anchor", "x"), ("heading", "x"), ("html", "x")]
)
def test_it_changes_with_every_section(field: str, value: object) -> None:
    version = make_version()
    sections = list(version.sections.all())
    setattr(sections[0], field, value)
    assert digest(version, sections) != version.digest
    assert digest(version, reversed(version.sections.all())) != version.digest


def test_it_does_not_change_with_how_a_moment_is_written() -> None:
    version = make_version()
    assert version.effective_at is not None
    version.effective_at = version.effective_at.astimezone(version.policy.zone)
    assert digest(version, version.sections.all()) == version.digest


def test_it_covers_nothing_about_staff() -> None:
    staff = make_staff(username="very-special-name")
    version = publish(make_ready(created_by=staff, updated_by=staff), by=staff)
    text = json.dumps(canonical(version, version.sections.all()))
    assert "very-special-name" not in text
    version.published_by_name = "somebody else"
    assert digest(version, version.sections.all()) == version.digest


def test_the_frozen_fields_above_are_all_that_a_version_has() -> None:
    staff_and_keys = {"id", "policy", "digest", "created_at", "created_by"}
    staff_and_keys |= {
        "updated_at",
        "updated_by",
        "published_by",
        "published_by_name",
        "publisher_salt",
        "fingerprint",
    }
    fields = {field.name for field in PolicyVersion._meta.concrete_fields}
    assert fields - staff_and_keys == set(FROZEN)


# --- Names under a seal ---


def test_the_name_of_the_publisher_is_covered_by_a_seal() -> None:
    version = publish(make_ready(), by=make_staff(username="pat"))
    version.refresh_from_db()
    assert version.publisher_seal == seal(version.publisher_salt, "pat")
    assert version.publisher_seal != seal(version.publisher_salt, "bob")
    assert version.publisher_salt not in json.dumps(
        canonical(version, version.sections.all())
    )


def test_no_two_seals_of_a_name_are_alike() -> None:
    staff = make_staff()
    seals = {publish(make_ready(), by=staff).publisher_seal for _ in range(3)}
    assert len(seals) == 3


# --- Withdrawals ---


@pytest.fixture
def withdrawals() -> list[Withdrawal]:
    """Two withdrawals of one policy, the earlier first, and one of another."""
    policy, staff = make_policy(), make_staff(username="pat")
    upcoming = [make_upcoming(policy, days=30), make_upcoming(policy, days=60)]
    made = [withdraw(v, by=staff, reason="No.") for v in [*upcoming, make_upcoming()]]
    return list(Withdrawal.objects.filter(pk__in=[w.pk for w in made]).order_by("pk"))


def test_the_withdrawals_of_a_policy_form_a_chain(
    withdrawals: list[Withdrawal],
) -> None:
    first, second, other = withdrawals
    assert first.previous_digest == other.previous_digest == ""
    assert second.previous_digest == first.digest
    assert [withdrawal_digest(w) for w in withdrawals] == [
        w.digest for w in withdrawals
    ]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("withdrawn_at", moment("2020-01-01")),
        ("reason", "Other."),
        ("withdrawer_seal", "1" * 64),
        ("previous_digest", "1" * 64),
    ],
)
def test_the_hash_of_a_withdrawal_covers_it(
    withdrawals: list[Withdrawal], field: str, value: object
) -> None:
    withdrawal = withdrawals[0]
    setattr(withdrawal, field, value)
    assert withdrawal_digest(withdrawal) != withdrawal.digest


def test_the_name_of_who_withdrew_is_covered_by_a_seal(
    withdrawals: list[Withdrawal],
) -> None:
    withdrawal = withdrawals[0]
    assert withdrawal.withdrawer_seal == seal(withdrawal.withdrawer_salt, "pat")
