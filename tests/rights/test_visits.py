"""A cookie for the secret: only where it was accepted, and for one request."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from consent.choices import AUTHENTICATION
from rights.models import RightsRequest
from rights.visits import COOKIE, SECONDS
from tests.consent.posting import EVERYTHING, make_choice, plant
from tests.html import words
from tests.rights.making import make_rights_request
from tests.rights.people import FOREIGN, OURS, page_of, posted

pytestmark = pytest.mark.django_db
VISIT = "/privacy-rights/request/"
NAVIGATED = {"Sec-Fetch-Site": "none"}


@pytest.fixture
def request_of_jane() -> RightsRequest:
    return make_rights_request()


@pytest.fixture
def visitor(client: Client, request_of_jane: RightsRequest) -> Client:
    """Accepted authentication, and opened the link."""
    plant(client, make_choice(EVERYTHING))
    answer = client.get(f"{page_of(request_of_jane)}?done=written", headers=NAVIGATED)
    assert posted(answer) == f"{VISIT}?done=written"
    return client


def test_the_cookie_takes_the_secrets_place(
    visitor: Client, request_of_jane: RightsRequest
) -> None:
    cookie = visitor.cookies[COOKIE]
    assert cookie["httponly"] and cookie["samesite"] == "Lax"
    assert cookie["max-age"] == SECONDS == 1800
    page = visitor.get(VISIT, headers=OURS)
    html = page.content.decode()
    assert request_of_jane.number in words(html)
    assert request_of_jane.personal().secret not in html
    assert 'action="/privacy-rights/request/message/"' in html
    done = visitor.post(f"{VISIT}confirm/", headers=OURS)
    assert posted(done) == f"{VISIT}?done=confirmed"


@pytest.mark.parametrize("choice", ["none", "rejected"])
def test_without_acceptance_there_is_no_cookie(
    client: Client, request_of_jane: RightsRequest, choice: str
) -> None:
    if choice == "rejected":
        plant(client, make_choice(EVERYTHING - {AUTHENTICATION}))
    page = client.get(page_of(request_of_jane), headers=NAVIGATED)
    assert page.status_code == 200
    assert COOKIE not in page.cookies


def test_a_browser_that_does_not_say_who_sends_keeps_the_secret(
    client: Client, request_of_jane: RightsRequest
) -> None:
    plant(client, make_choice(EVERYTHING))
    page = client.get(page_of(request_of_jane))
    assert page.status_code == 200
    assert COOKIE not in page.cookies


@pytest.mark.parametrize("headers", [FOREIGN, {}], ids=["another site", "unknown"])
@pytest.mark.parametrize("action", ["confirm", "message", "withdraw", "erase"])
def test_no_other_site_can_use_the_cookie(
    visitor: Client,
    request_of_jane: RightsRequest,
    headers: dict[str, str],
    action: str,
) -> None:
    answer = visitor.post(f"{VISIT}{action}/", {"message": "x"}, headers=headers)
    assert answer.status_code == 403
    assert request_of_jane.steps.count() == 1


def test_it_ends_after_half_an_hour(visitor: Client) -> None:
    with time_machine.travel(timezone.now() + timedelta(seconds=SECONDS + 1)):
        page = visitor.get(VISIT)
    assert page.status_code == 404
    assert "half an hour went by" in words(page.content.decode())


@pytest.mark.parametrize("value", ["", "x", "x" * 5000, "a:b:c"])
def test_a_forged_cookie_opens_nothing(client: Client, value: str) -> None:
    client.cookies[COOKIE] = value
    assert client.get(VISIT).status_code == 404


def test_it_signs_nobody_in(visitor: Client) -> None:
    assert visitor.get("/admin/").status_code == 302
    other = make_rights_request()
    assert other.number not in words(visitor.get(VISIT).content.decode())


def test_erasing_ends_it(visitor: Client) -> None:
    answer = visitor.post(f"{VISIT}erase/", headers=OURS)
    assert answer.cookies[COOKIE]["max-age"] == 0
    assert visitor.get(VISIT).status_code == 404
