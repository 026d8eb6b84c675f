"""From draft to approval: two people, exactly one text, whoever tries what."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import DatabaseError, transaction
from django.utils import timezone

from policy import drafting
from policy.models import (
    Contribution,
    DraftStep,
    Policy,
    PolicyVersion,
    Status,
    StepKind,
)
from policy.noticeperiods import change_notice_period
from policy.publishing import publish, publish_in_emergency
from policy.refusals import Refused
from tests.factories import (
    make_approved,
    make_draft,
    make_notice_draft,
    make_policy,
    make_ready,
    make_staff,
    make_version,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def ann() -> User:
    return make_staff(username="ann", is_superuser=True)


@pytest.fixture
def bob() -> User:
    return make_staff(username="bob", is_superuser=True)


@pytest.fixture
def draft(ann: User) -> PolicyVersion:
    """What Ann wrote and sent to review."""
    draft = make_draft(make_policy())
    drafting.save_draft(draft, by=ann)
    drafting.submit(draft, by=ann)
    return draft


def status(draft: PolicyVersion) -> Status:
    return PolicyVersion.objects.dated().get(pk=draft.pk).status()


def test_a_draft_goes_to_review_is_approved_and_published(
    draft: PolicyVersion, ann: User, bob: User
) -> None:
    assert status(draft) == Status.IN_REVIEW
    drafting.approve(draft, by=bob)
    assert status(draft) == Status.APPROVED
    assert publish(draft, by=ann).number == 1


def test_each_save_that_changes_something_adds_a_contributor(
    ann: User, bob: User
) -> None:
    draft = make_draft()
    drafting.save_draft(draft, by=ann)
    drafting.save_draft(draft, by=bob)
    draft.source += "\nMore.\n"
    drafting.save_draft(draft, by=bob)
    names = list(draft.contributions.values_list("by_name", flat=True))
    assert names == ["ann", "bob"]
    last = draft.contributions.latest("pk")
    assert last.content["source"] == draft.source
    assert last.fingerprint == drafting.fingerprint(draft)


def test_changing_the_text_withdraws_the_approval(
    draft: PolicyVersion, ann: User, bob: User
) -> None:
    drafting.approve(draft, by=bob)
    draft.source += "\nMore.\n"
    drafting.save_draft(draft, by=ann)
    assert status(draft) == Status.DRAFT
    with pytest.raises(Refused, match="Another person has to approve"):
        publish(draft, by=ann)


def test_a_new_title_withdraws_it_too(
    draft: PolicyVersion, ann: User, bob: User
) -> None:
    drafting.approve(draft, by=bob)
    Policy.objects.update(title="Another title")
    draft.policy.refresh_from_db()
    with pytest.raises(Refused, match="Another person has to approve"):
        publish(draft, by=ann)


def test_a_contributor_does_not_approve(draft: PolicyVersion, ann: User) -> None:
    with pytest.raises(Refused, match="Who wrote a draft cannot approve it"):
        drafting.approve(draft, by=ann)


def test_whoever_contributed_once_does_not_approve_even_if_others_went_on(
    draft: PolicyVersion, ann: User, bob: User
) -> None:
    draft.source += "\nMore.\n"
    drafting.save_draft(draft, by=bob)
    drafting.submit(draft, by=bob)
    for person in (ann, bob):
        with pytest.raises(Refused, match="Who wrote a draft cannot approve it"):
            drafting.approve(draft, by=person)
    drafting.approve(draft, by=make_staff())


def test_what_was_not_sent_to_review_is_not_approved(ann: User, bob: User) -> None:
    draft = make_draft()
    drafting.save_draft(draft, by=ann)
    with pytest.raises(Refused, match="sent to review before"):
        drafting.approve(draft, by=bob)


def test_a_rejection_says_why_and_ends_an_approval(
    draft: PolicyVersion, ann: User, bob: User
) -> None:
    with pytest.raises(Refused, match=r"Say why\."):
        drafting.reject(draft, by=bob, reason=" ")
    drafting.approve(draft, by=bob)
    drafting.reject(draft, by=bob, reason="Section 2 is unclear.")
    assert status(draft) == Status.DRAFT
    with pytest.raises(Refused, match="Another person has to approve"):
        publish(draft, by=ann)


def test_a_decision_is_about_what_was_seen(
    draft: PolicyVersion, ann: User, bob: User
) -> None:
    seen = draft.fingerprint
    draft.source += "\nMore.\n"
    drafting.save_draft(draft, by=ann)
    drafting.submit(draft, by=ann)
    with pytest.raises(Refused, match="changed after you opened"):
        drafting.approve(draft, by=bob, seen=seen)


def test_the_second_of_two_editors_is_told_and_nothing_is_saved(
    draft: PolicyVersion, ann: User, bob: User
) -> None:
    seen = draft.fingerprint
    hers, his = (PolicyVersion.objects.get(pk=draft.pk) for _ in range(2))
    hers.source = "Hers."
    drafting.save_draft(hers, by=ann, seen=seen)
    his.source = "His."
    with pytest.raises(drafting.Conflict) as conflict:
        drafting.save_draft(his, by=bob, seen=seen)
    assert conflict.value.current.source == "Hers."
    draft.refresh_from_db()
    assert draft.source == "Hers."
    assert not draft.contributions.filter(by_name="bob").exists()


# --- Emergencies ---


def test_one_person_publishes_in_an_emergency_and_another_confirms(
    draft: PolicyVersion, ann: User, bob: User
) -> None:
    with pytest.raises(Refused, match=r"Say why\."):
        publish_in_emergency(draft, by=ann, reason="")
    assert not PolicyVersion.objects.published().exists()
    version = publish_in_emergency(draft, by=ann, reason="A leak.")
    assert not drafting.is_confirmed(version)
    with pytest.raises(Refused, match="confirmed by another person"):
        drafting.confirm_emergency(version, by=ann)
    drafting.confirm_emergency(version, by=bob)
    assert drafting.is_confirmed(version)
    with pytest.raises(Refused, match="no emergency to confirm"):
        drafting.confirm_emergency(version, by=bob)


def test_an_emergency_excuses_from_nothing_else(ann: User) -> None:
    draft = make_draft(change_note="")
    drafting.save_draft(draft, by=ann)
    with pytest.raises(Refused, match="change note is missing"):
        publish_in_emergency(draft, by=ann, reason="A leak.")
    assert not DraftStep.objects.exists()


# --- Notice period and counsel ---


@pytest.fixture
def next_draft(ann: User) -> PolicyVersion:
    draft = make_draft(
        make_version().policy, effective_at=timezone.now() + timedelta(days=29)
    )
    make_notice_draft(draft)
    drafting.save_draft(draft, by=ann)
    return draft


def submit_and_approve(draft: PolicyVersion, ann: User, bob: User) -> None:
    drafting.submit(draft, by=ann)
    drafting.approve(draft, by=bob)


def test_a_material_change_is_announced_a_notice_period_before(
    next_draft: PolicyVersion, ann: User, bob: User
) -> None:
    submit_and_approve(next_draft, ann, bob)
    with pytest.raises(Refused, match="30 days before it takes effect"):
        publish(next_draft, by=ann)
    drafting.add_step(
        next_draft, StepKind.SHORTER_NOTICE, by=bob, reason="A court order."
    )
    drafting.approve(next_draft, by=bob)
    assert publish(next_draft, by=ann).number == 2


def test_an_editorial_change_needs_no_notice_period(
    next_draft: PolicyVersion, ann: User, bob: User
) -> None:
    next_draft.material = False
    drafting.save_draft(next_draft, by=ann)
    submit_and_approve(next_draft, ann, bob)
    assert publish(next_draft, by=ann).number == 2


def test_a_policy_may_have_no_notice_period(
    next_draft: PolicyVersion, ann: User, bob: User
) -> None:
    next_draft.delete()
    policy = next_draft.policy
    change_notice_period(policy, 1, by=ann, reason="Agreed.")
    next_draft = make_draft(policy, effective_at=timezone.now() + timedelta(days=2))
    make_notice_draft(next_draft)
    drafting.save_draft(next_draft, by=ann)
    change_notice_period(policy, 0, by=ann, reason="Agreed.")
    with pytest.raises(Refused, match="notice period. Save the draft once more"):
        drafting.submit(next_draft, by=ann)
    drafting.save_draft(next_draft, by=ann)
    submit_and_approve(next_draft, ann, bob)
    assert publish(next_draft, by=ann).number == 2


@pytest.mark.parametrize(
    ("reason", "asks"),
    [
        ("new purpose", True),
        ("new kind of data", True),
        ("data already held", True),
        ("longer retention", False),
    ],
)
def test_where_a_notice_may_not_be_enough_counsel_answers_first(
    ann: User, bob: User, reason: str, asks: bool
) -> None:
    draft = make_draft(reasons=[reason])
    drafting.save_draft(draft, by=ann)
    submit_and_approve(draft, ann, bob)
    if asks:
        with pytest.raises(Refused, match="Ask counsel"):
            publish(draft, by=ann)
        drafting.add_step(draft, StepKind.COUNSEL, by=ann, reason="Ask for consent.")
        drafting.approve(draft, by=bob)
    assert publish(draft, by=ann).reasons == [reason]


# --- What is kept ---


@pytest.mark.parametrize("kind", [StepKind.SHORTER_NOTICE, StepKind.COUNSEL])
def test_what_is_recorded_after_an_approval_ends_it(
    draft: PolicyVersion, ann: User, bob: User, kind: StepKind
) -> None:
    drafting.approve(draft, by=bob)
    assert status(draft) == Status.APPROVED
    drafting.add_step(draft, kind, by=ann, reason="Ann says so.")
    assert status(draft) == Status.IN_REVIEW
    with pytest.raises(Refused, match="was recorded after the approval"):
        publish(draft, by=ann)
    drafting.approve(draft, by=bob)
    assert status(draft) == Status.APPROVED
    assert publish(draft, by=ann).number == 1


def test_a_discarded_draft_leaves_its_history(draft: PolicyVersion) -> None:
    pk = draft.pk
    draft.delete()
    assert Contribution.objects.filter(version_id=pk).exists()
    assert DraftStep.objects.filter(version_id=pk).exists()


def test_after_publication_nothing_is_added_but_a_confirmation(bob: User) -> None:
    version = publish(make_ready(), by=bob)
    with pytest.raises(Refused):
        drafting.submit(version, by=bob)
    with pytest.raises(DatabaseError), transaction.atomic():
        DraftStep.objects.create(
            version=version,
            kind=StepKind.REJECTED,
            by=bob,
            reason="Late.",
            fingerprint=version.fingerprint,
        )


def test_an_import_needs_no_second_person() -> None:
    assert make_version().number == 1
    assert not Contribution.objects.exists()


def test_words_that_come_back_are_still_approved(ann: User) -> None:
    draft = make_approved(make_draft(), writer=ann)
    source = draft.source
    for words in ("Other words.", source):
        draft.source = words
        drafting.save_draft(draft, by=ann)
    assert status(draft) == Status.APPROVED
