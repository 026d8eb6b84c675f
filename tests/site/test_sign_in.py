"""Signing in, for people who rejected authentication and for all others."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from consent import in_force
from consent.choices import Choice
from consent.cookie import cookie_name
from consent.models import ConsentRecord
from consent.models.record import subject_hash
from consent.throttle import Bucket
from pages.kept import NothingKept
from tests.consent.posting import (
    EVERYTHING,
    SIGNAL,
    WITHOUT_ANALYTICS,
    kept,
    make_choice,
    plant,
)
from tests.factories import PASSWORD, make_staff

URL = "/admin/login/"
WITHOUT_AUTHENTICATION = EVERYTHING - {"authentication"}
TICK = "Set the authentication cookies so that I can sign in"
ERROR = "Tick the box to sign in"
BROWSER = "0123456789abcdef" * 2


@pytest.fixture
def staff() -> User:
    return make_staff()


def sign_in(client: Client, user: User, *, tick: bool = False, **extra: Any) -> Any:
    data = {"username": user.username, "password": PASSWORD, "next": "/admin/"}
    if tick:
        data["accept_authentication"] = "on"
    return client.post(URL, data, **extra)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "choice", [None, make_choice(), make_choice(WITHOUT_ANALYTICS)]
)
def test_who_did_not_reject_authentication_is_not_asked(
    client: Client, staff: User, choice: Choice | None
) -> None:
    if choice:
        plant(client, choice)
    assert TICK not in client.get(URL).content.decode()
    response = sign_in(client, staff)
    assert response.status_code == 302
    assert response["Location"] == "/admin/"
    assert client.get("/admin/").status_code == 200
    assert cookie_name() not in response.cookies
    assert not ConsentRecord.objects.exists()


@pytest.mark.django_db
def test_who_rejected_it_is_told_and_asked(client: Client) -> None:
    plant(client, make_choice(WITHOUT_AUTHENTICATION))
    response = client.get(URL)
    text = response.content.decode()
    assert "You rejected authentication cookies" in text
    assert TICK in text
    assert 'type="checkbox"' in text
    assert " checked" not in text
    assert "sessionid" not in response.cookies


@pytest.mark.django_db
def test_without_the_tick_the_form_comes_back(client: Client, staff: User) -> None:
    plant(client, make_choice(WITHOUT_AUTHENTICATION))
    response = sign_in(client, staff)
    assert response.status_code == 200
    text = response.content.decode()
    assert ERROR in text
    assert f'value="{staff.username}"' in text
    assert "sessionid" not in response.cookies
    assert not Session.objects.exists()
    assert not ConsentRecord.objects.exists()


@pytest.mark.django_db
def test_with_the_tick_the_changed_choice_is_recorded(
    client: Client, staff: User
) -> None:
    before = make_choice(
        WITHOUT_AUTHENTICATION,
        age=timedelta(days=30),
        subject=BROWSER,
        receipt="BEFORE",
        is_recorded=True,
    )
    plant(client, before)
    response = sign_in(client, staff, tick=True)
    assert response.status_code == 302
    assert client.get("/admin/").status_code == 200
    record = ConsentRecord.objects.get()
    assert (record.action, record.source) == ("save", "sign-in")
    assert record.requested_authentication
    assert record.effective_authentication
    assert record.effective_analytics
    assert not record.withdraws
    assert timezone.now() - record.chosen_at < timedelta(minutes=1)
    assert record.subject.subject_hash == subject_hash(BROWSER)
    choice = kept(response)
    assert choice.accepted == EVERYTHING
    assert choice.receipt == record.receipt_code
    # Nothing else was asked, so nothing else counts for longer.
    assert choice.chosen_at == before.chosen_at.replace(microsecond=0)


@pytest.mark.django_db
def test_signing_in_grants_no_analytics_against_the_signal(
    client: Client, staff: User
) -> None:
    plant(client, make_choice(WITHOUT_AUTHENTICATION))
    response = sign_in(client, staff, tick=True, headers=SIGNAL)
    record = ConsentRecord.objects.get()
    assert record.signal
    assert not record.requested_analytics
    assert not record.effective_analytics
    assert record.effective_authentication
    assert not kept(response).under_signal
    state = client.get("/consent/state.css", headers=SIGNAL).content.decode()
    assert "#site-signal{display:block}" in state


@pytest.mark.django_db
def test_signing_in_renews_no_acceptance_that_ended(
    client: Client, staff: User
) -> None:
    plant(client, make_choice(WITHOUT_AUTHENTICATION, catalogue_version=0))
    sign_in(client, staff, tick=True)
    assert not ConsentRecord.objects.get().effective_analytics
    state = client.get("/consent/state.css").content.decode()
    assert "#banner" not in state


@pytest.mark.django_db
def test_who_is_not_remembered_stays_so(client: Client, staff: User) -> None:
    plant(client, make_choice(frozenset({"status"}), is_recorded=True))
    response = sign_in(client, staff, tick=True)
    assert response.cookies[cookie_name()]["max-age"] == ""
    choice = kept(response)
    assert choice.accepted == {"status", "authentication"}
    assert (choice.receipt, choice.subject) == ("", "")
    assert not hasattr(ConsentRecord.objects.get(), "subject")


@pytest.mark.django_db
def test_a_wrong_password_records_nothing(client: Client, staff: User) -> None:
    plant(client, make_choice(WITHOUT_AUTHENTICATION))
    data = {"username": staff.username, "password": "x", "accept_authentication": "on"}
    response = client.post(URL, data)
    assert response.status_code == 200
    assert not ConsentRecord.objects.exists()
    assert not Session.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("tick", ["", "off", "\x00", "on,on"])
def test_any_tick_counts_as_one_and_none_breaks_it(
    client: Client, staff: User, tick: str
) -> None:
    plant(client, make_choice(WITHOUT_AUTHENTICATION))
    data = {
        "username": staff.username,
        "password": PASSWORD,
        "accept_authentication": tick,
    }
    assert client.post(URL, data).status_code in (200, 302)


@pytest.mark.django_db
def test_in_a_flood_nobody_is_signed_in_without_a_record(
    client: Client, staff: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("consent.choosing.records", Bucket(per_second=0, at_once=0))
    plant(client, make_choice(WITHOUT_AUTHENTICATION))
    check_refused(sign_in(client, staff, tick=True), 429)
    assert not Session.objects.exists()


@pytest.mark.usefixtures("own_database")
def test_where_the_record_cannot_be_kept_nobody_is_signed_in(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a catalogue there is nothing that a record could refer to."""

    class Nothing:
        def get(self) -> None:
            raise NothingKept("catalogue")

    monkeypatch.setattr(in_force, "kept_catalogue", Nothing())
    plant(client, make_choice(WITHOUT_AUTHENTICATION))
    check_refused(sign_in(client, make_staff(), tick=True), 503)
    assert not Session.objects.exists()
    assert not ConsentRecord.objects.exists()


def check_refused(response: HttpResponse, status: int) -> None:
    assert response.status_code == status
    assert response["Retry-After"]
    assert "You are not signed in" in response.content.decode()
    assert not {"sessionid", cookie_name()} & set(response.cookies)


@pytest.mark.django_db
def test_who_is_signed_in_already_goes_to_the_desk(client: Client, staff: User) -> None:
    client.force_login(staff)
    assert client.get(URL)["Location"] == "/admin/"


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["patch", "delete"])
def test_it_takes_no_other_method(client: Client, method: str) -> None:
    assert getattr(client, method)(URL).status_code == 405


@pytest.mark.django_db
def test_it_refuses_a_form_without_its_token(staff: User) -> None:
    client = Client(enforce_csrf_checks=True)
    plant(client, make_choice(WITHOUT_AUTHENTICATION))
    assert sign_in(client, staff, tick=True).status_code == 403
    assert not ConsentRecord.objects.exists()


@pytest.mark.django_db
def test_an_address_of_another_site_is_not_followed(
    client: Client, staff: User
) -> None:
    data = {
        "username": staff.username,
        "password": PASSWORD,
        "next": "https://evil.example/",
    }
    response = client.post(URL, data)
    assert "evil.example" not in response["Location"]
