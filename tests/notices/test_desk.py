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
from policy.roles import APPROVERS, AUDITORS, EDITORS
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
    # What was typed comes back; a form without any words is refused.
    assert client.post(address(notice), notice_fields()).status_code == 409
    assert client.post(address(notice), {}).status_code == 403
    notice.refresh_from_db()
    assert notice.summary == "It changes."


def test_who_edits_a_notice_that_began_meanwhile_loses_nothing(editor: Client) -> None:
    notice = make_notice(shown_from=timezone.now() - DAY)
    filled = notice_fields(summary="Typed <b>.", what_to_do="Write to us.")
    answer = editor.post(address(notice), filled)
    assert answer.status_code == 409
    assert "began to show meanwhile" in text_of(answer)
    assert "Typed <b>." in text_of(answer)
    assert "Write to us." in text_of(answer)
    assert filled["shown_until_0"] in text_of(answer)
    assert desk(AUDITORS).post(address(notice), filled).status_code == 403


def test_who_edits_a_notice_that_was_deleted_meanwhile_loses_nothing(
    editor: Client,
) -> None:
    answer = editor.post(f"{NOTICES}99999/change/", notice_fields(summary="Typed."))
    assert answer.status_code == 409
    assert "This notice was deleted meanwhile." in text_of(answer)
    assert "Typed." in text_of(answer)


def test_a_sentence_of_several_lines_is_one(editor: Client) -> None:
    editor.post(ADD, notice_fields(summary=" It\r\n  changes. "))
    assert Notice.objects.get().summary == "It changes."
    html = editor.get(ADD).content.decode()
    rows = {e["name"]: e["rows"] for e in elements(html, "textarea")}
    assert rows == {"summary": "2", "for_whom": "2", "what_to_do": "2"}


# --- The list ---


def test_the_list_is_narrowed_by_when_notices_show(editor: Client) -> None:
    now = timezone.now()
    make_notice(summary="Later one.", shown_from=now + DAY)
    make_notice(summary="Present one.")
    make_notice(summary="Past one.", shown_from=now - 2 * DAY, shown_until=now - DAY)
    ended = make_notice(summary="Ended one.")
    end_early(ended, by=make_staff(), reason="No more.")
    for when, found in {
        "planned": ["Later"],
        "showing": ["Present"],
        "over": ["Past", "Ended"],
        "": [],
    }.items():
        page = editor.get(NOTICES, {"when": when} if when else {})
        assert page.status_code == 200
        words = text_of(page)
        for name in ("Later", "Present", "Past", "Ended"):
            assert (f"{name} one." in words) is (name in found or not when)


@pytest.mark.parametrize(
    "query",
    [
        *("shown_from__year=9999999999", "shown_from__day=x", "when=soon"),
        *("shown_from__gte=99999-01-01", "when=%00"),
    ],
)
def test_an_odd_address_of_the_list_is_refused_politely(
    editor: Client, query: str
) -> None:
    answer = editor.get(f"{NOTICES}?{query}", follow=True)
    assert answer.status_code in (200, 400)


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
