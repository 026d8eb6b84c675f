"""What may be a version: drafts and published ones, in the form and in the database."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from policy.languages import direction_of
from policy.models import Direction, Origin, PolicyVersion
from tests.attacks import refused
from tests.factories import (
    TEXT,
    make_draft,
    make_policy,
    make_ready,
    make_staff,
    make_version,
    moment,
)

pytestmark = pytest.mark.django_db

COMPLETE: dict[str, Any] = {
    "number": 1,
    "title": "Terms",
    "source": TEXT,
    "html": "<p>Many.</p>",
    "change_note": "First version.",
    "material": True,
    "effective_at": moment("2100-01-01"),
    "published_at": moment("2099-01-01"),
    "published_by_name": "pat",
    "digest": "0" * 64,
}
MISSING = {
    "number": None,
    "title": "",
    "source": "",
    "html": "",
    "change_note": "",
    "material": None,
    "effective_at": None,
    "published_by_name": "",
    "digest": "",
}


def test_it_refuses_a_second_draft_in_a_sentence() -> None:
    policy = make_draft().policy
    with pytest.raises(ValidationError, match="already has an open draft"):
        PolicyVersion(policy=policy, source=TEXT).full_clean()


def test_the_database_refuses_a_second_draft() -> None:
    policy = make_draft().policy
    with refused():
        PolicyVersion.objects.bulk_create([PolicyVersion(policy=policy)])


def test_the_database_refuses_to_move_a_draft_to_a_policy_that_has_one() -> None:
    policy = make_draft().policy
    make_draft()
    with refused():
        PolicyVersion.objects.update(policy=policy)


def test_two_policies_may_each_have_a_draft() -> None:
    make_draft()
    make_draft().full_clean()


@pytest.mark.parametrize("name", MISSING)
def test_it_refuses_to_be_published_incomplete_in_a_sentence(name: str) -> None:
    version = PolicyVersion(policy=make_policy(), **COMPLETE | {name: MISSING[name]})
    with pytest.raises(ValidationError, match="needs its number, text, change note"):
        version.validate_constraints()


@pytest.mark.parametrize("name", MISSING)
def test_the_database_refuses_to_publish_what_is_incomplete(name: str) -> None:
    draft = make_draft()
    with refused():
        PolicyVersion.objects.filter(pk=draft.pk).update(
            **COMPLETE | {name: MISSING[name]}
        )


def test_the_database_accepts_what_is_complete() -> None:
    draft = make_draft(origin=Origin.IMPORT)
    PolicyVersion.objects.filter(pk=draft.pk).update(**COMPLETE)
    assert PolicyVersion.objects.published().get() == draft


def test_the_database_refuses_the_number_zero() -> None:
    draft = make_draft()
    with refused():
        PolicyVersion.objects.filter(pk=draft.pk).update(**COMPLETE | {"number": 0})


@pytest.mark.parametrize("fields", [{"number": 7}, {"digest": "0" * 64}])
def test_the_database_refuses_a_draft_with_marks_of_publication(
    fields: dict[str, object],
) -> None:
    make_draft()
    with refused("policy_version_published_is_complete"):
        PolicyVersion.objects.update(**fields)


def test_it_refuses_to_be_backdated_in_a_sentence() -> None:
    early = COMPLETE | {"effective_at": moment("2098-12-31")}
    version = PolicyVersion(policy=make_policy(), **early)
    with pytest.raises(ValidationError, match="cannot take effect in the past"):
        version.validate_constraints()


def test_the_database_refuses_to_backdate_by_a_microsecond() -> None:
    early = COMPLETE["published_at"] - timedelta(microseconds=1)
    policy = make_policy(title="Terms", company="")
    draft = make_ready(policy, effective_at=early, source=TEXT)
    with refused("policy_version_not_backdated"):
        PolicyVersion.objects.filter(pk=draft.pk).update(
            **COMPLETE | {"effective_at": early}
        )


def test_what_is_imported_may_lie_in_the_past() -> None:
    assert make_version(effective="1999-12-31").origin == Origin.IMPORT


def test_the_database_refuses_the_same_number_twice() -> None:
    version = make_version()
    draft = make_draft(version.policy)
    with refused():
        PolicyVersion.objects.filter(pk=draft.pk).update(**COMPLETE)


@pytest.mark.parametrize(
    "tag", ["en-US", "es", "zh-Hant", "zh-Hant-TW", "es-419", "haw"]
)
def test_it_knows_languages_by_their_tag(tag: str) -> None:
    PolicyVersion(policy=make_policy(), source=TEXT, language=tag).full_clean()


@pytest.mark.parametrize(
    "tag", ["English", "en_US", "EN", "en-us", "e", 'en"><b>', "en\n"]
)
def test_it_refuses_what_is_no_language(tag: str) -> None:
    version = PolicyVersion(policy=make_policy(), source=TEXT, language=tag)
    with pytest.raises(ValidationError, match="Write the language as in"):
        version.full_clean()


@pytest.mark.parametrize(
    ("tag", "direction"),
    [
        ("en-US", Direction.LTR),
        ("ar", Direction.RTL),
        ("he-IL", Direction.RTL),
        ("az-Arab", Direction.RTL),
        ("ur-Latn-PK", Direction.LTR),
        ("zh-Hant", Direction.LTR),
    ],
)
def test_its_language_decides_its_direction(tag: str, direction: Direction) -> None:
    assert direction_of(tag) == direction
    assert make_version(language=tag).direction == direction


def test_it_is_named_by_policy_and_number() -> None:
    version = make_version(make_policy(title="Terms"))
    assert str(version) == "Terms, version 1"
    assert str(make_draft(version.policy)) == "Terms, draft"


def test_a_policy_with_versions_is_kept_with_the_staff_who_published_them() -> None:
    staff = make_staff()
    draft = make_draft(effective_at=timezone.now() + timedelta(days=1))
    PolicyVersion.objects.filter(pk=draft.pk).update(created_by=staff)
    with pytest.raises(Exception, match="protected"):
        staff.delete()
