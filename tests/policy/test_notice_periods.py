"""The notice period: changed with a reason, and lowered only for drafts to come."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from policy import drafting
from policy.evidence import version_evidence
from policy.models import NoticePeriodChange, Policy, PolicyVersion
from policy.noticeperiods import change_notice_period, observed_days
from policy.publishing import publish, refusals
from policy.refusals import Refused
from policy.roles import APPROVERS, EDITORS
from tests.attacks import refused
from tests.desk import address, desk, superuser, text_of, value_of
from tests.factories import (
    make_draft,
    make_notice_draft,
    make_policy,
    make_staff,
    make_version,
)

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
POLICIES = "/admin/policy/policy/"


@pytest.fixture
def ann() -> User:
    return make_staff(username="ann")


@pytest.fixture
def terms() -> Policy:
    return make_version(make_policy(slug="terms", title="Terms")).policy


def change(policy: Policy, days: int, by: User) -> None:
    change_notice_period(policy, days, by=by, reason=f"Now {days}.")


def saved_draft(policy: Policy, by: User, days: int = 5) -> PolicyVersion:
    draft = make_draft(policy, effective_at=timezone.now() + days * DAY)
    make_notice_draft(draft)
    drafting.save_draft(draft, by=by)
    return draft


def is_too_short(draft: PolicyVersion) -> str:
    fresh = PolicyVersion.objects.dated().with_dates().get(pk=draft.pk)
    found = refusals(fresh, timezone.now())
    return next((each for each in found if "Readers have to hear" in each), "")


def form(policy: Policy, **fields: Any) -> dict[str, Any]:
    names = ("title", "company", "order", "slug", "time_zone", "notice_period_days")
    return {name: getattr(policy, name) for name in names} | fields


def page(policy: Policy) -> str:
    return f"{POLICIES}{policy.pk}/change/"


# --- Which period counts ---


def test_lowering_it_does_not_help_a_draft_that_is_open(
    terms: Policy, ann: User
) -> None:
    draft = saved_draft(terms, ann)
    change(terms, 0, ann)
    drafting.save_draft(draft, by=ann)
    said = is_too_short(draft)
    assert "30 days before it takes effect" in said
    assert "counts for drafts that are begun afterwards" in said
    drafting.submit(draft, by=ann)
    drafting.approve(draft, by=make_staff())
    with pytest.raises(Refused, match="30 days before"):
        publish(draft, by=ann)


def test_it_helps_a_draft_that_is_begun_afterwards(terms: Policy, ann: User) -> None:
    change(terms, 0, ann)
    draft = saved_draft(terms, ann)
    assert is_too_short(draft) == ""
    assert observed_days(draft) == 0


def test_lowering_it_and_setting_it_back_changes_nothing(
    terms: Policy, ann: User
) -> None:
    draft = saved_draft(terms, ann)
    for days in (0, 60, 30):
        change(terms, days, ann)
    drafting.save_draft(draft, by=ann)
    assert observed_days(draft) == 60
    assert "60 days before" in is_too_short(draft)


def test_what_came_after_the_publication_does_not_count(
    terms: Policy, ann: User
) -> None:
    draft = saved_draft(terms, ann, days=31)
    drafting.submit(draft, by=ann)
    drafting.approve(draft, by=make_staff())
    version = publish(draft, by=ann)
    change(version.policy, 90, ann)
    dated = PolicyVersion.objects.dated().with_dates().get(pk=version.pk)
    assert observed_days(dated) == 30
    text = version_evidence(dated, timezone.now())
    assert "30 days, the longest since the draft was begun" in text


def test_the_desk_shows_the_period_that_counts(terms: Policy, ann: User) -> None:
    draft = saved_draft(terms, ann)
    change(terms, 1, ann)
    said = text_of(desk(APPROVERS).get(address(draft, "review")))
    assert "Notice period30 days" in said


# --- The policy's page ---


def test_a_change_is_kept_with_who_and_why(terms: Policy) -> None:
    client = desk(APPROVERS, username="eve")
    assert "It was never changed." in text_of(client.get(page(terms)))
    filled = form(terms, notice_period_days=14, period_reason=" Agreed <b>. ")
    assert client.post(page(terms), filled).status_code == 302
    row = NoticePeriodChange.objects.get()
    assert (row.from_days, row.to_days, row.changed_by_name, row.reason) == (
        *(30, 14),
        "eve",
        "Agreed <b>.",
    )
    said = text_of(client.get(page(terms)))
    assert "eve: from 30 to 14 days" in said and "Agreed <b>." in said


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_change_without_a_reason_comes_back(terms: Policy, reason: str) -> None:
    filled = form(terms, notice_period_days=14, title="New", period_reason=reason)
    answer = desk(APPROVERS).post(page(terms), filled)
    assert answer.status_code == 200
    assert "Say why the notice period changes." in text_of(answer)
    assert value_of(answer, "notice_period_days") == "14"
    assert value_of(answer, "title") == "New"
    terms.refresh_from_db()
    assert terms.notice_period_days == 30
    with pytest.raises(Refused, match="Say why"):
        change_notice_period(terms, 14, by=make_staff(), reason=reason)


def test_other_fields_need_no_reason(terms: Policy) -> None:
    answer = desk(APPROVERS).post(page(terms), form(terms, title="New"))
    assert answer.status_code == 302
    assert not NoticePeriodChange.objects.exists()


def test_who_cannot_change_it_is_not_asked_why(terms: Policy) -> None:
    assert "Why does the notice" in text_of(desk(APPROVERS).get(page(terms)))
    said = text_of(desk(EDITORS).get(page(terms)))
    assert "Why does the notice" not in said and "It was never changed." in said
    assert "Why does the notice" not in text_of(desk(EDITORS).get(f"{POLICIES}add/"))


def test_a_policy_with_a_change_and_no_version_can_be_deleted(ann: User) -> None:
    policy = make_policy()
    change(policy, 1, ann)
    client: Client = superuser()
    client.post(f"{POLICIES}{policy.pk}/delete/", {"post": "yes"})
    assert not Policy.objects.filter(pk=policy.pk).exists()
    assert NoticePeriodChange.objects.count() == 1


# --- What the database refuses ---


def row(policy: Policy, by: User, **fields: Any) -> NoticePeriodChange:
    given = {"from_days": 30, "to_days": 0, "reason": "So.", "changed_by_name": "ann"}
    return NoticePeriodChange.objects.create(
        policy=policy, changed_by=by, **given | fields
    )


def test_a_period_changes_only_on_record(terms: Policy, ann: User) -> None:
    policies = Policy.objects.filter(pk=terms.pk)
    with refused("A notice period is changed through the desk"):
        policies.update(notice_period_days=0)
    row(make_policy(), ann)
    with refused("A notice period is changed through the desk"):
        policies.update(notice_period_days=0)
    change(terms, 0, ann)
    change(terms, 30, ann)
    for days in (0, 14):
        with refused("A notice period is changed through the desk"):
            policies.update(notice_period_days=days)


def test_a_record_is_made_now_and_stays(terms: Policy, ann: User) -> None:
    with refused("The notice period was changed meanwhile"):
        row(terms, ann, from_days=14)
    for days in (-1, 1):
        with refused("A notice period is changed now"):
            row(terms, ann, changed_at=timezone.now() + days * DAY)
    for fields in ({"reason": ""}, {"to_days": 30}):
        with refused():
            row(terms, ann, **fields)
    kept = row(terms, ann)
    with refused("A change of a notice period is never changed."):
        NoticePeriodChange.objects.update(reason="Other.")
    with refused("A change of a notice period is never deleted."):
        NoticePeriodChange.objects.filter(pk=kept.pk)._raw_delete("default")
