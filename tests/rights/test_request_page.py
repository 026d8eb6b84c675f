"""The page of one request at the desk: all of it, and who saw it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.utils import timezone

from policy.roles import PRIVACY_OFFICE
from rights import correspondence, lifecycle
from rights.law import Right
from rights.models import PersonalView, RightsRequest
from rights.states import Kind, State
from rights.words import Channel
from tests.desk import desk, text_of
from tests.factories import make_staff, make_version, moment
from tests.rights.desk import (
    QUEUE,
    TELEPHONE,
    address,
    make_file,
    make_hold,
    make_telephoned,
)
from tests.rights.making import bring_to, make_personal, make_rights_request

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Client:
    return desk(PRIVACY_OFFICE, username="ann")


def test_it_shows_the_person_and_the_request(office: Client) -> None:
    asked = make_telephoned(at=moment("2026-11-28 18:00"))
    answer = office.get(address(asked))
    words = text_of(answer)
    for said in (
        *(asked.number, "Jane Roe", TELEPHONE, "What do you hold about me?"),
        *("California, United States", "Member of a health plan", "For myself"),
        *("Nov 28, 2026 (telephone)", "Request received"),
    ):
        assert said in words
    assert answer["Cache-Control"].startswith("private, no-store")


def test_an_appeal_has_a_time_limit_of_its_own(office: Client) -> None:
    asked = make_telephoned()
    said = "The appeal has a time limit of its own"
    assert said not in text_of(office.get(address(asked)))
    bring_to(State.APPEALED, request=asked)
    assert said in text_of(office.get(address(asked)))


def test_it_lists_every_clock_the_shortest_first(office: Client) -> None:
    asked = make_telephoned(at=moment("2026-11-28 18:00"))
    words = text_of(office.get(address(asked)))
    access, california = words.index("164.524(b)(2)"), words.index("11 CCR 7021")
    assert access < california < words.index("164.528(c)(1)")
    for day in ("Dec 28, 2026", "Jan 12, 2027", "Jan 27, 2027", "Dec 11, 2026"):
        assert day in words


def test_what_the_right_asked_for_stands_in_the_words_of_its_form(
    office: Client,
) -> None:
    personal = make_personal(
        email="", details={"format": "csv", "recipient": "Other Health, Inc."}
    )
    asked = make_rights_request(personal, right=Right.PORTABILITY)
    words = text_of(office.get(address(asked)))
    assert "In which format?CSV (spreadsheet)" in words
    assert "Who else should get it?Other Health, Inc." in words


def test_each_view_is_written_down_and_shown(office: Client) -> None:
    asked = make_telephoned()
    assert "That you see this is written down" in text_of(office.get(address(asked)))
    office.get(address(asked))
    views = PersonalView.objects.filter(request=asked)
    assert [(view.by_name, view.what) for view in views] == [("ann", "request")] * 2
    assert text_of(office.get(address(asked))).count("ann: request and messages") == 3


def test_who_may_not_see_it_leaves_no_view() -> None:
    asked = make_telephoned()
    assert desk().get(address(asked)).status_code == 403
    assert not PersonalView.objects.exists()


def test_a_request_that_does_not_exist_is_404(office: Client) -> None:
    for action in ("change", "assign", "answer", "file"):
        assert office.get(f"{QUEUE}999/{action}/").status_code == 404


def test_messages_and_notes_stand_apart(office: Client) -> None:
    asked, by = make_telephoned(), make_staff(username="bea")
    correspondence.write_to_person(asked, "<b>We</b> look at it.", by)
    correspondence.write_to_office(asked, "Thank you.")
    correspondence.add_note(asked, "Ask the claims team.", by)
    answer = office.get(address(asked))
    assert "&lt;b&gt;We&lt;/b&gt; look at it." in answer.content.decode()
    words = text_of(answer)
    messages = words[words.index("Messages") : words.index("Notes of the office")]
    assert "The office (bea)" in messages
    assert "Thank you." in messages
    assert "claims team" not in messages
    assert "Ask the claims team." in words


def test_erased_data_leaves_the_log(office: Client) -> None:
    asked = bring_to(State.WITHDRAWN, request=make_telephoned())
    lifecycle.take(asked, Kind.ERASED)
    RightsRequest.objects.filter(pk=asked.pk).update(
        sealed="",
        key_mark="",
        email_hash="",
        fingerprint="",
        secret_hash="",
        link_expires_at=None,
        erased_at=timezone.now(),
    )
    words = text_of(office.get(address(asked)))
    assert "The personal data of this request was erased" in words
    assert "Withdrawn by the person" in words
    assert "Jane" not in words
    assert not PersonalView.objects.exists()


def test_a_lost_key_says_so(office: Client, settings: Any) -> None:
    asked, by = make_telephoned(), make_staff()
    correspondence.write_to_office(asked, "Hello.")
    correspondence.add_note(asked, "Note.", by)
    file = make_file(asked, by)
    settings.MAIL_KEYS = ["another key " * 6]
    answer = office.get(address(asked))
    assert answer.status_code == 200
    words = text_of(answer)
    assert "it was encrypted with a key that this site does not have" in words
    assert "No key of today opens this message." in words
    assert "No key of today opens this note." in words
    assert "A file that no key of today opens" in words
    assert not PersonalView.objects.exists()
    assert office.get(f"{QUEUE}{asked.pk}/files/{file.pk}/").status_code == 404


def test_likely_duplicates_and_holds_stand_on_top(office: Client) -> None:
    asked, other = make_telephoned(), make_telephoned()
    RightsRequest.objects.filter(pk__in=[asked.pk, other.pk]).update(
        email_hash="a" * 64
    )
    make_hold(asked)
    words = text_of(office.get(address(asked)))
    assert "A legal hold stands" in words
    assert "Matter 12" in words
    assert other.number in words


def test_a_hold_on_everything_shows_on_each(office: Client) -> None:
    make_hold(None)
    answer = office.get(address(make_telephoned()))
    assert "A legal hold stands" in text_of(answer)
    # It is released where it covers everything, not in passing.
    assert "/release/" not in answer.content.decode()


def test_it_names_the_policy_in_force_on_receipt(office: Client) -> None:
    version = make_version()
    asked = make_telephoned(policy_version=version)
    assert version.get_absolute_url() in office.get(address(asked)).content.decode()


def test_it_offers_what_can_follow_and_nothing_else(office: Client) -> None:
    asked = make_telephoned()
    offered = office.get(address(asked)).content.decode()
    assert f"{QUEUE}{asked.pk}/verify/" in offered
    assert f"{QUEUE}{asked.pk}/answer/" not in offered
    assert f"{QUEUE}{asked.pk}/appeal/" not in offered
    ended = bring_to(State.REFUSED, request=asked)
    offered = office.get(address(ended)).content.decode()
    assert f"{QUEUE}{asked.pk}/appeal/" in offered
    assert f"{QUEUE}{asked.pk}/verify/" not in offered


def test_a_moved_deadline_shows_both_days(office: Client) -> None:
    asked = make_telephoned(
        at=moment("2027-01-31 18:00") - timedelta(days=365 * 6 + 1),
        country="DE",
        region="",
        relation="visitor",
        channel=Channel.LETTER,
    )
    # January 31, 2021: the last day of February 2021 is a Sunday.
    words = text_of(office.get(address(asked)))
    assert "answer by Feb 28, 2021" in words
    assert "last lawful day Mar 1, 2021" in words


def test_an_office_that_moved_still_shows_what_was_extended(settings: Any) -> None:
    """The month ends on a Saturday; in Britain, Monday stands for Boxing Day."""
    settings.OFFICE_COUNTRY = "GB"
    asked = make_telephoned(
        at=moment("2026-11-26 18:00"), country="DE", region="", relation="visitor"
    )
    by = make_staff()
    lifecycle.extend(asked, "complex", by, at=moment("2026-12-29 18:00"))
    settings.OFFICE_COUNTRY = "US"
    words = text_of(desk(PRIVACY_OFFICE).get(address(asked)))
    assert "answer by Feb 26, 2027" in words


def test_django_keeps_no_entry_about_a_request(office: Client) -> None:
    asked = make_telephoned()
    office.post(address(asked, "note"), {"text": "A note about Jane."})
    office.post(address(asked, "assign"), {"assignee": ""})
    assert not LogEntry.objects.exists()
