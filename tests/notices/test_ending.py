"""A notice is ended early or superseded by a row of its own, never by an edit."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from notices.ending import end_early, supersede
from notices.models import Notice, NoticeEnd
from notices.moments import next_notice_moment
from policy.publishing import withdraw
from policy.refusals import Refused
from tests.attacks import POSTGRESQL_ONLY, SQLITE_ONLY, execute, refused
from tests.factories import make_notice, make_staff, make_upcoming, make_version
from tests.html import words

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
SHOWS = "Only a notice that shows now can be ended."


def make_end(notice: Notice, **fields: Any) -> NoticeEnd:
    """Past our own functions: as a script would write it."""
    by = make_staff()
    defaults = {
        "notice": notice,
        "ended_at": timezone.now(),
        "ended_by": by,
        "ended_by_name": by.get_username(),
        "reason": "No more.",
    }
    return NoticeEnd.objects.create(**defaults | fields)


def make_new(**fields: Any) -> Notice:
    """A notice that is not posted yet."""
    until = timezone.now() + 9 * DAY
    return Notice(**{"summary": "New.", "shown_until": until} | fields)


def text(address: str) -> str:
    answer = Client().get(address)
    assert answer.status_code == 200
    return words(answer.content.decode())


# --- Ending ---


def test_ended_early_it_shows_no_more_and_stays_as_it_was_posted() -> None:
    notice = make_notice(summary="It changes.")
    before = Notice.objects.values().get()
    end = end_early(notice, by=make_staff(username="ann"), reason=" A mistake. ")
    assert (end.reason, end.ended_by_name) == ("A mistake.", "ann")
    assert not Notice.objects.showing().exists()
    assert Notice.objects.showing(notice.shown_from).exists()
    assert Notice.objects.values().get() == before
    notice.refresh_from_db()
    assert not notice.is_showing()
    assert notice.is_showing(end.ended_at - timedelta(microseconds=1))
    assert notice.is_over()
    assert notice.stops_at == notice.changed_at == end.ended_at
    assert next_notice_moment(timezone.now()) is None


def test_visitors_read_when_and_why_it_ended_and_not_by_whom() -> None:
    notice = make_notice(summary="It changes.")
    end_early(notice, by=make_staff(username="ann"), reason="A <mistake>.")
    for address in ("/notices/", "/notices/1/"):
        assert "Ended early on" in text(address)
        assert "A <mistake>." in text(address)
        assert "ann" not in text(address).split()
    assert "It changes." not in text("/")


def test_it_needs_a_reason() -> None:
    notice = make_notice()
    with pytest.raises(Refused, match="Say why"):
        end_early(notice, by=make_staff(), reason=" ")
    with refused("notice_end_has_a_reason"):
        make_end(notice, reason="")


def test_only_what_shows_is_ended_and_only_once() -> None:
    now = timezone.now()
    over = make_notice(shown_from=now - 2 * DAY, shown_until=now - DAY)
    future = make_notice(shown_from=now + DAY)
    ended = make_notice()
    end_early(ended, by=make_staff(), reason="No more.")
    for notice in (over, future, ended):
        with pytest.raises(Refused, match=SHOWS):
            end_early(notice, by=make_staff(), reason="No more.")
        with refused():
            make_end(notice)
    with refused(SHOWS):
        make_end(over)
    with refused("This notice was ended already."):
        make_end(ended)


def test_it_ends_now_neither_in_the_past_nor_later() -> None:
    notice = make_notice(shown_from=timezone.now() - 3 * DAY)
    for offset in (-DAY, timedelta(minutes=-2), timedelta(minutes=2), DAY):
        with refused("A notice is ended now"):
            make_end(notice, ended_at=timezone.now() + offset)


def test_an_end_is_never_changed_deleted_or_replaced() -> None:
    end = end_early(make_notice(), by=make_staff(), reason="No more.")
    table = "notices_noticeend"
    with refused("The end of a notice is never changed."):
        NoticeEnd.objects.update(reason="Other.")
    with refused("The end of a notice is never deleted."):
        end.delete()
    with refused("The end of a notice is never deleted."):
        execute(f"DELETE FROM {table}")


@SQLITE_ONLY
def test_sqlite_never_replaces_an_end() -> None:
    end_early(make_notice(), by=make_staff(), reason="No more.")
    other = make_notice()
    columns = "notice_id, ended_at, ended_by_id, ended_by_name, reason"
    with refused("This notice was ended already."):
        execute(
            f"INSERT OR REPLACE INTO notices_noticeend ({columns}) "
            f"SELECT {columns} FROM notices_noticeend"
        )
    with refused("The end of a notice is never replaced."):
        execute(
            f"INSERT OR REPLACE INTO notices_noticeend (id, {columns}) SELECT id, %s, "
            f"{columns.removeprefix('notice_id, ')} FROM notices_noticeend",
            other.pk,
        )


@POSTGRESQL_ONLY
def test_postgresql_never_empties_the_ends() -> None:
    end_early(make_notice(), by=make_staff(), reason="No more.")
    execute("SET CONSTRAINTS ALL IMMEDIATE")
    with refused("The end of a notice is never deleted."):
        execute("TRUNCATE notices_noticeend CASCADE")


# --- Superseding ---


def test_superseded_it_gives_way_to_the_new_one_in_one_moment() -> None:
    old = make_notice(summary="Old.")
    new = make_new()
    end = supersede(old, new, by=make_staff(username="ann"))
    assert (new.number, new.shown_from, new.created_by) == (
        2,
        end.ended_at,
        end.ended_by,
    )
    assert list(Notice.objects.showing()) == [new]
    assert list(Notice.objects.showing(old.shown_from)) == [old]
    assert new.is_sealed
    for address in ("/notices/", "/notices/1/"):
        assert "Superseded by notice 2" in text(address)
    assert "Superseded" not in text("/notices/2/")


def test_about_the_same_version_it_tells_of_the_same_sections() -> None:
    version = make_version()
    parts = [{"heading": "One", "place": "one", "state": "added"}]
    old = make_notice(
        version=version, sections=parts, compared_with=3, shorter_notice="Urgent."
    )
    same, other = make_new(version=version), make_new()
    supersede(old, same, by=make_staff())
    assert (same.sections, same.compared_with, same.shorter_notice) == (
        parts,
        3,
        "Urgent.",
    )
    supersede(same, other, by=make_staff())
    assert (other.sections, other.compared_with) == ([], None)


def test_where_the_old_one_does_not_show_no_new_one_is_posted() -> None:
    old = make_notice()
    end_early(old, by=make_staff(), reason="No more.")
    with pytest.raises(Refused, match=SHOWS):
        supersede(old, make_new(), by=make_staff())
    assert Notice.objects.count() == 1


def test_only_a_later_notice_supersedes() -> None:
    old, new = make_notice(), make_notice()
    for superseding in (old, new):
        with refused("A notice is superseded by a later one."):
            make_end(new, superseded_by=superseding)


# --- Withdrawal ---


def test_withdrawing_a_version_ends_its_notices_and_says_so() -> None:
    version = make_upcoming(make_version(effective="2020-01-01").policy)
    extra = make_notice(version=version)
    other = make_notice()
    withdraw(version, by=make_staff(username="ann"), reason="A court forbade it.")
    assert list(Notice.objects.showing()) == [other]
    end = NoticeEnd.objects.get(notice=extra)
    assert end.reason.endswith("was withdrawn: A court forbade it.")
    assert end.ended_by_name == "ann"
    assert NoticeEnd.objects.count() == 2
