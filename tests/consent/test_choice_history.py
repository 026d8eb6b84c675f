"""/consent/history/: the choices of this browser and of no other."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from consent.choices import Choice
from consent.models import ConsentRecord
from tests.consent.posting import (
    SIGNAL,
    WITHOUT_ANALYTICS,
    choose,
    make_choice,
    make_record,
    plant,
    save_fields,
)
from tests.html import elements, words

pytestmark = pytest.mark.django_db
URL = "/consent/history/"
BROWSER = "0123456789abcdef" * 2


def text_of(client: Client, query: str = "") -> str:
    response = client.get(URL + query)
    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Robots-Tag"] == "noindex"
    assert not response.cookies
    return response.content.decode()


def receipts(html: str) -> list[str]:
    links = [link["href"] for link in elements(html, "a") if "h2" in link.inside]
    return [link.split("/")[3] for link in links]


def test_it_lists_the_choices_of_this_browser_newest_first(client: Client) -> None:
    make_record(subject="f" * 32)
    make_record()
    choose(client, "accept", headers=SIGNAL)
    choose(client, "reject")
    html = text_of(client)
    own = ConsentRecord.objects.order_by("-pk")[:2]
    assert receipts(html) == [record.receipt_code for record in own]
    text = words(html)
    assert text.index("“Reject analytics") < text.index(
        "“Accept analytics cookies” was"
    )
    assert "The browser sent Global Privacy Control." in text
    assert "It took back an earlier acceptance of analytics." in text
    assert "Analytics: rejected" in text
    assert "Forget these choices" in text


def test_it_has_pages(client: Client) -> None:
    plant(client, make_choice(subject=BROWSER))
    for day in range(45):
        make_record(WITHOUT_ANALYTICS, age=timedelta(days=day), subject=BROWSER)
    pages = [receipts(text_of(client, f"?page={number}")) for number in (1, 2, 3)]
    assert [len(page) for page in pages] == [20, 20, 5]
    found = [code for page in pages for code in page]
    assert found == list(
        ConsentRecord.objects.order_by("-chosen_at").values_list(
            "receipt_code", flat=True
        )
    )
    assert "Page 2 of 3" in words(text_of(client, "?page=2"))


@pytest.mark.parametrize("number", ["0", "4", "x", "-1", "٣", "", "9" * 5000])
def test_there_is_no_other_page(client: Client, number: str) -> None:
    assert client.get(URL, {"page": number}).status_code == 404


def test_it_asks_the_database_little(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    plant(client, make_choice(subject=BROWSER))
    for day in range(10):
        make_record(age=timedelta(days=day), subject=BROWSER)
    with django_assert_max_num_queries(6):
        text_of(client)


EMPTY = [
    (None, "This browser keeps no cookie choices"),
    (make_choice(subject=BROWSER), "No record is linked to this browser"),
    (make_choice(), "there is no history"),
    (make_choice(frozenset()), "there is no history"),
]


@pytest.mark.parametrize(("choice", "sentence"), EMPTY)
def test_it_says_why_it_is_empty(
    client: Client, choice: Choice | None, sentence: str
) -> None:
    make_record(subject="f" * 32)
    if choice:
        plant(client, choice)
    text = text_of(client)
    assert sentence in text
    assert receipts(text) == []
    assert ("Forget these choices" in text) == (choice is not None)


def test_the_choice_of_the_release_before_leads_to_its_receipt(client: Client) -> None:
    record = make_record()
    plant(client, make_choice(receipt=record.receipt_code))
    assert f"/consent/receipts/{record.receipt_code}/" in text_of(client)


def test_who_is_not_remembered_has_no_history(client: Client) -> None:
    choose(client, "accept")
    choose(client, "save", **save_fields(frozenset({"status"})))
    assert "there is no history" in text_of(client)


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_it_is_only_read(client: Client, method: str) -> None:
    assert getattr(client, method)(URL).status_code == 405
