"""The desk's first page: what waits for whom, and which reviews are overdue."""

from __future__ import annotations

from datetime import datetime

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from policy import drafting, withholding
from policy.models import Policy, PolicyVersion, Review
from policy.publishing import publish, publish_in_emergency
from policy.roles import APPROVERS, AUDITORS, EDITORS, PRIVACY_OFFICE
from tests.desk import GROUPS, address, desk, form_of, text_of
from tests.factories import (
    make_draft,
    make_policy,
    make_ready,
    make_request,
    make_staff,
    make_upcoming,
    make_version,
    make_withheld,
    moment,
)
from tests.html import elements, words

pytestmark = pytest.mark.django_db

FRONT = "/admin/"
REVIEWS = "/admin/policy/review/"


def panel(client: Client, name: str) -> str:
    """The words of one panel; '' where the page has none of that name."""
    html = client.get(FRONT).content.decode()
    for section in elements(html, "section"):
        if section["aria-labelledby"] == f"panel-{name}":
            return words(section.text)
    return ""


def parts(text: str) -> tuple[str, str]:
    """What waits for the reader, and what for others."""
    yours, _, others = text.partition("Waiting for others")
    return yours, others


@pytest.fixture
def draft() -> PolicyVersion:
    """What Ann wrote."""
    draft = make_draft(make_policy(title="Terms"))
    drafting.save_draft(draft, by=make_staff(username="ann", groups=[EDITORS]))
    return draft


# --- What waits for whom ---


def test_with_nothing_to_do_it_says_so() -> None:
    make_version()
    for group in GROUPS:
        assert "Nothing waits for you" in panel(desk(group), "work")
        assert "Waiting for others" not in panel(desk(group), "work")


def test_staff_without_a_role_and_visitors_see_no_panel(
    client: Client, draft: PolicyVersion
) -> None:
    assert panel(desk(), "work") == panel(desk(), "reviews") == ""
    assert client.get(FRONT).status_code == 302


def test_a_draft_that_is_being_written_waits_for_editors(draft: PolicyVersion) -> None:
    yours, others = parts(panel(desk(EDITORS), "work"))
    assert "Terms, draft Being written." in yours
    for group in (APPROVERS, AUDITORS, PRIVACY_OFFICE):
        yours, others = parts(panel(desk(group), "work"))
        assert "Nothing waits for you" in yours
        assert "Terms, draft Being written." in others


def test_a_draft_in_review_waits_for_approvers_who_did_not_write_it(
    draft: PolicyVersion,
) -> None:
    both = make_staff(username="pat", groups=[EDITORS, APPROVERS])
    draft.source += "\nPat's words.\n"
    drafting.save_draft(draft, by=both)
    drafting.submit(draft, by=both)
    yours, _ = parts(panel(desk(APPROVERS), "work"))
    assert "Terms, draft In review: approve or reject it." in yours
    pat = Client()
    pat.force_login(both)
    yours, others = parts(panel(pat, "work"))
    assert "Terms, draft" not in yours
    assert "You wrote in it, so another person decides." in others
    _, others = parts(panel(desk(EDITORS), "work"))
    assert "Terms, draft In review." in others


def test_a_rejection_comes_back_to_editors_with_its_reason(
    draft: PolicyVersion,
) -> None:
    drafting.submit(draft, by=make_staff())
    drafting.reject(draft, by=make_staff(username="bob"), reason="Section 2 & 3?")
    yours, _ = parts(panel(desk(EDITORS), "work"))
    assert "Rejected by bob: Section 2 & 3?" in yours
    draft.source += "\nMended.\n"
    drafting.save_draft(draft, by=make_staff())
    assert "Rejected by" not in panel(desk(EDITORS), "work")


def test_what_is_approved_waits_for_who_publishes() -> None:
    make_ready(make_policy(title="Terms"))
    yours, _ = parts(panel(desk(APPROVERS), "work"))
    assert "Terms, draft Approved: it can be published." in yours
    yours, others = parts(panel(desk(EDITORS), "work"))
    assert "Terms, draft Approved" in others


def test_an_emergency_stands_there_until_another_confirms_it(
    draft: PolicyVersion,
) -> None:
    bob = make_staff(username="bob", groups=[APPROVERS])
    version = publish_in_emergency(draft, by=bob, reason="A leak.")
    sentence = (
        "Terms, version 1 Published by bob alone; another person has to confirm it."
    )
    eve = desk(APPROVERS)
    yours, _ = parts(panel(eve, "work"))
    assert sentence in yours
    assert address(version, "confirm") in eve.get(FRONT).content.decode()
    his = Client()
    his.force_login(bob)
    for client in (his, desk(EDITORS), desk(AUDITORS)):
        yours, others = parts(panel(client, "work"))
        assert sentence not in yours
        assert sentence in others
    eve.post(address(version, "confirm"))
    assert sentence not in panel(desk(AUDITORS), "work")


