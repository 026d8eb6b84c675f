"""Policies, reviews and withdrawals in admin."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from policy.models import Policy, Review
from policy.publishing import withdraw
from policy.roles import APPROVERS, EDITORS
from tests.desk import GROUPS, desk, superuser, text_of, value_of
from tests.factories import (
    make_draft,
    make_policy,
    make_staff,
    make_upcoming,
    make_version,
    make_withheld,
)
from tests.html import elements

pytestmark = pytest.mark.django_db

POLICIES = "/admin/policy/policy/"
REVIEWS = "/admin/policy/review/"
WITHDRAWALS = "/admin/policy/withdrawal/"
FIELDS = {
    "title": "Terms",
    "company": "Us",
    "order": "3",
    "slug": "terms",
    "time_zone": "America/Chicago",
    "notice_period_days": "14",
}
WHY = {"period_reason": "Counsel agrees."}


# --- Policies ---


def test_an_editor_adds_a_policy() -> None:
    assert desk(EDITORS).post(f"{POLICIES}add/", FIELDS).status_code == 302
    policy = Policy.objects.get()
    assert {name: str(getattr(policy, name)) for name in FIELDS} == FIELDS


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"slug": "cookies"}, "“cookies” is an address of the site itself"),
        ({"slug": "en"}, "“en” is an address of the site itself"),
        ({"slug": "two words"}, "Enter a valid “slug”"),
        ({"slug": "taken"}, "Policy with this Address already exists."),
        ({"time_zone": "Chicago"}, "“Chicago” is not a time zone"),
        ({"title": ""}, "This field is required."),
        ({"order": "-1"}, "greater than or equal to 0"),
    ],
)
def test_bad_input_comes_back_as_it_was_typed(
    fields: dict[str, str], sentence: str
) -> None:
    make_policy(slug="taken")
    answer = desk(EDITORS).post(f"{POLICIES}add/", FIELDS | fields)
    assert answer.status_code == 200
    assert sentence in text_of(answer)
    assert value_of(answer, "company") == "Us"
    assert Policy.objects.count() == 1


def test_address_and_time_zone_are_fixed_once_a_version_is_public() -> None:
    policy = make_version(make_policy(slug="terms")).policy
    client = desk(APPROVERS)
    changed = (
        FIELDS | {"slug": "other", "time_zone": "Asia/Tokyo", "title": "New"} | WHY
    )
    assert client.post(f"{POLICIES}{policy.pk}/change/", changed).status_code == 302
    policy.refresh_from_db()
    assert (policy.slug, policy.time_zone) == ("terms", "America/Chicago")
    assert (policy.title, policy.notice_period_days) == ("New", 14)


def test_a_public_title_is_changed_by_nobody_who_may_not_publish() -> None:
    policy = make_version().policy
    desk(EDITORS).post(f"{POLICIES}{policy.pk}/change/", FIELDS | {"title": "New"})
    policy.refresh_from_db()
    assert policy.title != "New"


def test_before_that_they_may_change() -> None:
    policy = make_draft().policy
    changed = FIELDS | WHY | {"slug": "other", "time_zone": "Asia/Tokyo"}
    desk(EDITORS).post(f"{POLICIES}{policy.pk}/change/", changed)
    policy.refresh_from_db()
    assert (policy.slug, policy.time_zone) == ("other", "Asia/Tokyo")


def test_a_policy_with_versions_is_not_deleted() -> None:
    client = superuser()
    for version, status in ((make_version(), 403), (make_draft(), 200)):
        address = f"{POLICIES}{version.policy_id}/delete/"
        assert client.post(address, {"post": "yes"}).status_code == status
        assert Policy.objects.filter(pk=version.policy_id).exists()
    empty = make_policy()
    assert (
        client.post(f"{POLICIES}{empty.pk}/delete/", {"post": "yes"}).status_code == 302
    )
    assert not Policy.objects.filter(pk=empty.pk).exists()


def test_deleting_many_spares_what_is_public() -> None:
    policy = make_version().policy
    chosen = {
        "action": "delete_selected",
        "_selected_action": [policy.pk],
        "post": "yes",
    }
    assert superuser().post(POLICIES, chosen).status_code in (200, 302, 403)
    assert Policy.objects.get() == policy


@pytest.mark.parametrize("group", [None, *GROUPS])
def test_editors_and_approvers_write_policies(group: str | None) -> None:
    policy = make_policy()
    client = desk(*([group] if group else []))
    read = client.get(f"{POLICIES}{policy.pk}/change/")
    wrote = client.post(f"{POLICIES}{policy.pk}/change/", FIELDS | WHY)
    assert read.status_code == (200 if group else 403)
    assert wrote.status_code == (302 if group in (EDITORS, APPROVERS) else 403)
    answer = client.post(f"{POLICIES}{policy.pk}/delete/", {"post": "yes"})
    assert answer.status_code == 403


# --- Reviews ---


def test_a_review_is_recorded_and_readers_see_its_day() -> None:
    version = make_version(make_policy(slug="terms"))
    client = desk(EDITORS, username="pat")
    answer = client.post(
        f"{REVIEWS}add/", {"version": version.pk, "note": "All of it."}
    )
    assert answer.status_code == 302, text_of(answer)
    review = Review.objects.get()
    assert (review.version, review.note, review.reviewed_by_name) == (
        version,
        "All of it.",
        "pat",
    )
    assert str(review.reviewed_by) == "pat"
    page = text_of(Client().get("/terms/"))
    assert "Last reviewed " in page
    assert "All of it." not in page


def test_only_a_version_in_force_is_reviewed() -> None:
    policy = make_policy(title="Terms")
    old = make_version(policy, effective="2018-01-01")
    make_version(policy)
    others = [old, make_upcoming(policy), make_draft(policy)]
    client = desk(APPROVERS)
    html = client.get(f"{REVIEWS}add/").content.decode()
    options = [e.text for e in elements(html, "option") if e.text.startswith("Terms")]
    assert options == ["Terms, version 2"]
    for version in others:
        answer = client.post(f"{REVIEWS}add/", {"version": version.pk})
        assert answer.status_code == 200
        assert "Select a valid choice." in text_of(answer)
    assert not Review.objects.exists()


def test_a_withheld_version_is_offered_for_no_review() -> None:
    version = make_version(make_policy(title="Terms"))
    make_withheld(version)
    client = desk(APPROVERS)
    html = client.get(f"{REVIEWS}add/").content.decode()
    assert "Terms, version 1" not in html
    answer = client.post(f"{REVIEWS}add/", {"version": version.pk})
    assert "Select a valid choice." in text_of(answer)
    assert not Review.objects.exists()


def never_changed(list_address: str, row: Any) -> None:
    client = superuser()
    assert client.get(list_address).status_code == 200
    page = f"{list_address}{row.pk}"
    assert client.get(f"{page}/change/").status_code == 200
    assert (
        client.post(f"{page}/change/", {"note": "x", "reason": "x"}).status_code == 403
    )
    assert client.post(f"{page}/delete/", {"post": "yes"}).status_code == 403


def test_reviews_and_withdrawals_never_change() -> None:
    review = Review.objects.create(
        version=make_version(), reviewed_by=make_staff(), reviewed_by_name="pat"
    )
    never_changed(REVIEWS, review)
    withdrawal = withdraw(make_upcoming(), by=make_staff(), reason="No.")
    never_changed(WITHDRAWALS, withdrawal)
    assert superuser().get(f"{WITHDRAWALS}add/").status_code == 403


@pytest.mark.parametrize("group", [None, *GROUPS])
def test_editors_and_approvers_record_reviews(group: str | None) -> None:
    version = make_version()
    client = desk(*([group] if group else []))
    assert client.get(REVIEWS).status_code == (200 if group else 403)
    assert client.get(WITHDRAWALS).status_code == (200 if group else 403)
    answer = client.post(f"{REVIEWS}add/", {"version": version.pk, "note": ""})
    assert answer.status_code == (302 if group in (EDITORS, APPROVERS) else 403)
