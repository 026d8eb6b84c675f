"""A notice that was posted with its version is not undone by one person."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from notices.ending import confirm, end_early, supersede
from notices.evidence import evidence
from notices.models import EndConfirmation, Notice, NoticeEnd
from policy.publishing import withdraw
from policy.refusals import Refused
from policy.roles import APPROVERS, EDITORS
from tests.attacks import POSTGRESQL_ONLY, execute, refused
from tests.desk import GROUPS, desk, superuser, text_of, value_of
from tests.factories import (
    make_notice,
    make_staff,
    make_upcoming,
    make_version,
    make_withheld,
)
from tests.notices.test_desk import address, notice_fields
from tests.notices.test_ending import make_end, make_new

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
STAYS = "This notice was posted with its version: only withdrawing or withholding"
NO_LESS = "what supersedes it gives a reason, is about the same version"


@pytest.fixture
def notice() -> Notice:
    """Of an upcoming version, posted by publishing it."""
    version = make_upcoming(make_version(effective="2020-01-01").policy)
    return Notice.objects.with_facts().get(version=version)


@pytest.fixture
def ann() -> User:
    return make_staff(groups=[APPROVERS], username="ann")


def make_other(notice: Notice, **fields: Any) -> Notice:
    """A notice that may take its place; not posted yet."""
    defaults = {"version": notice.version, "shown_until": notice.shown_until}
    return make_new(**defaults | fields)


def superseded(notice: Notice, by: User) -> NoticeEnd:
    return supersede(notice, make_other(notice), by=by, reason="Clearer.")


def fields_for(notice: Notice, **fields: Any) -> dict[str, Any]:
    """The superseding form as filled in."""
    ends = notice.shown_until - timezone.now() + DAY
    filled = {"summary": "New.", "for_whom": "", "what_to_do": "", "reason": "Clearer."}
    return notice_fields(ends=ends) | filled | fields


# --- Ending ---


def test_only_publishing_posts_a_notice_with_its_version(notice: Notice) -> None:
    assert notice.posted_with_version
    assert notice.is_sealed
    assert notice.canonical()["posted_with_version"] is True
    by_hand = make_notice(version=notice.version)
    assert not by_hand.posted_with_version
    assert "posted_with_version" not in by_hand.canonical()
    with refused("A notice that was shown is not edited"):
        Notice.objects.filter(pk=notice.pk).update(posted_with_version=False)
    with refused("notice_posted_with_a_version_names_it"):
        make_notice(posted_with_version=True)


def test_nobody_ends_it_early(notice: Notice, ann: User) -> None:
    with pytest.raises(Refused, match=STAYS):
        end_early(notice, by=ann, reason="Never mind.")
    with refused(STAYS):
        make_end(notice)
    for client in (desk(EDITORS), desk(APPROVERS), superuser()):
        assert "End early" not in text_of(client.get(address(notice)))
        page = client.get(address(notice, "end"))
        assert STAYS in text_of(page)
        assert "submit-row" not in page.content.decode()
        answer = client.post(address(notice, "end"), {"reason": "Never mind."})
        assert answer.status_code == 400
        assert STAYS in text_of(answer)
        assert value_of(answer, "reason").strip() == "Never mind."
    assert list(Notice.objects.showing()) == [notice]


def test_withdrawing_its_version_ends_it(notice: Notice, ann: User) -> None:
    assert notice.version is not None
    withdraw(notice.version, by=ann, reason="A court forbade it.")
    assert not Notice.objects.showing().exists()
    assert not NoticeEnd.objects.awaiting_confirmation().exists()


def test_once_its_version_is_withheld_it_is_ended_like_any_other(
    notice: Notice, ann: User
) -> None:
    assert notice.version is not None
    make_withheld(notice.version)
    found = Notice.objects.with_facts().get(pk=notice.pk)
    end_early(found, by=ann, reason="Its version is withheld.")
    assert not Notice.objects.showing().exists()


def test_a_notice_about_a_version_that_was_posted_by_hand_stays_free(
    notice: Notice,
) -> None:
    by_hand = make_notice(version=notice.version)
    editor = make_staff(groups=[EDITORS])
    end = supersede(by_hand, make_new(), by=editor)
    assert not end.needs_confirmation
    assert not NoticeEnd.objects.awaiting_confirmation().exists()


# --- Superseding ---


def test_an_approver_supersedes_it_by_no_less(notice: Notice, ann: User) -> None:
    end = superseded(notice, ann)
    new = Notice.objects.with_facts().get(number=notice.number + 1)
    assert list(Notice.objects.showing()) == [new]
    assert new.posted_with_version
    assert new.is_sealed
    assert end.needs_confirmation
    with pytest.raises(Refused, match=STAYS):
        end_early(new, by=ann, reason="Never mind.")


@pytest.mark.parametrize(
    ("fields", "reason", "sentence"),
    [
        ({}, " ", "Say why the new notice takes"),
        ({"version": None}, "Why.", "has to be about the same version"),
        ({"ends": -DAY}, "Why.", "must not end before the old one"),
    ],
)
def test_it_gives_way_to_no_less(
    notice: Notice, ann: User, fields: dict[str, Any], reason: str, sentence: str
) -> None:
    if "ends" in fields:
        fields = {"shown_until": notice.shown_until + fields["ends"]}
    new = make_other(notice, **fields)
    with pytest.raises(Refused, match=sentence):
        supersede(notice, new, by=ann, reason=reason)
    assert Notice.objects.count() == 1
    new = make_other(notice, **fields, posted_with_version=bool(new.version))
    new.created_by = ann
    new.post()
    with refused(NO_LESS):
        make_end(notice, superseded_by=new, reason=reason.strip())


def test_a_free_notice_about_the_version_does_not_supersede_it(notice: Notice) -> None:
    free = make_notice(version=notice.version, shown_until=notice.shown_until + DAY)
    with refused(NO_LESS):
        make_end(notice, superseded_by=free)


def test_an_editor_cannot_supersede_it(notice: Notice) -> None:
    editor = make_staff(groups=[EDITORS])
    with pytest.raises(Refused, match="only who may approve versions"):
        superseded(notice, editor)
    client = desk(EDITORS)
    assert "supersedes it" not in text_of(client.get(address(notice)))
    for method in ("get", "post"):
        answer = getattr(client, method)(address(notice, "supersede"))
        assert answer.status_code == 403
    assert Notice.objects.count() == 1


def test_an_approver_supersedes_it_at_the_desk(notice: Notice) -> None:
    client = desk(APPROVERS, username="bob")
    form = client.get(address(notice, "supersede"))
    assert "stays about the same version" in text_of(form)
    # Another version is not even read: the field is off.
    other = make_version()
    filled = fields_for(notice, version=other.pk)
    answer = client.post(address(notice, "supersede"), filled, follow=True)
    assert "took the place of notice 1" in text_of(answer)
    new = Notice.objects.get(number=2)
    assert new.version == notice.version


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"reason": ""}, "This field is required."),
        ({"ends": True}, "must not end before the old one"),
    ],
)
def test_the_form_says_what_is_less(
    notice: Notice, fields: dict[str, Any], sentence: str
) -> None:
    if fields.pop("ends", False):
        early = notice_fields(ends=2 * DAY)
        fields = {name: early[name] for name in ("shown_until_0", "shown_until_1")}
    filled = fields_for(notice, **fields)
    answer = desk(APPROVERS).post(address(notice, "supersede"), filled)
    assert answer.status_code == 400
    assert sentence in text_of(answer)
    assert value_of(answer, "summary") == "New."


def test_the_same_end_as_the_form_shows_it_is_no_earlier(notice: Notice) -> None:
    ends = notice.shown_until - timezone.now()
    filled = fields_for(notice) | notice_fields(ends=ends) | {"summary": "New."}
    # Seconds are all that the form shows.
    local = timezone.localtime(notice.shown_until)
    filled |= {"shown_until_0": f"{local:%Y-%m-%d}", "shown_until_1": f"{local:%X}"}
    answer = desk(APPROVERS).post(address(notice, "supersede"), filled)
    assert answer.status_code == 302, text_of(answer)
    assert Notice.objects.get(number=2).shown_until == notice.shown_until


# --- Confirming ---


def test_it_waits_until_another_person_confirms_it(notice: Notice) -> None:
    ann = make_staff(groups=[APPROVERS], username="ann")
    end = superseded(notice, ann)
    new = end.superseded_by
    assert new is not None
    client, words = (
        desk(APPROVERS, username="bob"),
        "Notice 2 took the place of notice 1",
    )
    front = text_of(client.get("/admin/"))
    assert words in front
    assert "it waits for you" in front
    for each in (notice, new):
        assert "another person has to confirm it" in text_of(client.get(address(each)))
        assert "Not confirmed" in evidence(Notice.objects.with_facts().get(pk=each.pk))
    page = client.get(address(notice, "confirm"))
    assert "Clearer." in text_of(page)
    assert notice.summary in text_of(page)
    answer = client.post(address(notice, "confirm"), follow=True)
    assert "The new notice is confirmed." in text_of(answer)
    assert EndConfirmation.objects.get().confirmed_by_name == "bob"
    assert words not in text_of(client.get("/admin/"))
    for each in (notice, new):
        assert "has to confirm it" not in text_of(client.get(address(each)))
        found = evidence(Notice.objects.with_facts().get(pk=each.pk))
        assert "Confirmed:" in found
        assert "by bob" in found
    again = client.post(address(notice, "confirm"))
    assert again.status_code == 400
    assert "Nothing waits here to be confirmed." in text_of(again)


def test_who_superseded_it_cannot_confirm_it(notice: Notice, ann: User) -> None:
    end = superseded(notice, ann)
    with pytest.raises(Refused, match="another person has to confirm it"):
        confirm(end, by=ann)
    client = Client()
    client.force_login(ann)
    assert "another person has to confirm it" in text_of(client.get("/admin/"))
    assert client.post(address(notice, "confirm")).status_code == 400
    with refused("Who superseded a notice cannot confirm it"):
        make_confirmation(end, ann)
    assert not EndConfirmation.objects.exists()


def test_superusers_cannot_confirm_their_own(notice: Notice) -> None:
    root = make_staff(is_superuser=True)
    end = superseded(notice, root)
    with pytest.raises(Refused, match="another person"):
        confirm(end, by=root)


def make_confirmation(end: NoticeEnd, by: User, **fields: Any) -> EndConfirmation:
    """Past our own functions: as a script would write it."""
    defaults = {
        "end": end,
        "confirmed_at": timezone.now(),
        "confirmed_by": by,
        "confirmed_by_name": by.get_username(),
    }
    return EndConfirmation.objects.create(**defaults | fields)


def test_a_confirmation_is_about_an_approved_notice_and_now(
    notice: Notice, ann: User
) -> None:
    free = supersede(make_notice(), make_new(), by=ann)
    with refused("Only a notice in place of one that was posted with its version"):
        make_confirmation(free, make_staff())
    end = superseded(notice, ann)
    for offset in (-DAY, timedelta(minutes=2)):
        with refused("is confirmed now"):
            make_confirmation(end, make_staff(), confirmed_at=timezone.now() + offset)


def test_a_confirmation_is_never_changed_or_deleted(notice: Notice, ann: User) -> None:
    end = superseded(notice, ann)
    confirmation = confirm(end, by=make_staff(groups=[APPROVERS]))
    with refused("is never changed."):
        EndConfirmation.objects.update(confirmed_by=ann)
    with refused("is never deleted."):
        confirmation.delete()
    with refused("This was confirmed already."):
        make_confirmation(end, make_staff())


@POSTGRESQL_ONLY
def test_postgresql_never_empties_the_confirmations(notice: Notice, ann: User) -> None:
    confirm(superseded(notice, ann), by=make_staff(groups=[APPROVERS]))
    execute("SET CONSTRAINTS ALL IMMEDIATE")
    with refused("is never deleted."):
        execute("TRUNCATE notices_endconfirmation")


@pytest.mark.parametrize("group", GROUPS)
def test_only_approvers_open_the_page(notice: Notice, ann: User, group: str) -> None:
    superseded(notice, ann)
    client, may = desk(group), group == APPROVERS
    assert client.get(address(notice, "confirm")).status_code == (200 if may else 403)
    assert client.put(address(notice, "confirm")).status_code == 405
    if not may:
        assert client.post(address(notice, "confirm")).status_code == 403
        with pytest.raises(Refused, match="Only who may approve"):
            confirm(NoticeEnd.objects.get(), by=make_staff(groups=[group]))
    assert "Notices to confirm" in text_of(client.get("/admin/"))


def test_the_page_of_a_notice_that_is_not_there_or_waits_for_nobody() -> None:
    client = desk(APPROVERS)
    assert client.get("/admin/notices/notice/99999/confirm/").status_code == 404
    page = client.get(address(make_notice(), "confirm"))
    assert "Nothing waits here to be confirmed." in text_of(page)
    assert "Notices to confirm" not in text_of(client.get("/admin/"))
    assert "Notices to confirm" not in text_of(desk().get("/admin/"))
