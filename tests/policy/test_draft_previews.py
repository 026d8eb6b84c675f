"""A draft as readers will get it: its page, its redline and its notice."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from policy.models import PolicyVersion, StoredRedline
from policy.publishing import publish
from policy.roles import APPROVERS
from tests.desk import GROUPS, address, desk, text_of
from tests.factories import (
    make_approved,
    make_draft,
    make_notice_draft,
    make_policy,
    make_ready,
    make_staff,
    make_version,
    moment,
)
from tests.html import elements

pytestmark = pytest.mark.django_db


@pytest.fixture
def approver() -> Client:
    return desk(APPROVERS)


@pytest.mark.parametrize("group", GROUPS)
def test_staff_see_the_draft_in_the_public_template(group: str) -> None:
    draft = make_draft(
        make_policy(title="Terms"),
        source="# Terms\n\n## 1. What <b>we</b> collect\n\nCall 1-800-345-1642.\n",
        effective_at=moment("2100-01-02 06:00"),
        language="ar",
    )
    answer = desk(group).get(address(draft, "preview"))
    assert answer.status_code == 200
    assert "private, no-store" in answer.headers["Cache-Control"]
    html = answer.content.decode()
    text = text_of(answer)
    assert "Draft. Only staff can see this preview." in text
    assert "Effective January 2, 2100" in text
    assert "noindex" in html
    assert "What <b>we</b> collect" in text
    links = [e["href"] for e in elements(html, "a")]
    assert {"#what-b-we-b-collect", "tel:+18003451642"} <= set(links)
    (prose,) = [e for e in elements(html, "div") if e["class"] == "prose"]
    assert (prose["lang"], prose["dir"]) == ("ar", "rtl")
    assert "Hash" not in text


def test_a_preview_writes_nothing(approver: Client) -> None:
    draft = make_draft()
    before = PolicyVersion.objects.values().get()
    approver.get(address(draft, "preview"))
    assert PolicyVersion.objects.values().get() == before
    assert not draft.sections.exists()


def test_an_empty_draft_can_be_previewed(approver: Client) -> None:
    assert approver.get(address(make_draft(source=""), "preview")).status_code == 200


def test_it_shows_the_redline_that_readers_will_get(approver: Client) -> None:
    policy = make_policy(title="Terms")
    make_version(policy, effective="2018-01-01", source="Oldest.")
    make_version(policy, source="Stays.\n\nGoes <away>.\n\nStays too.\n")
    draft = make_draft(policy, source="Stays.\n\nStays too.\n\nIt comes.\n")
    answer = approver.get(address(draft, "changes"))
    text = text_of(answer)
    assert "Against Terms, version 2. Readers will get the same." in text
    assert "private, no-store" in answer.headers["Cache-Control"]
    version = publish(make_approved(draft), by=make_staff())
    (stored,) = StoredRedline.objects.filter(new=version)
    assert stored.html in answer.content.decode()
    for change in stored.changes:
        assert change["text"] in text


def test_it_shows_it_in_the_public_template_with_the_notice(approver: Client) -> None:
    policy = make_policy(title="Terms")
    make_version(policy, source="Goes <away>.\n")
    draft = make_draft(policy, source="It comes.\n", change_note="It had to.")
    make_notice_draft(draft)
    answer = approver.get(address(draft, "redline"))
    text = text_of(answer)
    for part in (
        "Terms: what changed",
        "From version 1, in force since April 16, 2020",
        "to version 2, in force since",
        "In the words of its change note: It had to.",
        "We keep your data for two years instead of one. Takes effect",
    ):
        assert part in text, part
    assert "It comes." in answer.content.decode()
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "private, no-store" in answer.headers["Cache-Control"]
    assert not PolicyVersion.objects.filter(number=2).exists()


def test_without_a_version_before_there_is_no_such_page(approver: Client) -> None:
    assert approver.get(address(make_draft(), "redline")).status_code == 404


@pytest.mark.parametrize(
    ("fields", "shown"),
    [
        ({}, True),
        ({"material": False}, False),
        ({"material": None}, False),
    ],
)
def test_a_preview_has_the_notice_where_one_will_be_posted(
    approver: Client, fields: dict[str, Any], shown: bool
) -> None:
    draft = make_draft(make_version().policy, **fields)
    make_notice_draft(draft)
    sentence = "We keep your data for two years instead of one."
    assert (sentence in text_of(approver.get(address(draft, "preview")))) is shown
    review = text_of(approver.get(address(draft, "review")))
    assert ("You can ask us to delete it." in review) is shown
    assert ("None is posted, though one is written" in review) is not shown


def test_a_preview_shows_the_dates_that_readers_will_see(approver: Client) -> None:
    policy = make_policy()
    make_version(policy, effective="2020-04-17 12:00")
    draft = make_draft(policy, material=False, effective_at=moment("2100-01-02 12:00"))
    text = text_of(approver.get(address(draft, "preview")))
    assert "Effective April 17, 2020, 7 a.m. CDT" in text
    assert "Wording corrected January 2, 2100, 6 a.m. CST (meaning unchanged)" in text
    draft.effective_at = None
    draft.save()
    text = text_of(approver.get(address(draft, "preview")))
    assert "Effective April 17, 2020" in text
    assert "Wording corrected " in text


def test_a_preview_says_draft_wherever_the_draft_stands(approver: Client) -> None:
    draft = make_ready()
    text = text_of(approver.get(address(draft, "preview")))
    assert "Only staff can see this preview." in text
    assert "In force since" not in text


def test_before_the_first_version_everything_is_new(approver: Client) -> None:
    text = text_of(approver.get(address(make_draft(), "changes")))
    assert "No version is published yet: everything is new." in text