def test_a_request_to_withhold_waits_for_who_did_not_ask() -> None:
    ann = make_staff(username="ann", groups=[APPROVERS])
    version = make_version(make_policy(title="Terms"))
    asked = make_request(version, by=ann)
    sentence = "Terms, version 1 ann asks to withhold it; another person has to decide."
    for group in (APPROVERS, PRIVACY_OFFICE):
        client = desk(group)
        assert sentence in parts(panel(client, "work"))[0]
        page = f"/admin/policy/withholdingrequest/{asked.pk}/decide/"
        assert page in client.get(FRONT).content.decode()
    for group in (EDITORS, AUDITORS):
        yours, others = parts(panel(desk(group), "work"))
        assert sentence in others and "Nothing waits for you" in yours
    client = Client()
    client.force_login(ann)
    assert sentence in parts(panel(client, "work"))[1]
    withholding.confirm(asked, by=make_staff())
    assert sentence not in panel(desk(APPROVERS), "work")


def test_it_shows_twenty_and_leads_to_the_rest() -> None:
    for _ in range(22):
        make_draft()
    client = desk(EDITORS)
    html = client.get(FRONT).content.decode()
    assert panel(client, "work").count("Being written.") == 20
    assert "There are more among all versions" in words(html)


def test_many_drafts_ask_no_more_of_the_database() -> None:
    client = desk(EDITORS)
    counts = []
    for number in (1, 9):
        for _ in range(number):
            make_draft()
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(FRONT)
        counts.append(len(queries))
    assert counts[0] == counts[1]


# --- Reviews that are overdue ---


def overdue(at: datetime) -> list[str]:
    versions = PolicyVersion.objects.review_overdue(at)
    return [f"{version}, {version.looked_at:%Y-%m-%d}" for version in versions]


@pytest.fixture
def published() -> PolicyVersion:
    """Published on a leap day at noon."""
    draft = make_ready(make_policy(title="Terms"))
    with time_machine.travel(moment("2028-02-29 12:00"), tick=False):
        return publish(draft, by=make_staff())


@pytest.mark.parametrize(
    ("at", "is_overdue"),
    [
        ("2028-03-01", False),
        ("2029-02-28 12:00", False),
        ("2029-03-01", True),
    ],
)
def test_a_review_is_overdue_after_12_calendar_months(
    published: PolicyVersion, at: str, is_overdue: bool
) -> None:
    expected = ["Terms, version 1, 2028-02-29"] if is_overdue else []
    assert overdue(moment(at)) == expected


def test_a_review_puts_it_off_from_its_own_moment(published: PolicyVersion) -> None:
    Review.objects.create(
        version=published,
        reviewed_by=make_staff(),
        reviewed_by_name="pat",
        reviewed_at=moment("2029-02-01"),
    )
    assert overdue(moment("2029-03-02")) == []
    assert overdue(moment("2030-02-02")) == ["Terms, version 1, 2029-02-01"]


def test_only_the_version_in_force_counts(published: PolicyVersion) -> None:
    with time_machine.travel(moment("2029-03-02"), tick=False):
        make_upcoming(published.policy, days=40)
        assert overdue(moment("2029-03-03")) == ["Terms, version 1, 2028-02-29"]
        assert overdue(moment("2029-06-03")) == []
        assert overdue(moment("2030-03-03")) == ["Terms, version 2, 2029-03-02"]


def test_of_an_import_the_effective_date_counts() -> None:
    make_version(make_policy(title="Terms"), effective="2020-04-17")
    assert overdue(moment("2021-04-17")) == []
    assert overdue(moment("2021-04-18")) == ["Terms, version 1, 2020-04-17"]


def test_what_waits_longest_comes_first() -> None:
    for title, day in (("Newer", "2019-01-01"), ("Older", "2018-01-01")):
        make_version(make_policy(title=title), effective=day)
    assert [each.split(",")[0] for each in overdue(moment("2026-01-01"))] == [
        "Older",
        "Newer",
    ]


def test_editors_record_a_review_in_two_steps() -> None:
    version = make_version(make_policy(title="Terms"))
    client = desk(EDITORS, username="ann")
    text = panel(client, "reviews")
    assert "Terms, version 1 Last looked at on April 16, 2020." in text
    html = client.get(FRONT).content.decode()
    (link,) = [
        each["href"] for each in elements(html, "a") if "?version=" in each["href"]
    ]
    form = client.get(link)
    answer = client.post(f"{REVIEWS}add/", form_of(form))
    assert answer.status_code == 302, text_of(answer)
    review = Review.objects.get()
    assert (review.version, review.reviewed_by_name) == (version, "ann")
    assert "None: every policy in force" in panel(client, "reviews")


def test_auditors_see_what_is_overdue_and_record_nothing() -> None:
    make_version(make_policy(title="Terms"))
    client = desk(AUDITORS)
    assert "Terms, version 1" in panel(client, "reviews")
    assert "Reviewed, nothing changed" not in panel(client, "reviews")
    assert client.get(f"{REVIEWS}add/").status_code == 403


def test_more_than_twenty_are_not_listed() -> None:
    for _ in range(21):
        make_version()
    text = panel(desk(EDITORS), "reviews")
    assert text.count("Last looked at") == 20
    assert "And more:" in text
    assert Policy.objects.count() == 21


def test_a_review_of_what_is_withheld_is_never_overdue(
    published: PolicyVersion,
) -> None:
    assert overdue(moment("2029-03-02"))
    make_withheld(published)
    assert overdue(moment("2029-03-02")) == []
