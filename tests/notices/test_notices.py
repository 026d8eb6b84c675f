"""What may be a notice, when it shows, and what the database refuses."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db.models import F, ProtectedError
from django.utils import timezone

from notices.models import Notice, next_number
from notices.moments import next_notice_moment
from tests.attacks import POSTGRESQL_ONLY, SQLITE_ONLY, execute, refused
from tests.factories import make_draft, make_notice, make_staff, make_version

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
WORDS = "A notice that was shown is not edited; end it early and post another."
DELETED = "A notice that was shown is never deleted; end it early."
NUMBER = "A notice keeps its number."


def make_future() -> Notice:
    return make_notice(shown_from=timezone.now() + DAY)


def make_ended(**fields: Any) -> Notice:
    now = timezone.now()
    return make_notice(shown_from=now - 2 * DAY, shown_until=now - DAY, **fields)


def numbers(at: datetime | None = None) -> list[int]:
    return list(
        Notice.objects.showing(at).newest_first().values_list("number", flat=True)
    )


# --- When it shows ---


def test_it_shows_from_its_first_moment_until_before_its_last() -> None:
    notice = make_notice()
    second = timedelta(microseconds=1)
    moments = {
        notice.shown_from - second: False,
        notice.shown_from: True,
        notice.shown_until - second: True,
        notice.shown_until: False,
    }
    assert {at: bool(numbers(at)) for at in moments} == moments
    assert {at: notice.is_showing(at) for at in moments} == moments


def test_several_show_the_newest_first() -> None:
    now = timezone.now()
    for hours in (3, 1, 2):
        make_notice(shown_from=now - timedelta(hours=hours))
    make_future()
    make_ended()
    assert numbers() == [2, 3, 1]


def test_it_has_begun_for_good() -> None:
    ended, future = make_ended(), make_future()
    assert list(Notice.objects.begun()) == [ended]
    assert (ended.has_begun(), future.has_begun()) == (True, False)


def test_the_next_moment_is_a_beginning_or_an_end() -> None:
    assert next_notice_moment(timezone.now()) is None
    showing, future = make_notice(), make_future()
    make_ended()
    now = timezone.now()
    assert next_notice_moment(now) == future.shown_from
    assert next_notice_moment(future.shown_from) == min(
        showing.shown_until, future.shown_until
    )


def test_numbers_go_on() -> None:
    assert [make_notice().number for _ in range(3)] == [1, 2, 3]
    assert next_number() == 4


# --- What may be a notice ---


def test_it_ends_after_it_begins() -> None:
    now = timezone.now()
    notice = Notice(
        summary="S", shown_from=now, shown_until=now, created_by=make_staff()
    )
    with pytest.raises(ValidationError, match="A notice must end after it begins."):
        notice.full_clean()
    with refused("notice_ends_after_it_begins"):
        notice.post()


def test_it_does_not_point_to_a_draft() -> None:
    notice = make_notice()
    notice.version = make_draft()
    with pytest.raises(ValidationError, match="Publish that version first."):
        notice.full_clean()


def test_a_summary_is_short() -> None:
    notice = make_notice()
    notice.summary = "x" * 281
    with pytest.raises(ValidationError, match="at most 280"):
        notice.full_clean()


# --- What the database refuses ---


@pytest.mark.parametrize(
    "changes",
    [
        {"summary": "Other words."},
        {"shown_from": F("shown_from") - DAY},
        {
            "shown_from": F("shown_from") + 7 * DAY,
            "shown_until": F("shown_until") + 8 * DAY,
        },
        {"shown_until": F("shown_until") + DAY},
        {"shown_until": F("shown_from") + timedelta(seconds=1)},
        {"digest": "0" * 64},
        {"digest": ""},
        {"tag": "tag:example.com,2026-01-01:other"},
        {"created_at": F("created_at") - DAY},
        {"for_whom": "Nobody."},
        {"sections": []},
    ],
)
@pytest.mark.parametrize("make", [make_notice, make_ended])
def test_what_was_shown_is_not_edited(make: Any, changes: dict[str, object]) -> None:
    make(sections=[{"heading": "One", "place": "one", "state": "added"}])
    with refused():
        Notice.objects.update(**changes)


def test_it_keeps_its_words_against_every_way_of_saving() -> None:
    notice = make_notice()
    notice.summary = "Other words."
    with refused(WORDS):
        notice.save()
    with refused(WORDS):
        Notice.objects.bulk_update([notice], ["summary"])
    with refused(WORDS):
        execute("UPDATE notices_notice SET summary = 'Other words.'")


def test_it_keeps_its_version_and_its_author() -> None:
    plain, about = make_notice(), make_notice(version=make_version())
    cases: list[tuple[Notice, dict[str, Any]]] = [
        (plain, {"version": make_version()}),
        (about, {"version": None}),
        (about, {"version": make_version()}),
        (plain, {"created_by": make_staff()}),
    ]
    for notice, changes in cases:
        with refused(WORDS):
            Notice.objects.filter(pk=notice.pk).update(**changes)


def test_its_hash_covers_everything_that_is_shown() -> None:
    notice = make_notice()
    assert notice.is_sealed
    changes: dict[str, Any] = {
        "number": 9,
        "summary": "Other words.",
        "for_whom": "Others.",
        "what_to_do": "Other.",
        "version": make_version(),
        "sections": [{"heading": "One"}],
        "compared_with": 3,
        "shorter_notice": "Other.",
        "shown_from": notice.shown_from + DAY,
        "shown_until": notice.shown_until + DAY,
    }
    for field, value in changes.items():
        changed = Notice.objects.get()
        setattr(changed, field, value)
        assert not changed.is_sealed, field


def test_none_is_posted_without_its_hash() -> None:
    now = timezone.now()
    notice = Notice(number=1, summary="S", shown_until=now + DAY, tag="tag:x,2026:y")
    notice.created_by = make_staff()
    with refused("A notice is posted with its hash"):
        Notice.objects.bulk_create([notice])


def test_posting_two_at_once_gives_each_its_own_hash() -> None:
    first, second = make_notice(), make_notice()
    assert first.digest != second.digest
    assert first.tag != second.tag
    assert first.is_sealed
    assert second.is_sealed


def test_what_was_shown_is_never_deleted() -> None:
    for notice in (make_notice(), make_ended()):
        with refused(DELETED):
            notice.delete()
        with refused(DELETED):
            Notice.objects.filter(pk=notice.pk)._raw_delete(using="default")
        with refused(DELETED):
            execute("DELETE FROM notices_notice WHERE id = %s", notice.pk)


def test_before_it_shows_it_may_change_and_go() -> None:
    notice = make_future()
    notice.summary, notice.version = "Other words.", make_version()
    notice.save()
    notice.delete()
    assert not Notice.objects.exists()


@pytest.mark.parametrize("field", ["id", "number"])
def test_it_keeps_its_key_and_its_number(field: str) -> None:
    shown, future = make_notice(), make_future()
    for notice in (shown, future):
        with refused(NUMBER):
            Notice.objects.filter(pk=notice.pk).update(**{field: 99})
    with refused():
        Notice.objects.filter(pk=future.pk).update(**{field: getattr(shown, field)})


@SQLITE_ONLY
@pytest.mark.parametrize("field", ["id", "number"])
def test_sqlite_never_replaces_it(field: str) -> None:
    shown, future = make_notice(), make_future()
    value = getattr(shown, field)
    with refused(NUMBER):
        execute(
            f"UPDATE OR REPLACE notices_notice SET {field} = %s WHERE id = %s",
            value,
            future.pk,
        )
    columns = (
        "number, summary, shown_from, shown_until, created_at, created_by_id, "
        "digest, tag"
    )
    others = columns.removeprefix("number, ")
    with refused("A notice is never replaced."):
        execute(
            f"INSERT OR REPLACE INTO notices_notice ({columns}) "
            f"SELECT number, {others} FROM notices_notice WHERE id = %s",
            shown.pk,
        )


@POSTGRESQL_ONLY
def test_postgresql_never_empties_its_table() -> None:
    make_notice()
    execute("SET CONSTRAINTS ALL IMMEDIATE")
    with refused("Notices are never deleted together."):
        execute("TRUNCATE notices_notice CASCADE")


def test_its_version_and_its_author_are_kept() -> None:
    notice = make_notice()
    with pytest.raises(ProtectedError):
        notice.created_by.delete()


def test_only_the_race_for_a_number_is_tried_again(
    django_assert_max_num_queries: Any,
) -> None:
    now = timezone.now()
    with django_assert_max_num_queries(12), refused("notice_ends_after_it_begins"):
        make_notice(created_by=make_staff(), shown_from=now, shown_until=now)
