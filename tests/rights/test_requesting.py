"""Requests that came by telephone or letter, and what is written down of each."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from pytest_django import Settings

from outbox.addresses import address_hash
from rights.law import Right
from rights.models import RightsRequest
from rights.requesting import Asked, file
from rights.states import Kind
from rights.words import Channel
from tests.factories import make_policy, make_version, moment
from tests.rights.making import JANE, make_personal, make_rights_request
from tests.rights.people import letters

pytestmark = pytest.mark.django_db


def asked(**fields: str) -> Asked:
    return Asked(
        right=Right.ACCESS,
        country="US",
        region="CA",
        relation="visitor",
        personal=make_personal(**fields),
    )


def test_the_receipt_starts_the_clock_and_not_the_typing(officer: User) -> None:
    policy = make_policy(slug="privacy-policy")
    before = make_version(policy, effective="2020-01-01")
    make_version(policy, effective="2026-06-01")
    received = moment("2026-05-05 15:00")
    request = file(asked(), channel=Channel.LETTER, received_at=received, by=officer)
    assert request.received_at == received
    assert request.entered_at > received
    assert request.answer_by == date(2026, 5, 5) + timedelta(days=45)
    assert request.policy_version == before
    assert request.entered_by_name == officer.get_username()
    step = request.steps.get(number=1)
    assert (step.at, step.manner) == (received, Channel.LETTER)
    # Who gave an address gets the link.
    assert request.number in letters()[0].subject


def test_where_no_mail_can_go_nobody_was_told(
    officer: User, settings: Settings
) -> None:
    settings.EMAIL_HOST = ""
    now = timezone.now()
    typed = file(asked(), channel=Channel.LETTER, received_at=now, by=officer)
    assert typed.last_step().kind == Kind.RECEIVED
    # Who asks on the site sees the number on the page that follows.
    told = file(asked(), channel=Channel.WEB, received_at=now).last_step()
    assert (told.kind, told.manner) == (Kind.ACKNOWLEDGED, Channel.WEB)


def test_without_an_address_staff_have_to_say_that_it_came(officer: User) -> None:
    request = file(
        asked(email="", telephone="314-555-0100"),
        channel=Channel.TELEPHONE,
        received_at=timezone.now(),
        by=officer,
    )
    kinds = list(request.steps.values_list("kind", flat=True))
    assert kinds == [Kind.RECEIVED]
    assert not letters()


def test_requests_of_an_address_are_found_whatever_its_case() -> None:
    request = make_rights_request()
    assert RightsRequest.objects.of_email("Jane@EXAMPLE.com").get() == request
    assert not RightsRequest.objects.of_email("joe@example.com").exists()


def test_the_hash_is_of_this_room_alone() -> None:
    assert make_rights_request().email_hash != address_hash(JANE)


def test_likely_duplicates_are_of_the_same_address_and_right() -> None:
    first, second = make_rights_request(), make_rights_request()
    make_rights_request(right=Right.ERASURE)
    make_rights_request(make_personal(email="joe@example.com"))
    silent = make_rights_request(make_personal(email="", telephone="1"))
    make_rights_request(make_personal(email="", telephone="1"))
    assert list(first.likely_duplicates()) == [second]
    assert not silent.likely_duplicates().exists()


def test_a_number_says_nothing() -> None:
    numbers = {make_rights_request().number for _ in range(20)}
    assert len(numbers) == 20
    for number in numbers:
        assert number.startswith("R-")
        assert not set("01IO") & set(number)
