"""Reminding, encrypting anew, erasing and purging."""

from __future__ import annotations

from datetime import datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.utils import timezone
from pytest_django import Settings

from outbox import chores
from policy.refusals import Refused
from rights import lifecycle
from rights.correspondence import write_to_office
from rights.erasing import Held, erase
from rights.law import Right
from rights.models import (
    AnswerFile,
    FileFacts,
    Hold,
    HoldRelease,
    Message,
    Note,
    PersonalView,
    RightsRequest,
    Step,
)
from rights.purging import purge
from rights.states import Kind, State
from rights.upkeep import REMIND_AFTER, encrypt_anew, remind_unconfirmed
from rights.words import Check
from tests.rights.making import (
    JANE,
    bring_to,
    make_personal,
    make_rights_request,
)
from tests.rights.people import letters, link

pytestmark = pytest.mark.django_db
OLD, NEW = "an old key " * 6, "a new key " * 6
A_MOMENT = timedelta(microseconds=1)


def make_note(request: RightsRequest, by: User, text: str = "Between us") -> Note:
    note = Note(request=request, by=by, by_name=by.get_username())
    note.seal_text(text)
    note.save()
    return note


def make_file(request: RightsRequest, by: User, until: datetime) -> AnswerFile:
    answer = AnswerFile(request=request, by=by, by_name="x", expires_at=until)
    answer.seal(FileFacts("copy.pdf", "application/pdf"), b"All of it")
    answer.save()
    return answer


def hold(request: RightsRequest | None, by: User, **fields: Any) -> Hold:
    return Hold.objects.create(
        request=request,
        reason="Roe v. Us",
        placed_by=by,
        placed_by_name="ann",
        **fields,
    )


# --- Reminding ---


def test_on_day_three_who_did_not_confirm_is_reminded_once() -> None:
    request = make_rights_request()
    at = request.entered_at + REMIND_AFTER
    assert remind_unconfirmed(at - A_MOMENT) == 0
    assert remind_unconfirmed(at) == 1
    assert remind_unconfirmed(at) == 0
    (letter,) = letters(purpose="rights-reminder")
    assert "/confirm/" in link(letter.text, "confirm/")
    assert request.last_step().kind == Kind.REMINDED
    assert request.stands() == State.RECEIVED


@pytest.mark.parametrize(
    "case", ["confirmed", "opting out", "no address", "withdrawn", "verified"]
)
def test_nobody_else_is_reminded(case: str, officer: User) -> None:
    if case == "opting out":
        make_rights_request(right=Right.OPT_OUT)
    elif case == "no address":
        make_rights_request(make_personal(email="", telephone="314-555-0100"))
    else:
        bring_to(State(case))
    assert remind_unconfirmed(timezone.now() + timedelta(days=9)) == 0
    assert not letters(purpose="rights-reminder")


def test_who_was_verified_without_confirming_is_reminded(officer: User) -> None:
    verified, begun = make_rights_request(), make_rights_request()
    for request in (verified, begun):
        lifecycle.verify(request, Check.CALL_BACK, officer)
    lifecycle.begin(begun, officer)
    assert remind_unconfirmed(timezone.now() + REMIND_AFTER) == 2
    assert (verified.stands(), begun.stands()) == (State.VERIFIED, State.IN_PROGRESS)
    assert remind_unconfirmed(timezone.now() + REMIND_AFTER) == 0


def test_a_reminder_whose_key_is_lost_stops_nobody_elses(settings: Settings) -> None:
    settings.MAIL_KEYS = [OLD]
    make_rights_request()
    settings.MAIL_KEYS = [NEW]
    make_rights_request(make_personal(email="joe@example.com"))
    assert remind_unconfirmed(timezone.now() + REMIND_AFTER) == 1


# --- Keys ---


def test_a_new_key_takes_over_and_the_old_one_may_go(
    officer: User, settings: Settings
) -> None:
    settings.MAIL_KEYS = [OLD]
    request = make_rights_request()
    before = request.personal()
    message = write_to_office(request, "Hello")
    note = make_note(request, officer)
    answer = make_file(request, officer, timezone.now() + timedelta(days=9))
    settings.MAIL_KEYS = [NEW, OLD]
    assert RightsRequest.objects.of_email(JANE).get().personal() == before
    assert encrypt_anew() == 4
    assert encrypt_anew() == 0
    settings.MAIL_KEYS = [NEW]
    found = RightsRequest.objects.of_email(JANE).get()
    assert found.personal() == before
    assert RightsRequest.objects.of_secret(before.secret).get() == found
    for row, text in ((message, "Hello"), (note, "Between us")):
        row.refresh_from_db()
        assert row.open_text() == text
    answer.refresh_from_db()
    assert answer.opened() == b"All of it"
    assert answer.facts().name == "copy.pdf"


def test_a_lost_key_stops_nothing_else(settings: Settings) -> None:
    settings.MAIL_KEYS = [OLD]
    make_rights_request()
    settings.MAIL_KEYS = [NEW]
    make_rights_request(make_personal(email="joe@example.com"))
    assert encrypt_anew() == 0
    assert RightsRequest.objects.under_older_keys().count() == 1


def test_what_was_erased_needs_no_key() -> None:
    erase(bring_to(State.WITHDRAWN))
    assert not RightsRequest.objects.under_older_keys().exists()
    assert encrypt_anew() == 0


# --- Erasing ---


