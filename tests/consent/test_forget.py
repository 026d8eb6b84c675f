"""POST /consent/forget/: no record is linked to the browser, which keeps no choice."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core import signing
from django.test import Client

from consent.analytics_cookies import GOOGLE_NAME
from consent.cookie import cookie_name
from consent.models import ConsentRecord, ConsentSubject
from consent.models.record import subject_hash
from consent.views.forget import SALT
from tests.consent.posting import (
    OURS,
    WITHOUT_ANALYTICS,
    choose,
    make_choice,
    make_record,
    plant,
)

URL = "/consent/forget/"
CONFIRM = "/consent/forget/confirm/"
BROWSER = "0123456789abcdef" * 2


def forget(client: Client, **data: str) -> Any:
    return client.post(URL, data, headers=OURS)


def left_in(html: str) -> str:
    found = re.search(r'name="left" value="([^"]+)"', html)
    assert found is not None
    return found[1]


@pytest.mark.django_db
def test_it_works(client: Client) -> None:
    choose(client, "accept")
    choose(client, "reject")
    other = make_record(subject="f" * 32)
    response = forget(client)
    assert response.status_code == 303
    assert response["Location"] == "/cookies/#choices-forgotten"
    assert response["Cache-Control"] == "private, no-store"
    assert response.cookies[cookie_name()]["max-age"] == 0
    assert [link.record for link in ConsentSubject.objects.all()] == [other]
    assert ConsentRecord.objects.count() == 3
    assert b"#banner{display:none}" not in client.get("/consent/state.css").content
    assert b'id="choices-forgotten"' in client.get("/cookies/").content


@pytest.mark.django_db
def test_the_next_choice_is_that_of_another_browser(client: Client) -> None:
    choose(client, "reject")
    before = ConsentSubject.objects.get().subject_hash
    forget(client)
    choose(client, "reject")
    assert ConsentSubject.objects.get().subject_hash != before
    assert ConsentRecord.objects.count() == 2


@pytest.mark.django_db
def test_analytics_ends_with_it(client: Client) -> None:
    choose(client, "accept")
    client.cookies["_ga"] = "GA1.1.1.1"
    client.cookies["_ga_ABC"] = "GS1.1.1.1"
    deleted = forget(client).cookies.values()
    names = {morsel.key for morsel in deleted if morsel["max-age"] == 0}
    assert {name for name in names if GOOGLE_NAME.fullmatch(name)} == {"_ga", "_ga_ABC"}


@pytest.mark.django_db
@pytest.mark.parametrize("value", ["", "forged", "x" * 9000])
def test_who_has_no_choice_loses_nothing(client: Client, value: str) -> None:
    make_record(subject=BROWSER)
    if value:
        client.cookies[cookie_name()] = value
    assert forget(client).status_code == 303
    assert ConsentSubject.objects.count() == 1


@pytest.mark.django_db
def test_what_another_browser_chose_is_not_forgotten(client: Client) -> None:
    make_record(subject=BROWSER)
    plant(client, make_choice(subject="f" * 32))
    left = signing.dumps([subject_hash(BROWSER)], salt="another.salt")
    forget(client, left=left)
    forget(client, left="forged")
    forget(client, left=subject_hash(BROWSER))
    assert ConsentSubject.objects.count() == 1


@pytest.mark.parametrize("method", ["get", "head", "put", "patch", "delete", "options"])
def test_it_takes_posts_only(client: Client, method: str) -> None:
    assert getattr(client, method)(URL, headers=OURS).status_code == 405


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
    ],
)
def test_it_refuses_another_site(client: Client, headers: dict[str, str]) -> None:
    plant(client, make_choice(WITHOUT_ANALYTICS))
    response = client.post(URL, headers=headers)
    assert response.status_code == 403
    assert not response.cookies


@pytest.mark.django_db
def test_it_asks_to_confirm_where_the_browser_does_not_say() -> None:
    client = Client(enforce_csrf_checks=True)
    choose(client, "reject")
    asked = client.post(URL, {"left": "x" * 100_000})
    assert asked.status_code == 303
    assert asked["Location"] == f"{CONFIRM}?"
    page = client.get(asked["Location"])
    assert page["Cache-Control"] == "private, no-store"
    text = page.content.decode()
    assert text.count("<button") == 1
    assert ConsentSubject.objects.exists()
    found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', text)
    assert found is not None
    assert client.post(CONFIRM).status_code == 403
    done = client.post(CONFIRM, {"csrfmiddlewaretoken": found[1]})
    assert done["Location"] == "/cookies/#choices-forgotten"
    assert not ConsentSubject.objects.exists()


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options"])
def test_the_confirmation_takes_no_other_method(client: Client, method: str) -> None:
    assert getattr(client, method)(CONFIRM).status_code == 405


@pytest.mark.usefixtures("failing_database")
def test_while_the_database_fails_the_cookie_goes_and_the_page_says_what_is_left(
    client: Client,
) -> None:
    plant(client, make_choice(subject=BROWSER))
    client.cookies["_ga"] = "GA1.1.1.1"
    response = forget(client)
    assert response.status_code == 503
    assert response["Retry-After"]
    assert response.cookies[cookie_name()]["max-age"] == 0
    assert response.cookies["_ga "]["max-age"] == 0
    text = response.content.decode()
    assert "Your choice is deleted in this browser" in text
    left = left_in(text)
    assert signing.loads(left, salt=SALT) == [subject_hash(BROWSER)]
    # Without its cookie the browser may press again, as long as it takes.
    client.cookies.clear()
    again = forget(client, left=left)
    assert again.status_code == 503
    assert left_in(again.content.decode())
    asked = client.post(URL, {"left": left})
    assert parse_qs(urlsplit(asked["Location"]).query) == {"left": [left]}
    assert left in client.get(asked["Location"]).content.decode()


@pytest.mark.usefixtures("failing_database")
def test_who_has_no_number_is_forgotten_without_the_database(client: Client) -> None:
    plant(client, make_choice(frozenset({"status"})))
    assert forget(client).status_code == 303


@pytest.mark.django_db
def test_what_was_left_is_erased_once_the_database_answers(client: Client) -> None:
    record = make_record(subject=BROWSER)
    left = signing.dumps([subject_hash(BROWSER)], salt=SALT)
    response = forget(client, left=left)
    assert response["Location"] == "/cookies/#choices-forgotten"
    assert not ConsentSubject.objects.exists()
    assert ConsentRecord.objects.get() == record


@pytest.mark.django_db
def test_a_record_without_a_link_is_nobodys(client: Client) -> None:
    choose(client, "reject")
    record = ConsentRecord.objects.get()
    kept = client.cookies[cookie_name()].value
    forget(client)
    # Whoever kept a copy of the cookie is not shown the record as their own.
    client.cookies[cookie_name()] = kept
    page = client.get(f"/consent/receipts/{record.receipt_code}/")
    assert b"Your other choices" not in page.content
    assert b"No record is linked" in client.get("/consent/history/").content
