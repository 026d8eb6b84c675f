"""Beside the form in admin: who may open its pages, and publishing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.utils import timezone

from policy import publishing
from policy.drafting import fingerprint, save_draft
from policy.models import PolicyVersion
from policy.refusals import Refused
from policy.roles import APPROVERS, EDITORS
from tests.desk import GROUPS, VERSIONS, address, desk, superuser, text_of, value_of
from tests.factories import (
    make_draft,
    make_policy,
    make_ready,
    make_staff,
    make_upcoming,
    make_version,
    moment,
)
from tests.html import elements

pytestmark = pytest.mark.django_db

PAGES = ["preview", "redline", "changes", "publish"]


@pytest.fixture
def approver() -> Client:
    return desk(APPROVERS, username="pat")


def press(client: Client, draft: PolicyVersion, **fields: str) -> Any:
    """Publish what the confirmation page shows."""
    seen = fields or {"seen": fingerprint(draft)}
    return client.post(address(draft, "publish"), seen)


@pytest.mark.parametrize("page", PAGES)
def test_a_visitor_and_staff_without_a_role_see_no_draft(
    client: Client, page: str
) -> None:
    draft = make_draft(source="Secret words.")
    answer = client.get(address(draft, page))
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/admin/login/")
    refused = desk().get(address(draft, page))
    assert refused.status_code == 403
    assert "Secret words." not in text_of(refused)


@pytest.mark.parametrize("page", [*PAGES, "withdraw"])
def test_there_is_no_such_page_for_what_is_not_there(page: str) -> None:
    client = superuser()
    assert client.get(f"{VERSIONS}99999/{page}/").status_code == 404
    assert client.get(f"{VERSIONS}{'9' * 30}/{page}/").status_code == 404
    wrong = make_draft() if page == "withdraw" else make_version()
    assert client.get(address(wrong, page)).status_code == 404


@pytest.mark.parametrize("page", ["preview", "redline", "changes"])
def test_they_can_only_be_read(approver: Client, page: str) -> None:
    assert approver.post(address(make_draft(), page)).status_code == 405


@pytest.mark.parametrize("page", ["publish", "withdraw"])
def test_they_know_two_methods(approver: Client, page: str) -> None:
    assert approver.put(address(make_upcoming(), page)).status_code == 405


# --- Publish ---


def test_an_approver_publishes_what_the_page_shows(approver: Client) -> None:
    draft = make_ready(
        make_policy(title="Terms"),
        reason="A court.",
        effective_at=moment("2100-01-02 06:00"),
    )
    page = approver.get(address(draft, "publish"))
    text = text_of(page)
    assert page.status_code == 200
    for part in ("January 2, 2100", "Yes: material", "First version.", "A court."):
        assert part in text
    answer = press(approver, draft, seen=value_of(page, "seen"))
    assert answer.status_code == 302
    version = PolicyVersion.objects.get()
    assert (version.number, version.published_by_name) == (1, "pat")
    assert str(version.published_by) == "pat"
    (entry,) = LogEntry.objects.all()
    assert (str(entry.user), entry.get_change_message()) == ("pat", "Published.")
    assert "Terms, version 1 is published." in text_of(approver.get(answer["Location"]))


def test_a_visitor_reads_what_was_published(approver: Client, client: Client) -> None:
    draft = make_ready(make_policy(slug="terms"), source="Brand new words.")
    assert client.get("/terms/").status_code == 404
    press(approver, draft)
    assert "Brand new words." in client.get("/terms/").content.decode()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"source": ""}, "The text is empty."),
        ({"change_note": ""}, "The change note is missing: what changed, and why?"),
        ({"material": None}, "Say whether a reader has to know of this change."),
        ({"effective_at": moment("2020-01-01")}, "The effective date has passed."),
    ],
)
def test_what_stands_against_it_is_said(
    approver: Client, fields: dict[str, Any], sentence: str
) -> None:
    draft = make_draft(**fields)
    page = approver.get(address(draft, "publish"))
    assert page.status_code == 200
    assert sentence in text_of(page)
    (button,) = [
        each
        for each in elements(page.content.decode(), "input")
        if each["value"] == "Publish for good"
    ]
    assert "disabled" in button.attributes
    assert button["aria-describedby"] == "why-not-yet"
    answer = press(approver, draft)
    assert answer.status_code == 400
    assert sentence in text_of(answer)
    assert not PolicyVersion.objects.published().exists()


@pytest.mark.parametrize(
    "change",
    [
        {"source": "Other words."},
        {"change_note": "Other."},
        {"material": False},
        {"reason": "Other."},
        {"language": "es"},
        {"effective_at": timezone.now() + timedelta(days=9)},
    ],
)
def test_a_draft_that_changed_since_is_not_published(
    approver: Client, change: dict[str, Any]
) -> None:
    draft = make_ready()
    seen = value_of(approver.get(address(draft, "publish")), "seen")
    for name, value in change.items():
        setattr(draft, name, value)
    save_draft(draft, by=make_staff())
    answer = press(approver, draft, seen=seen)
    assert answer.status_code == 400
    assert "The draft was changed after you opened this page; look again." in text_of(
        answer
    )
    assert not PolicyVersion.objects.published().exists()


@pytest.mark.parametrize("fields", [{"seen": ""}, {"seen": "x" * 64}, {"other": "1"}])
def test_nothing_is_published_unseen(approver: Client, fields: dict[str, str]) -> None:
    draft = make_draft()
    assert press(approver, draft, **fields).status_code == 400
    assert not PolicyVersion.objects.published().exists()


def test_a_refusal_of_another_room_is_shown(
    approver: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(version: PolicyVersion) -> None:
        raise Refused("The press has to be told first.")

    monkeypatch.setattr(publishing, "_steps", [refuse])
    answer = press(approver, make_ready())
    assert answer.status_code == 400
    assert "The press has to be told first." in text_of(answer)
    assert not PolicyVersion.objects.published().exists()


def test_it_is_not_published_twice(approver: Client) -> None:
    draft = make_ready()
    assert press(approver, draft).status_code == 302
    assert press(approver, draft).status_code == 404
    assert PolicyVersion.objects.get().number == 1


@pytest.mark.parametrize("group", [group for group in GROUPS if group != APPROVERS])
def test_only_approvers_publish(group: str) -> None:
    draft = make_draft()
    client = desk(group)
    assert client.get(address(draft, "publish")).status_code == 403
    assert press(client, draft).status_code == 403
    assert not PolicyVersion.objects.published().exists()
    assert "Publish …" not in text_of(client.get(address(draft)))


def test_a_forged_form_publishes_nothing() -> None:
    staff, draft = make_staff(is_superuser=True), make_draft()
    client = Client(enforce_csrf_checks=True)
    client.force_login(staff)
    assert press(client, draft).status_code == 403
    assert not PolicyVersion.objects.published().exists()


# --- The steps that the page of a version offers ---


@pytest.mark.parametrize(
    ("make", "group", "steps"),
    [
        (make_draft, EDITORS, {"Preview", "What will change"}),
        (make_draft, APPROVERS, {"Preview", "What will change", "Publish …"}),
        (make_upcoming, EDITORS, {"Draft the next"}),
        (make_upcoming, APPROVERS, {"Withdraw …"}),
        (make_version, EDITORS, {"Draft the next"}),
        (make_version, APPROVERS, set()),
    ],
)
def test_only_open_steps_are_offered(make: Any, group: str, steps: set[str]) -> None:
    html = desk(group).get(address(make())).content.decode()
    every = {"Preview", "What will change", "Publish …", "Withdraw …", "Draft the next"}
    assert {link.text for link in elements(html, "a")} & every == steps
