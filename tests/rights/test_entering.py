"""Entering what came by telephone or letter: the day of receipt starts the clock."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from outbox.models import Mail
from policy.roles import PRIVACY_OFFICE
from rights.businessdays import office_day
from rights.law import Right
from rights.models import RightsRequest
from rights.states import Kind
from tests.desk import desk, text_of, value_of
from tests.factories import make_policy, make_version
from tests.rights.desk import QUEUE

pytestmark = pytest.mark.django_db

ADD = f"{QUEUE}add/"
ACCESS = f"{ADD}?right=access"


@pytest.fixture
def office() -> Client:
    return desk(PRIVACY_OFFICE, username="ann")


def filled(**fields: Any) -> dict[str, str]:
    return {
        "channel": "letter",
        "received_on": (office_day() - timedelta(days=5)).isoformat(),
        "behalf": "self",
        "relation": "member",
        "country": "US",
        "region": "CA",
        "name": "Jane Roe",
        "postal": "1 Elm Street, Springfield",
        "words": "Send me all of it.",
    } | fields


def the_only() -> RightsRequest:
    return RightsRequest.objects.get()


def test_it_asks_for_the_right_first(office: Client) -> None:
    html = office.get(ADD).content.decode()
    for right in Right:
        assert f'href="?right={right.value}"' in html
    assert office.get(f"{ADD}?right=nothing").status_code == 200


@pytest.mark.parametrize("right", Right)
def test_each_right_has_its_form(office: Client, right: Right) -> None:
    answer = office.get(f"{ADD}?right={right.value}")
    assert answer.status_code == 200
    assert "Day of receipt" in text_of(answer)
    assert "leave_empty" not in answer.content.decode()


def test_a_letter_is_filed_with_its_clocks(office: Client) -> None:
    answer = office.post(ACCESS, filled())
    asked = the_only()
    assert answer["Location"] == f"{QUEUE}{asked.pk}/change/"
    assert asked.channel == "letter"
    assert asked.entered_by_name == "ann"
    received_on = office_day() - timedelta(days=5)
    assert office_day(asked.received_at) == received_on
    assert office_day(asked.entered_at) == office_day()
    assert asked.answer_by == received_on + timedelta(days=30)
    assert asked.personal().name == "Jane Roe"
    assert asked.personal().postal == "1 Elm Street, Springfield"
    step = asked.steps.get()
    assert (step.kind, step.manner, step.by_name) == (Kind.RECEIVED, "letter", "ann")
    assert not Mail.objects.exists()


def test_who_gave_an_e_mail_address_is_mailed(office: Client) -> None:
    office.post(ACCESS, filled(email="jane@example.com"))
    assert Mail.objects.count() == 1
    kinds = the_only().steps.values_list("kind", flat=True)
    assert list(kinds) == [Kind.RECEIVED, Kind.ACKNOWLEDGED]


def test_the_policy_is_that_of_the_day_of_receipt(office: Client) -> None:
    policy = make_policy(slug="privacy-policy")
    old = make_version(policy, effective="2020-04-17")
    yesterday = (office_day() - timedelta(days=1)).isoformat()
    make_version(policy, effective=yesterday)
    office.post(ACCESS, filled())
    assert the_only().policy_version == old


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (-1, "A request is not received in the future."),
        (-4000, "A request is not received in the future."),
        (367, "look at the year once more"),
    ],
)
def test_a_day_that_cannot_be_is_refused(office: Client, days: int, said: str) -> None:
    day = office_day() - timedelta(days=days)
    answer = office.post(ACCESS, filled(received_on=day.isoformat()))
    assert answer.status_code == 400
    assert said in text_of(answer)
    assert not RightsRequest.objects.exists()


def test_today_and_a_year_ago_are_days_of_receipt(office: Client) -> None:
    for days in (0, 366):
        day = office_day() - timedelta(days=days)
        answer = office.post(ACCESS, filled(received_on=day.isoformat()))
        assert answer.status_code == 302


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"received_on": ""}, "Say on which day it came."),
        ({"received_on": "4/17/2026"}, "Write the day as 2026-04-17."),
        ({"received_on": "2026-02-30"}, "Write the day as 2026-04-17."),
        ({"channel": ""}, "Say how it came."),
        ({"channel": "web"}, "Select a valid choice."),
        ({"postal": ""}, "Type an e-mail address, or a telephone number"),
        ({"country": ""}, "Choose the country where you live."),
        ({"region": ""}, "Choose the state where you live."),
        ({"name": ""}, "Type your name."),
        ({"email": "jane@"}, "Type an address in the form name@example.com."),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_lost(
    office: Client, fields: dict[str, str], said: str
) -> None:
    answer = office.post(ACCESS, filled(**fields))
    assert answer.status_code == 400
    assert said in text_of(answer)
    assert value_of(answer, "words") == "Send me all of it."
    assert answer.content.decode().count('role="alert"') == 1
    assert not RightsRequest.objects.exists()


def test_the_clock_of_a_letter_opened_late_is_late(office: Client) -> None:
    """It lay for 40 days: the 30 days of HIPAA are over when it is typed."""
    day = office_day() - timedelta(days=40)
    office.post(ACCESS, filled(received_on=day.isoformat()))
    assert "10 days overdue" in text_of(office.get(QUEUE))


def test_midnight_is_that_of_the_office(office: Client) -> None:
    day = date(office_day().year, office_day().month, 1)
    office.post(ACCESS, filled(received_on=day.isoformat()))
    assert office_day(the_only().received_at) == day
