"""Writing drafts in admin: the form, its dates, and who may."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client

from policy.models import PolicyVersion
from policy.roles import EDITORS
from tests.desk import (
    GROUPS,
    VERSIONS,
    address,
    desk,
    draft_fields,
    superuser,
    text_of,
    value_of,
)
from tests.factories import (
    make_draft,
    make_policy,
    make_upcoming,
    make_version,
)

pytestmark = pytest.mark.django_db

ADD = f"{VERSIONS}add/"


@pytest.fixture
def editor() -> Client:
    return desk(EDITORS)


# --- Writing ---


def test_an_editor_writes_a_draft(editor: Client) -> None:
    policy = make_policy()
    answer = editor.post(ADD, draft_fields(policy, language="es", reason="Because."))
    assert answer.status_code == 302, text_of(answer)
    draft = PolicyVersion.objects.get()
    assert (draft.policy, draft.language, draft.material) == (policy, "es", True)
    assert draft.source == "## One\n\nText.\n"
    assert not draft.is_published
    assert draft.effective_at is None


def seen(client: Client, draft: PolicyVersion) -> str:
    """What the draft's form says that it showed."""
    return value_of(client.get(address(draft)), "seen")


def test_the_checklist_is_kept(editor: Client) -> None:
    fields = draft_fields(make_policy(), reasons=["new purpose", "weaker right"])
    editor.post(ADD, fields)
    assert PolicyVersion.objects.get().reasons == ["new purpose", "weaker right"]
    editor.post(ADD, draft_fields(make_policy(), reasons=["because"]))
    assert PolicyVersion.objects.count() == 1


def test_it_is_stamped_with_who_and_when() -> None:
    writer, corrector = desk(EDITORS, username="ann"), desk(EDITORS, username="bob")
    writer.post(ADD, draft_fields(make_policy()))
    draft = PolicyVersion.objects.get()
    assert (str(draft.created_by), str(draft.updated_by)) == ("ann", "ann")
    other = draft_fields(source="Other words.", seen=seen(corrector, draft))
    corrector.post(address(draft), other)
    draft.refresh_from_db()
    assert (str(draft.created_by), str(draft.updated_by)) == ("ann", "bob")
    assert draft.source == "Other words.\n"
    assert draft.updated_at > draft.created_at
    assert LogEntry.objects.count() == 2
    page = text_of(writer.get(address(draft)))
    assert ", ann" in page
    assert ", bob" in page


def test_saving_without_a_change_changes_nothing(editor: Client) -> None:
    editor.post(ADD, draft_fields(make_policy(), day="2100-01-02", time="03:04:00"))
    draft = PolicyVersion.objects.get()
    page = editor.get(address(draft))
    same = {name: value_of(page, name) for name in [*draft_fields(), "seen"]} | {
        "material": "True"
    }
    assert editor.post(address(draft), same).status_code == 302
    before = vars(draft).copy()
    draft.refresh_from_db()
    for name in ("source", "effective_at", "change_note", "reason", "language"):
        assert getattr(draft, name) == before[name], name


def test_a_draft_never_moves_to_another_policy(editor: Client) -> None:
    draft, other = make_draft(), make_policy()
    editor.post(address(draft), draft_fields(other))
    draft.refresh_from_db()
    assert draft.policy != other


def test_the_next_draft_starts_from_the_newest_text(editor: Client) -> None:
    policy = make_policy()
    make_version(policy, effective="2018-01-01", source="Old words.")
    make_upcoming(policy)
    newest = make_version(
        policy, effective="2100-01-01", source="New words.", language="es"
    )
    (link,) = [
        part.split('"')[0]
        for part in editor.get(address(newest)).content.decode().split('href="')
        if part.startswith(f"{ADD}?policy=")
    ]
    page = editor.get(link)
    assert value_of(page, "source").strip() == "New words."
    assert value_of(page, "language") == "es"
    assert value_of(page, "change_note").strip() == ""


