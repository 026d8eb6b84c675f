"""The ``status`` cookie: set at the desk where it is allowed, and gone in time."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from tests.consent.posting import choose, make_choice, plant, save_fields
from tests.factories import make_staff

pytestmark = pytest.mark.django_db
DESK = "/admin/"


@pytest.fixture
def staff() -> User:
    return make_staff()


def has_hint(client: Client) -> bool:
    return bool("status" in client.cookies and client.cookies["status"].value)


def test_signing_in_sets_it(client: Client, staff: User) -> None:
    plant(client, make_choice())
    client.get(reverse("admin:login"))
    assert not has_hint(client)
    client.force_login(staff)
    response = client.get(DESK)
    assert response.status_code == 200
    morsel = response.cookies["status"]
    assert (morsel["httponly"], morsel["samesite"], morsel["path"]) == (
        True,
        "Lax",
        "/",
    )
    assert staff.username not in morsel.value
    assert b".site-signed-in" in client.get("/consent/state.css").content


def test_it_is_not_set_again_while_it_is_valid(client: Client, staff: User) -> None:
    plant(client, make_choice())
    client.force_login(staff)
    client.get(DESK)
    assert "status" not in client.get(DESK).cookies
    client.cookies["status"] = "forged"
    assert "status" in client.get(DESK).cookies


@pytest.mark.parametrize("accepted", [None, frozenset({"authentication"})])
def test_it_is_not_set_where_the_category_is_not_accepted(
    client: Client, staff: User, accepted: frozenset[str] | None
) -> None:
    if accepted is not None:
        plant(client, make_choice(accepted))
    client.force_login(staff)
    assert "status" not in client.get(DESK).cookies


def test_signing_out_deletes_it(client: Client, staff: User) -> None:
    plant(client, make_choice())
    client.force_login(staff)
    client.get(DESK)
    assert has_hint(client)
    client.post(reverse("admin:logout"))
    assert not has_hint(client)


def test_a_rejection_deletes_it_at_once(client: Client, staff: User) -> None:
    plant(client, make_choice())
    client.force_login(staff)
    client.get(DESK)
    assert has_hint(client)
    choose(client, "save", **save_fields(frozenset({"consent"})))
    assert not has_hint(client)
    assert b".site-signed-in" not in client.get("/consent/state.css").content


def test_a_public_page_never_sets_it(client: Client, staff: User) -> None:
    plant(client, make_choice())
    client.force_login(staff)
    assert "status" not in client.get("/notices/").cookies
    assert "status" not in client.get("/cookies/").cookies


def test_on_https_it_is_host_bound(
    client: Client, staff: User, settings: Settings
) -> None:
    settings.IS_HTTPS, settings.COOKIE_PREFIX = True, "__Host-"
    plant(client, make_choice())
    client.force_login(staff)
    morsel = client.get(DESK).cookies["__Host-status"]
    assert morsel["secure"]
    client.post(reverse("admin:logout"))
    assert not client.cookies["__Host-status"].value
