"""Authentication rejected: no session here, none in the browser, none honored."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.core.signing import TimestampSigner
from django.test import Client

from consent import hint
from tests.consent.posting import (
    EVERYTHING,
    WITHOUT_ANALYTICS,
    choose,
    make_choice,
    plant,
    save_fields,
)
from tests.factories import make_staff

DESK = "/admin/"
WITHOUT_AUTHENTICATION = EVERYTHING - {"authentication"}


@pytest.fixture
def staff() -> User:
    return make_staff(is_superuser=True)


def reject_authentication(client: Client) -> Any:
    return choose(client, "save", **save_fields(WITHOUT_AUTHENTICATION))


@pytest.mark.django_db
def test_rejecting_it_ends_the_session_everywhere(client: Client, staff: User) -> None:
    plant(client, make_choice(EVERYTHING))
    client.force_login(staff)
    client.get(DESK)
    assert client.cookies["status"].value
    kept = client.cookies["sessionid"].value
    response = reject_authentication(client)
    assert response.status_code == 303
    for name in ("sessionid", "csrftoken", "status"):
        morsel = response.cookies[name]
        assert (morsel.value, morsel["max-age"], morsel["path"]) == ("", 0, "/")
    assert not Session.objects.exists()
    # A copy of the key opens nothing, with the choice or without it.
    client.cookies["sessionid"] = kept
    assert client.get(DESK).status_code == 302
    del client.cookies["choice"]
    assert client.get(DESK).status_code == 302


@pytest.mark.django_db
def test_rejecting_all_does_too(client: Client, staff: User) -> None:
    client.force_login(staff)
    response = choose(client, "save", **save_fields(frozenset()))
    assert response.cookies["sessionid"]["max-age"] == 0
    assert not Session.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("action", ["accept", "reject"])
def test_a_banner_button_leaves_the_session_alone(
    client: Client, staff: User, action: str
) -> None:
    client.force_login(staff)
    assert set(choose(client, action).cookies) == {"choice"}
    assert client.get(DESK).status_code == 200


@pytest.mark.django_db
def test_a_session_is_not_honored_while_it_is_rejected(
    client: Client, staff: User
) -> None:
    client.force_login(staff)
    plant(client, make_choice(WITHOUT_AUTHENTICATION))
    response = client.get(DESK)
    assert response.status_code == 302
    assert response["Location"].startswith("/admin/login/")
    # The desk takes the cookie away; the hint is never set.
    assert response.cookies["sessionid"]["max-age"] == 0
    assert "status" not in response.cookies
    # A public page says nothing of it either way.
    assert not client.get("/notices/").cookies


@pytest.mark.django_db
def test_a_rejection_holds_when_a_material_catalogue_asks_again(
    client: Client, staff: User
) -> None:
    client.force_login(staff)
    plant(client, make_choice(WITHOUT_AUTHENTICATION, catalogue_version=0))
    assert b"#banner{display:none}" not in client.get("/consent/state.css").content
    assert client.get(DESK).status_code == 302


@pytest.mark.django_db
@pytest.mark.parametrize("accepted", [None, EVERYTHING, WITHOUT_ANALYTICS])
def test_otherwise_it_is_honored(
    client: Client, staff: User, accepted: frozenset[str] | None
) -> None:
    client.force_login(staff)
    if accepted is not None:
        plant(client, make_choice(accepted))
    assert client.get(DESK).status_code == 200


def test_the_hint_says_nothing_untrue(client: Client) -> None:
    plant(client, make_choice(WITHOUT_AUTHENTICATION))
    client.cookies["status"] = TimestampSigner(salt=hint.SIGNER).sign(hint.VALUE)
    assert b".site-signed-in" not in client.get("/consent/state.css").content


@pytest.mark.usefixtures("failing_database")
@pytest.mark.parametrize("key", ["a" * 32, "x", "x" * 8000, "é"])
def test_while_the_database_fails_the_browser_is_signed_out_all_the_same(
    client: Client, key: str
) -> None:
    client.cookies["sessionid"] = key
    response = choose(client, "save", **save_fields(frozenset({"consent"})))
    assert response.status_code == 303
    assert response.cookies["sessionid"]["max-age"] == 0
    client.cookies["sessionid"] = key
    assert b".site-signed-in" not in client.get("/consent/state.css").content
