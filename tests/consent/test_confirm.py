"""/consent/confirm/: one button, for browsers that do not say who sends a form."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from consent.models import ConsentRecord
from tests.consent.posting import EVERYTHING, save_fields

URL = "/consent/confirm/"


def token(text: str) -> str:
    found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', text)
    assert found is not None
    return found[1]


@pytest.mark.django_db
@pytest.mark.parametrize("action", ["accept", "reject"])
def test_its_one_button_works(action: str) -> None:
    client = Client(enforce_csrf_checks=True)
    page = client.get(URL, {"choice": action, "next": "/notices/"})
    assert page.status_code == 200
    assert page["Cache-Control"] == "private, no-store"
    text = page.content.decode()
    assert text.count("<button") == 1
    assert not ConsentRecord.objects.exists()
    data = {
        "choice": action,
        "next": "/notices/",
        "csrfmiddlewaretoken": token(text),
    }
    response = client.post(URL, data)
    assert response.status_code == 303
    assert response["Location"] == f"/notices/#choice-{action}ed"
    assert ConsentRecord.objects.get().action == action


@pytest.mark.django_db
def test_it_says_what_would_be_saved(client: Client) -> None:
    accepted = frozenset({"status", "consent"})
    fields = {"choice": "save", **save_fields(accepted)}
    text = client.get(URL, fields).content.decode()
    assert "Accept: Status, Cookie consent" in text
    assert "Reject: Authentication, Analytics" in text
    assert client.post(URL, fields).status_code == 303
    assert ConsentRecord.objects.get().requested_status


@pytest.mark.django_db
def test_it_refuses_a_form_without_the_token() -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.post(URL, {"choice": "accept"}).status_code == 403
    assert not ConsentRecord.objects.exists()


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options"])
def test_it_takes_no_other_method(client: Client, method: str) -> None:
    assert getattr(client, method)(URL).status_code == 405


@pytest.mark.django_db
@pytest.mark.parametrize(
    "data",
    [{}, {"choice": "zzz"}, {"choice": "save"}, save_fields(EVERYTHING)],
)
def test_it_says_what_is_wrong_with_bad_input(
    client: Client, data: dict[str, str]
) -> None:
    for response in (client.get(URL, data), client.post(URL, data)):
        assert response.status_code == 400
        assert b"Your choices are not saved yet" in response.content
        assert response["Cache-Control"] == "private, no-store"


def test_its_next_never_leads_off_the_site(client: Client) -> None:
    page = client.get(URL, {"choice": "accept", "next": "//evil.example"})
    assert b"evil.example" not in page.content


def test_it_needs_no_database(client: Client) -> None:
    assert client.get(URL, {"choice": "reject"}).status_code == 200


@pytest.mark.usefixtures("failing_database")
def test_refusal_works_while_the_database_fails(client: Client) -> None:
    assert client.post(URL, {"choice": "reject"}).status_code == 303
    assert client.post(URL, {"choice": "accept"}).status_code == 503