@pytest.mark.parametrize("value", ["abc", "0", "9" * 40, "-1", "", "²"])
def test_an_odd_policy_in_the_address_gives_an_empty_form(
    editor: Client, value: str
) -> None:
    page = editor.get(ADD, {"policy": value})
    assert page.status_code == 200
    assert value_of(page, "source").strip() == ""


def test_a_second_draft_is_refused_in_a_sentence(editor: Client) -> None:
    policy = make_draft().policy
    answer = editor.post(ADD, draft_fields(policy, source="Long work."))
    assert answer.status_code == 200
    assert "This policy already has an open draft; continue that one." in text_of(
        answer
    )
    assert value_of(answer, "source").strip() == "Long work."
    assert PolicyVersion.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"source": " "}, "This field is required."),
        ({"language": "English"}, "Write the language as in"),
        ({"day": "soon", "time": "noon"}, "Enter a valid date."),
        ({"day": "2100-01-02"}, "Enter a valid time."),
        ({"source": "a\0b"}, "Null characters are not allowed."),
    ],
)
def test_bad_input_comes_back_as_it_was_typed(
    editor: Client, fields: dict[str, Any], sentence: str
) -> None:
    filled = draft_fields(make_policy(), reason="Kept.", **fields)
    answer = editor.post(ADD, filled)
    assert answer.status_code == 200
    assert sentence in text_of(answer)
    assert value_of(answer, "reason").strip() == "Kept."
    assert not PolicyVersion.objects.exists()


@pytest.mark.parametrize("policy", ["", "99999", "abc"])
def test_a_draft_belongs_to_a_policy(editor: Client, policy: str) -> None:
    answer = editor.post(ADD, draft_fields() | {"policy": policy})
    assert answer.status_code == 200
    assert "This field is required." in text_of(answer) or "valid choice" in text_of(
        answer
    )


def test_an_editor_deletes_a_draft(editor: Client) -> None:
    draft = make_draft()
    assert editor.get(address(draft, "delete")).status_code == 200
    assert editor.post(address(draft, "delete"), {"post": "yes"}).status_code == 302
    assert not PolicyVersion.objects.exists()


# --- The effective date is that of the policy's time zone ---

ZONES = {
    "America/Chicago": datetime(2100, 7, 1, 14, 30, tzinfo=UTC),
    "Asia/Tokyo": datetime(2100, 7, 1, 0, 30, tzinfo=UTC),
    "UTC": datetime(2100, 7, 1, 9, 30, tzinfo=UTC),
}
TYPED: dict[str, Any] = {"day": "2100-07-01", "time": "09:30:00"}


@pytest.mark.parametrize("zone", ZONES)
def test_a_date_is_typed_in_the_time_zone_of_the_policy(
    editor: Client, zone: str
) -> None:
    editor.post(ADD, draft_fields(make_policy(time_zone=zone), **TYPED))
    assert PolicyVersion.objects.get().effective_at == ZONES[zone]


@pytest.mark.parametrize("zone", ZONES)
def test_it_is_shown_and_changed_in_that_time_zone(editor: Client, zone: str) -> None:
    draft = make_draft(make_policy(time_zone=zone), effective_at=ZONES[zone])
    page = editor.get(address(draft))
    assert value_of(page, "effective_at_0") == "2100-07-01"
    assert value_of(page, "effective_at_1") == "09:30:00"
    for typed, hours in [(TYPED, 0), (TYPED | {"time": "11:30:00"}, 2)]:
        fields = draft_fields(**typed, seen=seen(editor, draft))
        assert editor.post(address(draft), fields).status_code == 302
        draft.refresh_from_db()
        assert draft.effective_at is not None
        assert (draft.effective_at - ZONES[zone]).total_seconds() == hours * 3600


