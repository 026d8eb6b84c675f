"""Pages of the desk that end a notice early, or post one in its place."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from notices.ending import end_early
from notices.models import Notice, NoticeEnd
from policy.roles import APPROVERS, EDITORS
from tests.desk import GROUPS, desk, superuser, text_of, value_of
from tests.factories import make_notice, make_policy, make_staff, make_version
from tests.html import elements
from tests.notices.test_desk import address, notice_fields

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
PAGES = ["end", "supersede", "evidence", "evidence.txt"]
METHODS = ["get", "head", "post", "put", "patch", "delete"]


@pytest.fixture
def editor() -> Client:
    return desk(EDITORS, username="pat")


def page(notice: Notice, name: str) -> str:
    found = address(notice, name)
    return found.rstrip("/") if "." in name else found


def new_fields(**fields: Any) -> dict[str, Any]:
    """The form of a superseding notice as filled in."""
    filled = {"for_whom": "", "what_to_do": "", "reason": ""}
    return notice_fields(summary="New.") | filled | fields


# --- Ending ---


def test_an_editor_ends_a_notice_and_readers_learn_why(editor: Client) -> None:
    notice = make_notice(summary="It changes.")
    form = editor.get(page(notice, "end"))
    assert form.headers["Cache-Control"].startswith("private, no-store")
    assert "It changes." in text_of(form)
    answer = editor.post(page(notice, "end"), {"reason": "A mistake."}, follow=True)
    assert "Notice 1 is ended." in text_of(answer)
    end = NoticeEnd.objects.get()
    assert (end.reason, end.ended_by_name) == ("A mistake.", "pat")
    assert "A mistake." in text_of(Client().get("/notices/1/"))


@pytest.mark.parametrize("reason", ["", "  ", "x" * 2001, "No\0more"])
def test_without_a_good_reason_nothing_ends(editor: Client, reason: str) -> None:
    notice = make_notice()
    answer = editor.post(page(notice, "end"), {"reason": reason})
    assert answer.status_code == 400
    assert "Please correct the error below." in text_of(answer)
    assert value_of(answer, "reason").strip() == reason.strip()
    assert not NoticeEnd.objects.exists()


@pytest.mark.parametrize("name", ["end", "supersede"])
def test_what_does_not_show_cannot_be_ended(editor: Client, name: str) -> None:
    now = timezone.now()
    over = make_notice(shown_from=now - 2 * DAY, shown_until=now - DAY)
    future = make_notice(shown_from=now + DAY)
    for notice in (over, future):
        html = editor.get(page(notice, name)).content.decode()
        assert "Only a notice that shows now can be ended or superseded" in html
        assert "submit-row" not in html
        answer = editor.post(page(notice, name), new_fields(reason="My reason."))
        assert answer.status_code == 400
        assert "Only a notice that shows now can be ended." in text_of(answer)
        assert value_of(answer, "reason").strip() == "My reason."
    assert not NoticeEnd.objects.exists()
    assert Notice.objects.count() == 2


# --- Superseding ---


def test_an_editor_posts_a_notice_in_place_of_another(editor: Client) -> None:
    version = make_version(make_policy(title="Terms"))
    old = make_notice(summary="Old.", for_whom="All.", version=version)
    form = editor.get(page(old, "supersede"))
    assert value_of(form, "summary") == "Old."
    assert value_of(form, "for_whom") == "All."
    options = elements(form.content.decode(), "option")
    assert [e.text for e in options if "selected" in e.attributes] == [str(version)]
    assert 'name="shown_from_0"' not in form.content.decode()
    filled = new_fields(version=version.pk, reason="Better words.")
    answer = editor.post(page(old, "supersede"), filled, follow=True)
    assert "Notice 2 is posted in place of notice 1." in text_of(answer)
    new = Notice.objects.get(number=2)
    assert (new.summary, str(new.created_by), new.version) == ("New.", "pat", version)
    assert list(Notice.objects.showing()) == [new]
    assert NoticeEnd.objects.get().superseded_by == new
    assert "Better words." in text_of(Client().get("/notices/1/"))


@pytest.mark.parametrize(
    "fields",
    [
        {"summary": ""},
        {"summary": "x" * 281},
        {"shown_until_0": ""},
        {"shown_until_0": "2020-01-01"},
        {"version": 99999},
        {"reason": "x" * 2001},
    ],
)
def test_bad_input_posts_nothing_and_comes_back(
    editor: Client, fields: dict[str, Any]
) -> None:
    old = make_notice()
    filled = new_fields(what_to_do="Typed.") | fields
    answer = editor.post(page(old, "supersede"), filled)
    assert answer.status_code == 400
    assert "Please correct the errors below." in text_of(answer)
    assert value_of(answer, "what_to_do") == "Typed."
    assert list(Notice.objects.showing()) == [old]


# --- The notice's own page ---


def test_its_page_leads_to_the_steps_that_are_open(editor: Client) -> None:
    showing, ended = make_notice(), make_notice()
    end_early(ended, by=make_staff(), reason="No more.")
    steps = ["Evidence", "End early …", "Post one that supersedes it …"]

    def links(client: Client, notice: Notice) -> list[str]:
        html = client.get(address(notice)).content.decode()
        return [e.text for e in elements(html, "a") if e.text in steps]

    assert links(editor, showing) == steps
    assert links(editor, ended) == ["Evidence"]
    assert links(desk("Auditors"), showing) == ["Evidence"]


# --- Who may, and how ---


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("group", [*GROUPS, None])
def test_every_role_page_and_method(group: str | None, name: str, method: str) -> None:
    notice = make_notice()
    client = desk(group) if group else desk()
    writes = name in ("end", "supersede")
    allowed = {"get", "head", *(["post"] if writes else [])}
    may = group in (EDITORS, APPROVERS) if writes else group is not None
    answer = getattr(client, method)(page(notice, name))
    if group is None:
        # The admin lets nobody without a role see anything of a notice.
        assert answer.status_code in (403, 405)
    elif method not in allowed:
        assert answer.status_code == 405
    elif not may:
        assert answer.status_code == 403
    else:
        assert answer.status_code == (400 if method == "post" else 200)
    assert not NoticeEnd.objects.exists()
    assert Notice.objects.count() == 1


@pytest.mark.parametrize("name", PAGES)
def test_visitors_are_asked_to_sign_in(client: Client, name: str) -> None:
    notice = make_notice()
    for method in ("get", "post"):
        answer = getattr(client, method)(page(notice, name), {"reason": "x"})
        assert answer.status_code == 302
        assert "/admin/login/" in answer.headers["Location"]
    assert not NoticeEnd.objects.exists()


def test_superseding_needs_both_permissions() -> None:
    notice = make_notice()
    for perm in ("notices.end_notice", "notices.add_notice"):
        client = Client()
        client.force_login(make_staff(perms=[perm]))
        answer = client.post(page(notice, "supersede"), new_fields())
        assert answer.status_code == 403
    assert Notice.objects.count() == 1


@pytest.mark.parametrize("name", PAGES)
def test_a_notice_that_is_not_there_is_not_found(name: str) -> None:
    notice = make_notice()
    missing = page(notice, name).replace(f"/{notice.pk}/", "/99999/")
    assert superuser().get(missing).status_code == 404
