"""Notices in admin: posted, ended early, read-only once shown."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from notices.ending import end_early
from notices.models import Notice
from policy.models import PolicyVersion
from policy.publishing import withdraw
from policy.roles import APPROVERS, EDITORS
from tests.desk import GROUPS, desk, superuser, text_of, value_of
from tests.factories import (
    make_draft,
    make_notice,
    make_policy,
    make_staff,
    make_upcoming,
    make_version,
    make_withheld,
)
from tests.html import elements

pytestmark = pytest.mark.django_db

NOTICES = "/admin/notices/notice/"
ADD = f"{NOTICES}add/"
DAY = timedelta(days=1)


@pytest.fixture
def editor() -> Client:
    return desk(EDITORS, username="pat")


def address(notice: Notice, action: str = "change") -> str:
    return f"{NOTICES}{notice.pk}/{action}/"


def split(name: str, moment: datetime) -> dict[str, str]:
    local = moment.astimezone(ZoneInfo(settings.TIME_ZONE))
    return {f"{name}_0": f"{local:%Y-%m-%d}", f"{name}_1": f"{local:%H:%M:%S}"}


def notice_fields(
    *,
    begins: timedelta = -DAY,
    ends: timedelta = DAY,
    version: PolicyVersion | None = None,
    **fields: Any,
) -> dict[str, Any]:
    """A notice's form as filled in; when, counted from now."""
    now = timezone.now()
    filled = {"summary": "It changes.", "version": version.pk if version else ""}
    filled |= split("shown_from", now + begins) | split("shown_until", now + ends)
    return filled | fields


def test_an_editor_posts_a_notice_and_visitors_see_it(editor: Client) -> None:
    version = make_version(make_policy(title="Terms"))
    answer = editor.post(ADD, notice_fields(version=version))
    assert answer.status_code == 302, text_of(answer)
    notice = Notice.objects.get()
    assert (notice.number, notice.version, str(notice.created_by)) == (
        1,
        version,
        "pat",
    )
    page = text_of(Client().get("/"))
    assert "Notice: It changes." in page


def test_numbers_go_on(editor: Client) -> None:
    for _ in range(2):
        editor.post(ADD, notice_fields())
    assert set(Notice.objects.values_list("number", flat=True)) == {1, 2}


def test_only_published_versions_can_be_chosen(editor: Client) -> None:
    policy = make_policy(title="Terms")
    make_version(policy)
    upcoming = make_upcoming(policy)
    withdrawn = make_upcoming(policy, days=60)
    withdraw(withdrawn, by=make_staff(), reason="No.")
    draft = make_draft(policy)
    html = editor.get(ADD).content.decode()
    options = [e.text for e in elements(html, "option") if e.text.startswith("Terms")]
    assert options == ["Terms, version 2", "Terms, version 1"]
    for version in (draft, withdrawn):
        answer = editor.post(ADD, notice_fields(version=version))
        assert answer.status_code == 200
        assert "Select a valid choice." in text_of(answer)
    assert editor.post(ADD, notice_fields(version=upcoming)).status_code == 302


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"summary": ""}, "This field is required."),
        ({"summary": "x" * 281}, "at most 280 characters"),
        ({"shown_until_0": ""}, "This field is required."),
        ({"shown_from_0": "soon"}, "Enter a valid date."),
        ({"ends": -2 * DAY}, "This moment has passed; choose a later one."),
        ({"version": 99999}, "Select a valid choice."),
    ],
)
def test_bad_input_comes_back_as_it_was_typed(
    editor: Client, fields: dict[str, Any], sentence: str
) -> None:
    version = fields.pop("version", "")
    filled = notice_fields(**fields) | {"version": version}
    answer = editor.post(ADD, filled)
    assert answer.status_code == 200
    assert text_of(answer).count(sentence) == 1
    assert value_of(answer, "summary") == filled["summary"]
    assert not Notice.objects.exists()


# --- Once shown ---