def test_only_the_log_is_left(officer: User) -> None:
    request = bring_to(State.ANSWERED, officer)
    write_to_office(request, "Hello")
    make_note(request, officer)
    make_file(request, officer, timezone.now() + timedelta(days=9))
    before = list(request.steps.values())
    erase(request, officer)
    request.refresh_from_db()
    assert request.is_erased
    assert (request.sealed, request.email_hash, request.secret_hash) == ("", "", "")
    for model in (Message, Note, AnswerFile):
        assert not model._default_manager.exists()
    assert list(request.steps.values())[:-1] == before
    assert request.last_step().kind == Kind.ERASED
    assert not letters()
    # Twice is once.
    erase(request, officer)
    assert request.steps.filter(kind=Kind.ERASED).count() == 1


def test_staff_erase_nothing_that_is_open(officer: User) -> None:
    request = make_rights_request()
    with pytest.raises(Refused, match="after it has ended"):
        erase(request, officer)
    request.refresh_from_db()
    assert not request.is_erased


def test_a_hold_stops_it(officer: User) -> None:
    request = bring_to(State.ANSWERED, officer)
    placed = hold(request, officer)
    with pytest.raises(Held):
        erase(request)
    HoldRelease.objects.create(hold=placed, released_by=officer, released_by_name="x")
    erase(request)


def test_after_that_nothing_is_written(officer: User) -> None:
    request = bring_to(State.ANSWERED, officer)
    erase(request)
    with pytest.raises(Refused, match="was erased"):
        write_to_office(request, "Hello")
    lifecycle.appeal(request)
    assert not letters()


# --- The purge ---


def said(**options: Any) -> str:
    out = StringIO()
    call_command("purge_rights", stdout=out, **options)
    return out.getvalue()


def test_personal_data_goes_after_its_time(officer: User, settings: Settings) -> None:
    request = bring_to(State.ANSWERED, officer)
    waiting = make_rights_request()
    ended = request.last_step().at
    kept = settings.RIGHTS_RETENTION["personal data"].time
    assert not purge(ended + kept - A_MOMENT).erased
    assert purge(ended + kept).erased == [request.number]
    request.refresh_from_db()
    assert request.is_erased
    waiting.refresh_from_db()
    assert not waiting.is_erased
    assert not purge(ended + kept)


def test_an_appeal_begins_the_time_again(officer: User) -> None:
    request = bring_to(State.APPEALED, officer)
    assert not purge(timezone.now() + timedelta(days=5000)).erased
    request.refresh_from_db()
    assert not request.is_erased


def test_files_go_once_they_cannot_be_downloaded(officer: User) -> None:
    at = timezone.now()
    request = bring_to(State.ANSWERED, officer)
    make_file(request, officer, at)
    make_file(request, officer, at + timedelta(days=1))
    assert purge(at).files == 1
    assert AnswerFile.objects.count() == 1


def make_old(officer: User, days: int) -> RightsRequest:
    """A request that was erased so many days ago, with all that may hang on it."""
    at = timezone.now() - timedelta(days=days)
    request = RightsRequest.objects.create(
        right="access",
        country="US",
        relation="member",
        channel="letter",
        received_at=at,
        entered_at=at,
        erased_at=at,
    )
    Step.objects.create(
        request=request,
        number=1,
        kind=Kind.RECEIVED,
        state=State.RECEIVED,
        at=at,
        recorded_at=at,
    )
    PersonalView.objects.create(request=request, what="request", at=at, by=officer)
    over = hold(request, officer, placed_at=at, until=at + timedelta(days=1))
    HoldRelease.objects.create(hold=over, released_at=at, released_by=officer)
    return request


def test_the_log_goes_after_its_time(officer: User, settings: Settings) -> None:
    days = settings.RIGHTS_RETENTION["log"].days
    assert days >= 731
    old, younger = make_old(officer, days), make_old(officer, days - 1)
    assert purge().deleted == [old.number]
    assert list(RightsRequest.objects.all()) == [younger]
    assert Step.objects.count() == PersonalView.objects.count() == 1


def test_a_dry_run_names_the_hold_and_changes_nothing(
    officer: User, settings: Settings
) -> None:
    settings.RIGHTS_RETENTION = {
        name: type(row)(0, row.after, row.source)
        for name, row in settings.RIGHTS_RETENTION.items()
    }
    held, free = bring_to(State.ANSWERED, officer), bring_to(State.ANSWERED, officer)
    hold(held, officer)
    text = said(dry_run=True)
    assert f"{held.number} is held: Roe v. Us (by ann, until released)." in text
    assert f"{free.number}: personal data erased" in text
    assert "11 CCR 7101(a)" in text
    assert "Nothing was changed" in text
    assert RightsRequest.objects.personal().count() == 2
    text = said()
    assert "Nothing was changed" not in text
    assert list(RightsRequest.objects.personal()) == [held]


def test_a_hold_on_all_stops_every_purge(officer: User, settings: Settings) -> None:
    days = settings.RIGHTS_RETENTION["log"].days
    at = timezone.now()
    make_old(officer, days)
    request = bring_to(State.ANSWERED, officer)
    make_file(request, officer, at)
    placed = hold(None, officer)
    done = purge(at + timedelta(days=400))
    assert not done
    assert len(done.held) == 2
    HoldRelease.objects.create(hold=placed, released_by=officer, released_by_name="x")
    done = purge(timezone.now() + timedelta(days=400))
    assert (done.files, len(done.erased), len(done.deleted)) == (1, 1, 1)


def test_the_worker_does_all_three() -> None:
    names = [chore.name for chore in chores.every()]
    for name in (
        "remind who did not confirm a rights request",
        "encrypt rights requests under the newest key",
        "purge rights requests",
    ):
        assert name in names
