"""Publishing freezes a draft: number, text, sections, dates and hash."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from policy import publishing
from policy.models import Policy, PolicyVersion, Section
from policy.publishing import (
    add_publishing_step,
    publish,
)
from policy.refusals import Refused
from tests.factories import (
    make_approved,
    make_draft,
    make_policy,
    make_ready,
    make_staff,
    make_upcoming,
    make_version,
    moment,
)

pytestmark = pytest.mark.django_db


def test_it_freezes_what_the_policy_is_called() -> None:
    policy = make_policy(title="Terms", company="Us")
    version = publish(make_ready(policy), by=make_staff())
    policy.title, policy.company = "Other terms", "Others"
    policy.save()
    version.refresh_from_db()
    assert (version.title, version.company) == ("Terms", "Us")


def test_it_stamps_who_and_when() -> None:
    staff = make_staff(username="pat")
    before = timezone.now()
    version = publish(make_ready(), by=staff)
    version.refresh_from_db()
    assert version.published_by == staff
    assert version.published_by_name == "pat"
    assert version.published_at is not None
    assert before <= version.published_at <= timezone.now()


def test_without_a_date_it_takes_effect_at_publication() -> None:
    version = publish(make_ready(), by=make_staff())
    version.refresh_from_db()
    assert version.effective_at == version.published_at
    assert version.policy.versions.in_force().get() == version


def test_it_counts_versions_of_each_policy_from_one() -> None:
    first, second = make_policy(), make_policy()
    numbers = [
        make_version(policy, effective=f"20{year}-01-01").number
        for year, policy in enumerate([first, first, second, first], start=10)
    ]
    assert numbers == [1, 2, 1, 3]


def test_it_keeps_html_and_sections() -> None:
    source = "Before.\n\n## One\n\nText.\n\n### Part\n\n## Two {#old}\n\nMore.\n"
    version = make_version(source=source)
    sections = list(
        version.sections.values_list("position", "level", "anchor", "heading")
    )
    assert sections == [
        (0, 0, "", ""),
        (1, 2, "one", "One"),
        (2, 3, "part", "Part"),
        (3, 2, "old", "Two"),
    ]
    parts = Section.objects.filter(version=version).values_list("html", flat=True)
    version.refresh_from_db()
    assert version.html == "".join(parts)
    assert version.source == source


# --- Refusals ---


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"source": " \n\t"}, "The text is empty."),
        (
            {"source": "[only]: /a-definition"},
            "The text has no words that can be shown.",
        ),
        ({"change_note": " "}, "The change note is missing: what changed, and why?"),
        ({"material": None}, "Say whether a reader has to know of this change."),
        ({"effective_at": moment("2020-01-01")}, "The effective date has passed."),
    ],
)
def test_it_refuses_in_a_sentence(fields: dict[str, Any], sentence: str) -> None:
    draft = make_draft(**fields)
    with pytest.raises(Refused, match=sentence.partition(":")[0]):
        publish(draft, by=make_staff())
    draft.refresh_from_db()
    assert not draft.is_published
    assert not Section.objects.exists()


def test_it_says_everything_that_stands_against_it() -> None:
    draft = make_draft(source="", change_note="", material=None)
    with pytest.raises(Refused) as refusal:
        publish(draft, by=make_staff())
    assert len(refusal.value.reasons) == 4


def test_it_refuses_a_moment_before_a_version_that_stands() -> None:
    upcoming = make_upcoming(days=30)
    draft = make_ready(upcoming.policy, effective_at=upcoming.effective_at)
    with pytest.raises(Refused, match="Version 1 takes effect on or after that moment"):
        publish(draft, by=make_staff())
    draft.effective_at += timedelta(microseconds=1)  # type: ignore[operator,assignment]
    make_approved(draft)
    assert publish(draft, by=make_staff()).number == 2


def test_it_refuses_to_publish_twice() -> None:
    version = publish(make_ready(), by=make_staff())
    with pytest.raises(Refused, match="This version is published already."):
        publish(version, by=make_staff())


def test_it_publishes_what_is_stored_not_what_is_in_memory() -> None:
    draft = make_ready()
    draft.source = "Never saved."
    assert "Never saved." not in publish(draft, by=make_staff()).html


# --- Steps of other rooms ---


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> list[publishing.PublishingStep]:
    steps: list[publishing.PublishingStep] = []
    monkeypatch.setattr(publishing, "_steps", steps)
    return steps


def test_a_step_runs_once_inside_the_transaction(
    steps: list[publishing.PublishingStep],
) -> None:
    seen = []

    def step(version: PolicyVersion) -> None:
        stored = PolicyVersion.objects.get(pk=version.pk)
        seen.append((stored.number, stored.digest, stored.sections.count()))

    add_publishing_step(step)
    add_publishing_step(step)
    version = publish(make_ready(), by=make_staff())
    assert seen == [(1, version.digest, 2)]


def test_a_step_may_refuse_and_nothing_is_left(
    steps: list[publishing.PublishingStep],
) -> None:
    def write(version: PolicyVersion) -> None:
        make_policy(slug="written-by-a-step")

    def refuse(version: PolicyVersion) -> None:
        raise Refused("The press has to be told first.")

    add_publishing_step(write)
    add_publishing_step(refuse)
    draft = make_ready()
    with pytest.raises(Refused, match="The press has to be told first."):
        publish(draft, by=make_staff())
    draft.refresh_from_db()
    assert draft.number is None
    assert not draft.is_published
    assert not draft.sections.exists()
    assert not Policy.objects.filter(slug="written-by-a-step").exists()
