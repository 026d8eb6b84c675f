"""/consent/receipts/<code>/ and .json: all that a record proves, by its code."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from consent.choosing import accept_authentication
from consent.middleware import consent_of
from consent.models import (
    Action,
    BannerDraft,
    CatalogueVersion,
    ConsentRecord,
    DraftCookie,
    Source,
)
from consent.publishing import publish_catalogue
from policy.models import PolicyVersion
from tests.consent.posting import (
    EVERYTHING,
    SIGNAL,
    WITHOUT_ANALYTICS,
    at,
    choose,
    make_choice,
    make_record,
    plant,
    save_fields,
)
from tests.factories import make_policy, make_version
from tests.html import elements, words

pytestmark = pytest.mark.django_db
CHOSEN_AT = at("2026-04-17T12:00:05")
BROWSER = "0123456789abcdef" * 2


@pytest.fixture
def policy_version() -> PolicyVersion:
    policy = make_policy(slug="privacy-policy", time_zone="America/New_York")
    return make_version(policy, effective="2020-04-17")


def address(record: ConsentRecord, suffix: str = "/") -> str:
    return f"/consent/receipts/{record.receipt_code}{suffix}"


def page_of(client: Client, record: ConsentRecord) -> str:
    response = client.get(address(record))
    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Robots-Tag"] == "noindex"
    assert not response.cookies
    return response.content.decode()


def json_of(client: Client, record: ConsentRecord) -> dict[str, Any]:
    response = client.get(address(record, ".json"))
    assert response.status_code == 200
    assert response["Content-Type"] == "application/json"
    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Robots-Tag"] == "noindex"
    found: dict[str, Any] = json.loads(response.content)
    return found


def test_the_page_shows_what_the_record_proves(
    client: Client, policy_version: PolicyVersion
) -> None:
    record = make_record(EVERYTHING, Action.ACCEPT, Source.BANNER, chosen_at=CHOSEN_AT)
    html = page_of(client, record)
    text = words(html)
    for fact in (
        record.receipt_code,
        "April 17, 2026, 8 a.m. EDT",
        "2026-04-17 12:00:05 UTC",
        "“Accept analytics cookies” was pressed in the banner.",
        "The browser sent none.",
        "October 16, 2026, 8 a.m. EDT, unless this browser chooses again",
        "October 16, 2028, 8 a.m. EDT. Only then may we delete",
        "We use cookies to see which pages are read",
        "Tells one browser from another",
        CatalogueVersion.objects.get(number=1).digest,
        policy_version.digest,
    ):
        assert fact in text
    assert "AnalyticsAcceptedOn" in [row.text for row in elements(html, "tr")]
    links = {link["href"] for link in elements(html, "a")}
    assert "/privacy-policy/versions/1/" in links
    assert address(record, ".json") in links
    assert 'content="noindex"' in html
    assert "analytics.js" not in html


def test_the_json_says_the_same(client: Client, policy_version: PolicyVersion) -> None:
    record = make_record(
        WITHOUT_ANALYTICS, Action.REJECT, Source.BANNER, chosen_at=CHOSEN_AT
    )
    catalogue = CatalogueVersion.objects.get(number=1)
    assert json_of(client, record) == {
        "receipt_code": record.receipt_code,
        "address": f"http://localhost:8000{address(record)}",
        "chosen_at": "2026-04-17T12:00:05.000000+00:00",
        "action": "reject",
        "source": "banner",
        "sentence": "“Reject analytics cookies” was pressed in the banner.",
        "opt_out_preference_signal": False,
        "withdraws": False,
        "requested": dict.fromkeys(EVERYTHING, True) | {"analytics": False},
        "in_effect": dict.fromkeys(EVERYTHING, True) | {"analytics": False},
        "catalogue_version": {
            "number": 1,
            "sha256": catalogue.digest,
            "published_at": catalogue.published_at.isoformat(timespec="microseconds"),
            "content": catalogue.content,
        },
        "privacy_policy_version": {
            "title": policy_version.title,
            "number": 1,
            "address": "http://localhost:8000/privacy-policy/versions/1/",
            "sha256": policy_version.digest,
        },
        "counts_until": "2027-04-17T12:00:05.000000+00:00",
        "ended_by_catalogue_version": None,
        "remembered_until_browser_closes": False,
        "kept_until": "2029-04-17T12:00:05.000000+00:00",
    }


def test_what_was_shown_stays_what_was_shown(client: Client) -> None:
    record = make_record(WITHOUT_ANALYTICS)
    BannerDraft.objects.update(sentence="We use cookies otherwise now.")
    DraftCookie.objects.filter(name="_ga").update(description="Counts visits.")
    publish_catalogue(by=None, material=False, change_note="Why.")
    text = page_of(client, record)
    assert "We use cookies to see which pages are read" in text
    assert "Tells one browser from another" in text
    main = text.partition("<main")[2]
    assert "otherwise now" not in main
    assert "Counts visits." not in main


def test_without_a_policy_it_says_so_and_uses_the_zone_of_the_site(
    client: Client,
) -> None:
    text = words(page_of(client, make_record(chosen_at=CHOSEN_AT)))
    assert "None was in force on this site." in text
    assert "April 17, 2026, 7 a.m. CDT" in text


def test_a_choice_under_the_signal_shows_both_facts(client: Client) -> None:
    choose(client, "accept", headers=SIGNAL)
    text = words(page_of(client, ConsentRecord.objects.get()))
    assert "The browser sent Global Privacy Control." in text
    assert "That more specific wish counted." in text


def test_a_withdrawal_says_so(client: Client) -> None:
    choose(client, "accept")
    choose(client, "reject")
    record = ConsentRecord.objects.latest("pk")
    assert "It took back an earlier acceptance" in page_of(client, record)


def test_a_choice_that_is_not_remembered_says_so(client: Client) -> None:
    record = make_record(frozenset({"status"}))
    assert "Until the browser was closed" in page_of(client, record)
    assert json_of(client, record)["remembered_until_browser_closes"]


def test_an_acceptance_that_a_material_version_ended_says_so(client: Client) -> None:
    accepted = make_record(age=timedelta(days=2))
    rejected = make_record(WITHOUT_ANALYTICS, age=timedelta(days=2))
    DraftCookie.objects.filter(name="_ga").update(description="Counts visits.")
    editorial = publish_catalogue(by=None, material=False, change_note="Why.")
    assert json_of(client, accepted)["ended_by_catalogue_version"] is None
    DraftCookie.objects.filter(name="_ga").update(description="Counts readers.")
    material = publish_catalogue(by=None, material=True, change_note="Why.")
    assert "catalogue version 3 changed what we ask" in page_of(client, accepted)
    found = json_of(client, accepted)
    assert found["ended_by_catalogue_version"] == material.number != editorial.number
    assert found["counts_until"].startswith(f"{material.published_at:%Y-%m-%dT%H:%M}")
    assert json_of(client, rejected)["ended_by_catalogue_version"] is None


def test_a_receipt_of_signing_in_says_what_was_ticked(client: Client) -> None:
    plant(client, make_choice(frozenset({"consent"}), subject=BROWSER))
    request = client.get("/cookies/").wsgi_request
    choice = accept_authentication(consent_of(request))
    record = ConsentRecord.objects.get(receipt_code=choice.receipt)
    text = page_of(client, record)
    assert "Set the authentication cookies so that I can sign in” was ticked" in text
    assert "counts as long as that one" in text
    assert json_of(client, record)["source"] == "sign-in"


TYPED = [
    str.lower,
    lambda code: "-".join(code),
    lambda code: f" {code[:5]} {code[5:]} ",
]


@pytest.mark.parametrize("typed", TYPED)
def test_a_code_is_found_as_people_type_it(client: Client, typed: Any) -> None:
    record = make_record()
    for given in (f"/consent/receipts/{typed(record.receipt_code)}/",):
        response = client.get(given)
        assert response.status_code == 302
        assert response["Location"] == address(record)
        assert response["Cache-Control"] == "private, no-store"
    found = client.get(f"/consent/receipts/{typed(record.receipt_code)}.json")
    assert json.loads(found.content)["receipt_code"] == record.receipt_code
    form = client.get("/consent/receipts/", {"code": typed(record.receipt_code)})
    assert form["Location"] == address(record)


UNKNOWN = [
    "ABCDEFGHJK2345678923",
    "X" * 500,
    "%00",
    "%ff",
    "<b>",
    "…",
    "'; --",
    "-",
    "é",
]


@pytest.mark.parametrize("code", UNKNOWN)
def test_an_unknown_code_is_404_in_plain_words(client: Client, code: str) -> None:
    make_record()
    page = client.get(f"/consent/receipts/{code}/", follow=True)
    assert page.status_code == 404
    text = page.content.decode()
    assert "No such receipt" in text
    assert 'id="code"' in text
    assert "<b>" not in text
    assert page["Cache-Control"] == "private, no-store"
    answer = client.get(f"/consent/receipts/{code}.json")
    assert answer.status_code == 404
    assert json.loads(answer.content) == {
        "error": "There is no receipt with this code."
    }


def test_the_form_asks_for_a_code(client: Client) -> None:
    response = client.get("/consent/receipts/")
    assert response.status_code == 200
    assert response["X-Robots-Tag"] == "noindex"
    assert b"Look up a receipt" in response.content


@pytest.mark.parametrize("text", ["", " ", "--", "…", "\x00", "X" * 5000, "\ud800"])
def test_the_form_says_what_is_wrong(client: Client, text: str) -> None:
    response = client.get(
        "/consent/receipts/", {"code": text.encode("utf-8", "replace")}
    )
    assert response.status_code == 400
    assert b"Type the code of a receipt." in response.content
    assert b'aria-invalid="true"' in response.content


def test_who_has_another_cookie_sees_no_history(client: Client) -> None:
    record = make_record(subject=BROWSER)
    for choice in (None, make_choice(subject="f" * 32), make_choice()):
        if choice:
            plant(client, choice)
        html = page_of(client, record)
        assert "Your other choices" not in html
        assert "Forget these choices" not in html


def test_whose_it_is_also_sees_their_other_choices(client: Client) -> None:
    choose(client, "accept")
    choose(client, "reject")
    make_record(subject="f" * 32)
    first, second = ConsentRecord.objects.filter(subject__isnull=False).order_by("pk")[
        :2
    ]
    own = page_of(client, first).partition('id="own-history"')[2]
    assert address(second) in own
    # The other one, the form, and the foot of the page on paper.
    assert own.count("/consent/receipts/") == 3
    assert "Forget these choices" in own


def test_whose_only_choice_it_is_is_told_so(client: Client) -> None:
    choose(client, "accept")
    html = page_of(client, ConsentRecord.objects.get())
    assert "This is the only choice" in html


def test_it_asks_the_database_little(
    client: Client,
    policy_version: PolicyVersion,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(4):
        choose(client, "accept")
        choose(client, "reject")
    record = ConsentRecord.objects.latest("pk")
    with django_assert_max_num_queries(8):
        page_of(client, record)


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
@pytest.mark.parametrize("path", ["", "ABC/", "ABC.json"])
def test_they_are_only_read(client: Client, method: str, path: str) -> None:
    assert getattr(client, method)(f"/consent/receipts/{path}").status_code == 405


def test_a_saved_answer_says_what_was_saved(client: Client) -> None:
    with time_machine.travel(CHOSEN_AT, tick=False):
        choose(client, "save", **save_fields(frozenset({"consent"})))
    html = page_of(Client(), ConsentRecord.objects.get())
    text = words(html)
    assert "An answer for each category was saved at “Cookie choices”." in text
    assert "StatusRejectedOff" in [row.text for row in elements(html, "tr")]