@pytest.mark.parametrize(
    ("zone", "day", "accepted"),
    [
        # 2:30 a.m. is skipped there on that night, and nowhere else.
        ("America/Chicago", "2027-03-14", False),
        ("Europe/Berlin", "2027-03-28", False),
        ("Asia/Tokyo", "2027-03-14", True),
        ("Europe/Berlin", "2027-03-14", True),
    ],
)
def test_a_time_that_the_clock_skips_is_refused(
    editor: Client, zone: str, day: str, accepted: bool
) -> None:
    fields = draft_fields(make_policy(time_zone=zone), day=day, time="02:30:00")
    answer = editor.post(ADD, fields)
    assert (answer.status_code == 302) is accepted
    if not accepted:
        assert zone in text_of(answer)
        assert value_of(answer, "effective_at_0") == day


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_the_ends_of_the_calendar_are_no_error_of_ours(
    editor: Client, day: str
) -> None:
    for zone in ("Asia/Tokyo", "America/Chicago"):
        fields = draft_fields(make_policy(time_zone=zone), day=day, time="23:59:59")
        assert editor.post(ADD, fields).status_code in (200, 302)


# --- Who may ---


def statuses(client: Client, draft: PolicyVersion) -> list[int]:
    """Reading the list and the draft, writing a new one, changing, deleting."""
    added = client.post(ADD, draft_fields(make_policy()))
    return [
        client.get(VERSIONS).status_code,
        client.get(address(draft)).status_code,
        added.status_code,
        client.post(address(draft), draft_fields()).status_code,
        client.post(address(draft, "delete"), {"post": "yes"}).status_code,
    ]


@pytest.mark.parametrize("group", GROUPS)
def test_only_editors_write(group: str) -> None:
    draft = make_draft()
    expected = (
        [200, 200, 302, 302, 302] if group == EDITORS else [200, 200, 403, 403, 403]
    )
    assert statuses(desk(group), draft) == expected
    assert PolicyVersion.objects.filter(pk=draft.pk).exists() is (group != EDITORS)


def test_staff_without_a_role_may_nothing() -> None:
    assert statuses(desk(), make_draft()) == [403] * 5


def test_a_visitor_is_asked_to_sign_in(client: Client) -> None:
    draft = make_draft()
    assert statuses(client, draft) == [302] * 5
    assert client.get(VERSIONS).headers["Location"].startswith("/admin/login/")
    assert PolicyVersion.objects.get() == draft


def test_a_superuser_may_write() -> None:
    assert statuses(superuser(), make_draft()) == [200, 200, 302, 302, 302]


# --- What was published is read-only ---


def test_a_published_version_can_only_be_read() -> None:
    version = make_version()
    before = list(PolicyVersion.objects.values())
    client = superuser()
    page = text_of(client.get(address(version)))
    assert "Published: nothing here ever changes." in page
    assert version.digest in page
    assert client.post(address(version), draft_fields()).status_code == 409
    assert client.post(address(version), {"_save": "Save"}).status_code == 403
    assert client.post(address(version, "delete"), {"post": "yes"}).status_code == 403
    assert list(PolicyVersion.objects.values()) == before


def test_the_list_offers_no_deletion_of_many() -> None:
    version = make_version()
    client = superuser()
    assert "delete_selected" not in client.get(VERSIONS).content.decode()
    chosen = {
        "action": "delete_selected",
        "_selected_action": [version.pk],
        "post": "yes",
    }
    client.post(VERSIONS, chosen)
    assert PolicyVersion.objects.get() == version


def test_the_list_says_where_each_stands(editor: Client) -> None:
    policy = make_policy(title="Terms")
    make_version(policy, effective="2018-01-01")
    make_version(policy)
    make_upcoming(policy)
    make_draft(policy)
    page = text_of(editor.get(VERSIONS))
    for status in ("Draft", "Upcoming", "In force", "Superseded"):
        assert status in page
    assert editor.get(VERSIONS, {"q": "Terms", "material": "1"}).status_code == 200


@pytest.mark.parametrize("pk", ["0", "999999", "abc", "9" * 30])
def test_a_version_that_is_not_there(editor: Client, pk: str) -> None:
    answer = editor.get(f"{VERSIONS}{pk}/change/", follow=True)
    assert answer.status_code in (200, 404)
    assert "exist" in text_of(answer)
