"""The review page: what a second person sees, and what may be decided there."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from policy import drafting
from policy.models import DraftStep, PolicyVersion, Status
from policy.publishing import publish, publish_in_emergency
from policy.roles import APPROVERS, AUDITORS, EDITORS, PRIVACY_OFFICE
from tests.desk import VERSIONS, address, desk, superuser, text_of, value_of
from tests.factories import make_draft, make_policy, make_staff, make_version
from tests.html import elements

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft() -> PolicyVersion:
    """What Ann wrote, against a published version 1."""
    policy = make_policy(title="Terms")
    make_version(policy, source="We may share it.")
    draft = make_draft(policy, source="We will share it.", material=False)
    drafting.save_draft(draft, by=make_staff(username="ann"))
    return draft


def take(client: Client, draft: PolicyVersion, step: str, **fields: str) -> Any:
    page = client.get(address(draft, "review"))
    data = {"seen": value_of(page, "seen"), "step": step, "reason": ""} | fields
    return client.post(address(draft, "review"), data)


def status(draft: PolicyVersion) -> Status:
    return PolicyVersion.objects.dated().get(pk=draft.pk).status()


def test_it_shows_all_that_a_decision_needs(draft: PolicyVersion) -> None:
    page = desk(APPROVERS).get(address(draft, "review"))
    assert page.status_code == 200
    text = text_of(page)
    for part in (
        "Draft.",
        "“may” became “will”",
        "Version 2 is public, for good.",
        "It takes effect at once.",
        "ann, changed the draft",
        "No: editorial",
    ):
        assert part in text, part
    frames = list(elements(page.content.decode(), "iframe"))
    assert {frame["class"] for frame in frames} == {
        "preview-phone",
        "preview-desktop",
    }
    assert "frame-src 'self'" in page.headers["Content-Security-Policy"]
    preview = desk(APPROVERS).get(frames[0]["src"])
    assert preview.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in preview.headers["Content-Security-Policy"]


def test_it_says_why_it_cannot_be_published_yet(draft: PolicyVersion) -> None:
    html = desk(APPROVERS).get(address(draft, "review")).content.decode()
    (button,) = [each for each in elements(html, "button") if each.text == "Publish …"]
    assert "disabled" in button.attributes
    (why,) = [each for each in elements(html, "ul") if each["id"] == "why-not-yet"]
    assert button["aria-describedby"] == "why-not-yet"
    assert "Another person has to approve exactly this text first." in why.text
    take(desk(EDITORS), draft, "submitted")
    take(desk(APPROVERS), draft, "approved")
    html = desk(APPROVERS).get(address(draft, "review")).content.decode()
    assert "why-not-yet" not in html


def test_the_editor_is_told_why_a_draft_was_rejected(draft: PolicyVersion) -> None:
    editor = desk(EDITORS)
    assert "Not sent to review yet." in text_of(editor.get(address(draft)))
    take(editor, draft, "submitted")
    take(desk(APPROVERS, username="bob"), draft, "rejected", reason="With whom?")
    text = text_of(editor.get(address(draft)))
    assert re.search(r"Draft\. bob, .*: rejected: With whom\?", text)
    draft.source += "\nWith Acme.\n"
    drafting.save_draft(draft, by=make_staff())
    text = text_of(editor.get(address(draft)))
    assert "With whom? The draft was changed after that." in text


def test_the_form_leads_with_the_question(draft: PolicyVersion) -> None:
    page = desk(EDITORS).get(address(draft)).content.decode()
    order = [
        page.index(f'name="{name}"')
        for name in ("material", "reasons", "notice_draft-0-summary", "source")
    ]
    assert order == sorted(order)


def test_what_was_decided_stays_with_the_version(draft: PolicyVersion) -> None:
    editor, bob = desk(EDITORS), desk(APPROVERS, username="bob")
    take(editor, draft, "submitted")
    take(editor, draft, "counsel", reason="A notice is enough.")
    take(bob, draft, "approved")
    publish(PolicyVersion.objects.get(pk=draft.pk), by=make_staff(username="eve"))
    text = text_of(desk(AUDITORS).get(address(draft)))
    for part in (
        "ann, changed the draft",
        "counsel answered: A notice is enough.",
        "The checks had found 2 things",
        "bob, approved",
        "eve, published it",
    ):
        assert part in text, part


def test_a_draft_is_sent_approved_and_shows_it(draft: PolicyVersion) -> None:
    assert take(desk(EDITORS), draft, "submitted").status_code == 302
    assert status(draft) == Status.IN_REVIEW
    approver = desk(APPROVERS, username="bob")
    assert take(approver, draft, "approved").status_code == 302
    assert status(draft) == Status.APPROVED
    text = text_of(approver.get(address(draft, "review")))
    assert "Approved." in text
    assert "bob, approved" in text


def test_a_rejection_needs_its_reason_and_keeps_what_was_typed(
    draft: PolicyVersion,
) -> None:
    take(desk(EDITORS), draft, "submitted")
    client = desk(APPROVERS)
    refused = take(client, draft, "rejected", reason="  ")
    assert refused.status_code == 400
    assert "Say why." in text_of(refused)
    assert take(client, draft, "rejected", reason="Unclear.").status_code == 302
    assert "rejected: Unclear." in text_of(client.get(address(draft, "review")))


def test_a_contributor_is_refused_in_a_sentence_and_loses_nothing(
    draft: PolicyVersion,
) -> None:
    writer = make_staff(is_superuser=True)
    client = Client()
    client.force_login(writer)
    take(client, draft, "submitted")
    draft.source += "\n\nMine."
    drafting.save_draft(draft, by=writer)
    take(client, draft, "submitted")
    answer = take(client, draft, "approved", reason="Fine.")
    assert answer.status_code == 400
    assert "Who wrote a draft cannot approve it" in text_of(answer)
    assert "Fine." in answer.content.decode()


def test_a_decision_about_an_older_text_is_refused(draft: PolicyVersion) -> None:
    client = desk(APPROVERS)
    answer = take(client, draft, "rejected", seen="0" * 64, reason="No.")
    assert answer.status_code == 400
    assert "changed after you opened this page" in text_of(answer)


@pytest.mark.parametrize("step", ["", "published", "emergency", "confirmed"])
def test_a_step_that_is_not_taken_here_is_refused(
    draft: PolicyVersion, step: str
) -> None:
    assert take(superuser(), draft, step, reason="No.").status_code == 400
    assert not DraftStep.objects.exists()


@pytest.mark.parametrize(
    ("group", "step", "allowed"),
    [
        (EDITORS, "submitted", True),
        (EDITORS, "counsel", True),
        (EDITORS, "approved", False),
        (EDITORS, "rejected", False),
        (EDITORS, "shorter notice", False),
        (APPROVERS, "submitted", False),
        (APPROVERS, "shorter notice", True),
        (AUDITORS, "submitted", False),
        (AUDITORS, "approved", False),
        (PRIVACY_OFFICE, "approved", False),
    ],
)
def test_who_may_decide_what(
    draft: PolicyVersion, group: str, step: str, allowed: bool
) -> None:
    answer = take(desk(group), draft, step, reason="Because.")
    assert answer.status_code == (302 if allowed else 403)
    assert DraftStep.objects.exists() == allowed


def test_missing_methods_and_visitors(client: Client, draft: PolicyVersion) -> None:
    assert client.get(address(draft, "review")).status_code == 302
    assert desk().get(address(draft, "review")).status_code == 403
    assert superuser().put(address(draft, "review")).status_code == 405
    assert superuser().get(address(make_version(), "review")).status_code == 404


# --- Emergencies ---


def test_an_emergency_is_published_alone_and_confirmed_by_another(
    draft: PolicyVersion,
) -> None:
    bob, eve = desk(APPROVERS, username="bob"), desk(APPROVERS, username="eve")
    page = bob.get(address(draft, "emergency"))
    data = {"seen": value_of(page, "seen"), "reason": ""}
    assert bob.post(address(draft, "emergency"), data).status_code == 400
    data["reason"] = "A leak."
    answer = bob.post(address(draft, "emergency"), data, follow=True)
    assert "Another person has to confirm it." in text_of(answer)
    assert "Published in an emergency, not confirmed yet." in text_of(answer)
    assert "Emergency, not confirmed" in text_of(bob.get(VERSIONS))
    assert PolicyVersion.objects.published().count() == 2
    refused = bob.post(address(draft, "confirm"))
    assert refused.status_code == 400
    assert "confirmed by another person" in text_of(refused)
    assert "A leak." in text_of(eve.get(address(draft, "confirm")))
    assert "Confirm the emergency" in text_of(eve.get(address(draft)))
    assert eve.post(address(draft, "confirm")).status_code == 302
    assert "Confirm the emergency" not in text_of(eve.get(address(draft)))
    assert "not confirmed" not in text_of(eve.get(address(draft)))
    assert "not confirmed" not in text_of(eve.get(VERSIONS))


@pytest.mark.parametrize("group", [EDITORS, AUDITORS, PRIVACY_OFFICE])
def test_only_approvers_publish_or_confirm_in_an_emergency(
    draft: PolicyVersion, group: str
) -> None:
    client = desk(group)
    assert client.get(address(draft, "emergency")).status_code == 403
    version = publish_in_emergency(draft, by=make_staff(), reason="A leak.")
    assert client.post(address(version, "confirm")).status_code == 403


def test_what_was_no_emergency_is_not_confirmed() -> None:
    answer = superuser().post(address(make_version(), "confirm"))
    assert answer.status_code == 400
    assert "no emergency to confirm" in text_of(answer)