@pytest.mark.parametrize("ended", [False, True])
def test_a_notice_that_was_shown_can_only_be_read(ended: bool) -> None:
    notice = make_notice(summary="It changes.", version=make_version())
    client = superuser()
    if ended:
        end_early(notice, by=make_staff(), reason="No more.")
    page = client.get(address(notice))
    names = {
        e["name"]
        for e in elements(page.content.decode())
        if e.tag in ("input", "textarea", "select")
    }
    assert names <= {"csrfmiddlewaretoken", ""}
    assert notice.digest in text_of(page)
    assert ("No more." in text_of(page)) is ended
    assert client.post(address(notice), notice_fields()).status_code == 403


def test_it_begins_now_at_the_earliest(editor: Client) -> None:
    before = timezone.now()
    editor.post(ADD, notice_fields(begins=-2 * DAY))
    assert before <= Notice.objects.get().shown_from <= timezone.now()


@pytest.mark.parametrize("begins", [-DAY, DAY])
def test_only_what_was_not_shown_can_be_deleted(begins: timedelta) -> None:
    notice = make_notice(shown_from=timezone.now() + begins)
    answer = superuser().post(address(notice, "delete"), {"post": "yes"})
    is_future = begins > timedelta()
    assert answer.status_code == (302 if is_future else 403)
    assert Notice.objects.exists() is not is_future


def test_before_it_shows_everything_may_change(editor: Client) -> None:
    notice = make_notice(shown_from=timezone.now() + DAY)
    changed = notice_fields(summary="Other.", begins=2 * DAY, ends=3 * DAY)
    assert editor.post(address(notice), changed).status_code == 302
    notice.refresh_from_db()
    assert notice.summary == "Other."
    assert notice.is_sealed


def test_an_end_in_the_past_is_refused_also_before_it_shows(editor: Client) -> None:
    notice = make_notice(shown_from=timezone.now() + DAY)
    filled = notice_fields(begins=DAY, ends=-DAY, summary="Typed.")
    answer = editor.post(address(notice), filled)
    assert answer.status_code == 200
    assert "This moment has passed" in text_of(answer)
    assert value_of(answer, "summary") == "Typed."


def test_the_list_offers_no_deletion_of_many() -> None:
    make_notice(shown_from=timezone.now() + DAY)
    assert "delete_selected" not in superuser().get(NOTICES).content.decode()


# --- Who may ---


def statuses(client: Client, notice: Notice) -> list[int]:
    return [
        client.get(NOTICES).status_code,
        client.get(address(notice)).status_code,
        client.post(ADD, notice_fields()).status_code,
        client.post(address(notice), notice_fields()).status_code,
        client.post(address(notice, "delete"), {"post": "yes"}).status_code,
    ]


@pytest.mark.parametrize("group", GROUPS)
def test_editors_and_approvers_post(group: str) -> None:
    may = group in (EDITORS, APPROVERS)
    notice = make_notice(shown_from=timezone.now() + DAY)
    client = desk(group)
    # Changed to begin in the past, it can no longer be deleted.
    expected = [200, 200, 302, 302, 403] if may else [200, 200, 403, 403, 403]
    assert statuses(client, notice) == expected


def test_staff_without_a_role_and_visitors_may_nothing(client: Client) -> None:
    notice = make_notice()
    assert statuses(desk(), notice) == [403] * 5
    assert statuses(client, notice) == [302] * 5
    assert Notice.objects.count() == 1


def test_a_notice_that_is_not_there(editor: Client) -> None:
    answer = editor.get(f"{NOTICES}99999/change/", follow=True)
    assert "exist" in text_of(answer)


def test_a_withheld_version_is_offered_to_no_notice_but_its_own(
    editor: Client,
) -> None:
    version = make_version(make_policy(title="Terms"))
    planned = make_notice(
        version=version,
        shown_from=timezone.now() + DAY,
        shown_until=timezone.now() + 2 * DAY,
    )
    make_withheld(version)
    assert "Terms, version 1" not in editor.get(ADD).content.decode()
    answer = editor.post(ADD, notice_fields(version=version))
    assert "Select a valid choice." in text_of(answer)
    assert value_of(editor.get(address(planned)), "summary")
    fields = notice_fields(begins=DAY, ends=2 * DAY, version=version, summary="Other.")
    assert editor.post(address(planned), fields).status_code == 302
    planned.refresh_from_db()
    assert (planned.summary, planned.version) == ("Other.", version)
