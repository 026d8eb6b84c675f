"""What each trigger refuses, and what it lets through."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import models
from django.db.models import ProtectedError
from django.utils import timezone

from policy.models import Origin, Policy, PolicyVersion, Section, Withdrawal
from tests.attacks import SQLITE_ONLY, execute, refused
from tests.factories import (
    make_draft,
    make_policy,
    make_staff,
    make_upcoming,
    make_version,
    moment,
)
from tests.policy.test_triggers import ADDRESS, PERMANENT, make_review, make_withdrawal

pytestmark = pytest.mark.django_db

# --- Policies ---


def test_a_policy_with_a_published_version_keeps_its_time_zone() -> None:
    policy = make_version().policy
    with refused(ADDRESS):
        Policy.objects.filter(pk=policy.pk).update(time_zone="Asia/Tokyo")


def test_its_title_company_and_order_may_change() -> None:
    policy = make_version().policy
    policy.title, policy.company, policy.order = "New", "Newer", 9
    policy.save()


def test_a_policy_with_a_draft_alone_may_change_its_address() -> None:
    policy = make_draft().policy
    policy.slug, policy.time_zone = "another", "Asia/Tokyo"
    policy.save()


def test_a_policy_without_versions_may_be_deleted() -> None:
    make_policy().delete()
    assert not Policy.objects.exists()


def test_deleting_a_policy_does_not_take_its_versions_along() -> None:
    policy = make_version().policy
    with pytest.raises(ProtectedError):
        policy.delete()


@SQLITE_ONLY
def test_no_other_policy_takes_the_address_by_replacing() -> None:
    policy, other = make_version().policy, make_policy()
    with refused("This address belongs to another policy with a published version."):
        execute(
            "UPDATE OR REPLACE policy_policy SET slug = %s WHERE id = %s",
            policy.slug,
            other.pk,
        )
    with refused("A policy with a published version is never replaced."):
        execute(
            "INSERT OR REPLACE INTO policy_policy "
            "(slug, title, company, \"order\", time_zone) VALUES (%s, '', '', 0, '')",
            policy.slug,
        )


# --- Versions ---


@pytest.mark.parametrize(
    "field",
    [
        *("policy_id", "number", "title", "company", "language", "direction", "origin"),
        *("source", "change_note", "material", "reason", "effective_at", "html"),
        *("reasons", "fingerprint"),
        *("previous_digest", "digest", "created_at", "created_by_id", "updated_at"),
        *(
            "publisher_salt",
            "publisher_seal",
            "updated_by_id",
            "published_at",
            "published_by_id",
            "published_by_name",
        ),
    ],
)
def test_no_column_of_a_published_version_changes(field: str) -> None:
    version = make_version()
    with refused(PERMANENT):
        PolicyVersion.objects.filter(pk=version.pk).update(**{field: models.F(field)})


def test_the_columns_above_are_all_that_a_version_has() -> None:
    test = test_no_column_of_a_published_version_changes
    named = {field for mark in test.pytestmark for field in mark.args[1]}  # type: ignore[attr-defined]
    fields = {field.attname for field in PolicyVersion._meta.concrete_fields}
    assert fields - {"id"} == named


def test_a_published_version_never_becomes_a_draft_again() -> None:
    version = make_version()
    with refused(PERMANENT):
        PolicyVersion.objects.filter(pk=version.pk).update(
            published_at=None, number=None, digest=""
        )


def test_a_draft_may_change_and_go() -> None:
    draft = make_draft()
    draft.source = "Other words."
    draft.save()
    draft.delete()
    assert not PolicyVersion.objects.exists()


def test_no_version_is_inserted_as_published() -> None:
    version = make_version()
    version.pk = None
    version.number = 2
    version.effective_at = moment("2021-01-01")
    with refused("A version begins as a draft; publish it to make it public."):
        version.save(force_insert=True)
    with refused("A version begins as a draft"):
        PolicyVersion.objects.bulk_create([version])


def publish_by_hand(draft: PolicyVersion, **fields: object) -> None:
    now = timezone.now()
    defaults: dict[str, object] = {
        "number": 2,
        "title": "Terms",
        "html": "<p>Many.</p>",
        "effective_at": now,
        "published_at": now,
        "published_by_name": "pat",
        "previous_digest": draft.policy.versions.get(number=1).digest,
        "digest": "0" * 64,
    }
    PolicyVersion.objects.filter(pk=draft.pk).update(**defaults | fields)


@pytest.fixture
def draft() -> PolicyVersion:
    """A draft beside a published version 1 of 2020."""
    policy = make_version(effective="2020-04-17").policy
    return make_draft(policy, origin=Origin.IMPORT)


def test_a_version_published_by_hand_has_to_fit_in(draft: PolicyVersion) -> None:
    publish_by_hand(draft)
    assert draft.policy.versions.in_force().get() == draft


@pytest.mark.parametrize("number", [1, 3, 99])
def test_a_version_takes_the_next_number(draft: PolicyVersion, number: int) -> None:
    with refused("A version takes the number after its policy's last version."):
        publish_by_hand(draft, number=number, previous_digest="")


@pytest.mark.parametrize("digest", ["", "1" * 64])
def test_a_version_carries_the_hash_of_the_one_before(
    draft: PolicyVersion, digest: str
) -> None:
    with refused("A version carries the hash of the version before it."):
        publish_by_hand(draft, previous_digest=digest)


@pytest.mark.parametrize("day", ["2019-01-01", "2020-04-17"])
def test_a_version_takes_effect_after_the_one_before(
    draft: PolicyVersion, day: str
) -> None:
    with refused("A version takes effect after every earlier version"):
        publish_by_hand(draft, effective_at=moment(day))


# --- Sections, withdrawals and reviews ---


def test_a_published_version_gets_no_further_sections() -> None:
    version = make_version()
    fields = {"position": 99, "level": 2, "anchor": "new", "html": "<h2>New</h2>"}
    with refused("A published version gets no further sections."):
        Section.objects.create(version=version, **fields)
    draft = make_draft(version.policy)
    section = Section.objects.create(version=draft, **fields)
    with refused("A section of a published version never changes."):
        Section.objects.filter(pk=section.pk).update(version=version)
    section.delete()


def withdrawal_of(version: PolicyVersion, **fields: object) -> Withdrawal:
    staff = make_staff()
    return Withdrawal(
        version=version,
        **{"withdrawn_by": staff, "withdrawn_by_name": "pat", "reason": "No."} | fields,
    )


@pytest.mark.parametrize("make", [make_version, make_draft])
def test_only_an_upcoming_version_is_withdrawn(
    make: Callable[[], PolicyVersion],
) -> None:
    with refused("Only a published version that has not yet taken effect"):
        withdrawal_of(make()).save()


def test_a_withdrawal_is_not_backdated_to_before_the_publication() -> None:
    upcoming = make_upcoming()
    assert upcoming.published_at is not None
    early = upcoming.published_at - timedelta(seconds=1)
    with refused("Only a published version that has not yet taken effect"):
        withdrawal_of(upcoming, withdrawn_at=early).save()


def test_a_version_in_force_is_not_withdrawn_by_a_backdated_row() -> None:
    version = make_version(effective_at=timezone.now() - timedelta(seconds=1))
    early = timezone.now() - timedelta(days=1)
    with refused("Only a published version that has not yet taken effect"):
        withdrawal_of(version, withdrawn_at=early).save()


def test_a_version_is_withdrawn_once() -> None:
    version = make_withdrawal().version
    with refused("This version is withdrawn already."):
        withdrawal_of(version).save()


def test_a_withdrawal_has_a_reason() -> None:
    with refused("withdrawal_has_a_reason"):
        withdrawal_of(make_upcoming(), reason="").save()


def test_a_draft_is_not_reviewed() -> None:
    with refused("Only a published version can be reviewed."):
        make_review(make_draft())


def test_staff_who_published_are_kept() -> None:
    upcoming = make_upcoming()
    with pytest.raises(ProtectedError):
        upcoming.published_by.delete()  # type: ignore[union-attr]
