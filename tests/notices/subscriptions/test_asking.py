"""/subscribe/: the form, and the one mail that answers it."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from notices.models import Kind, Subscriber, Subscription
from outbox.models import Mail
from policy.models import Policy
from tests.factories import make_draft, make_policy, make_upcoming, make_version
from tests.html import elements, words
from tests.notices.subscriptions.people import (
    JANE,
    OURS,
    SEND,
    SENT,
    filled,
    letters,
    link,
    make_subscriber,
    page_of,
    subscribe,
)

pytestmark = pytest.mark.django_db
FORM = "/subscribe/"


def ticked(client: Client, address: str) -> list[str]:
    html = client.get(address).content.decode()
    boxes = [e for e in elements(html, "input") if e["name"] == "policies"]
    return [box["value"] for box in boxes if "checked" in box.attributes]


def test_it_works(client: Client, terms: Policy) -> None:
    response = subscribe(client)
    assert (response.status_code, response["Location"]) == (303, SENT)
    assert response["Cache-Control"] == "private, no-store"
    assert not response.cookies
    subscription = Subscription.objects.get()
    assert (subscription.policy, subscription.kind) == (terms, Kind.MATERIAL)
    assert subscription.confirmed_at is None
    (letter,) = letters()
    assert letter.recipient == JANE
    assert letter.subject == (
        "Please confirm: e-mail about changes to Terms & Conditions"
    )
    assert link(letter.text, "confirm/") == page_of(
        Subscriber.objects.get(), "confirm/"
    )
    assert "Terms &amp; Conditions" in letter.html
    assert "<img" not in letter.html
    assert client.get(SENT).status_code == 200


def test_the_mail_can_be_refused_with_one_click(client: Client, terms: Policy) -> None:
    subscribe(client)
    headers = letters()[0].headers
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = headers["List-Unsubscribe"].strip("<>").removeprefix("http://localhost:8000")
    assert client.post(path).status_code == 200
    assert not Subscriber.objects.exists()


def test_one_click_erases_nothing_where_all_was_confirmed(
    client: Client, terms: Policy
) -> None:
    """A stranger may have asked: that mail leads to the person's own page only."""
    make_subscriber(terms)
    subscribe(client)
    (letter,) = letters()
    assert "You get these mails already." in letter.text
    assert letter.headers == {}


def test_the_policies_in_force_can_be_chosen_and_no_others(
    client: Client, terms: Policy
) -> None:
    make_version(make_policy(slug="privacy"))
    make_upcoming(make_policy(slug="not-yet"))
    make_draft(make_policy(slug="a-draft"))
    html = client.get(FORM).content.decode()
    boxes = [e["value"] for e in elements(html, "input") if e["name"] == "policies"]
    assert set(boxes) == {"terms", "privacy"}
    for slug in ("not-yet", "a-draft", "nothing", "te\0rms", "x" * 5000):
        assert subscribe(client, slug).status_code == 400
    assert not Subscriber.objects.exists()


def test_a_link_ticks_its_policy_and_a_single_one_is_ticked(
    client: Client, terms: Policy
) -> None:
    assert ticked(client, FORM) == ["terms"]
    make_version(make_policy(slug="privacy"))
    assert ticked(client, FORM) == []
    assert ticked(client, f"{FORM}?policy=privacy") == ["privacy"]
    for other in ("nothing", "%00", "privacy%2F"):
        answer = client.get(FORM, {"policy": other})
        assert (answer.status_code, answer["Location"]) == (302, FORM)


def test_several_policies_are_one_mail(client: Client, terms: Policy) -> None:
    make_version(make_policy(slug="privacy", title="Privacy Policy"))
    subscribe(client, "terms", "privacy", kind="every")
    assert Subscription.objects.filter(kind=Kind.EVERY).count() == 2
    (letter,) = letters()
    assert "* Privacy Policy" in letter.text
    assert "* Terms & Conditions" in letter.text


@pytest.mark.parametrize("known", ["unknown", "waiting", "confirmed", "vanished"])
def test_the_answer_is_the_same_whoever_is_known(
    client: Client, terms: Policy, known: str
) -> None:
    ages = {"waiting": timedelta(), "confirmed": timedelta(), "vanished": timedelta(8)}
    if known in ages:
        asked_at = timezone.now() - ages[known]
        make_subscriber(terms, asked_at=asked_at, confirmed=known == "confirmed")
    response = subscribe(client)
    expected = {"Location": SENT, "Cache-Control": "private, no-store"}
    assert response.status_code == 303
    assert {name: response[name] for name in expected} == expected
    assert response.content == b""
    assert len(letters()) == Subscriber.objects.count() == 1
    assert Mail.objects.get().purpose == "subscription"
    assert Mail.objects.get().reference == "subscription"


def test_who_is_subscribed_gets_the_link_to_their_own_page(
    client: Client, terms: Policy
) -> None:
    subscriber = make_subscriber(terms, kind=Kind.EVERY)
    subscribe(client, kind="material")
    (letter,) = letters()
    assert "You get these mails already. Nothing was changed." in letter.text
    assert "confirm/" not in letter.text
    assert link(letter.text, "") == page_of(subscriber)
    assert Subscription.objects.get().kind == Kind.EVERY


def test_another_policy_has_to_be_confirmed_too(client: Client, terms: Policy) -> None:
    privacy = make_policy(slug="privacy", title="Privacy Policy")
    make_version(privacy)
    make_subscriber(terms)
    subscribe(client, "terms", "privacy")
    (letter,) = letters()
    assert "* Privacy Policy" in letter.text
    assert "Terms" not in letter.text
    assert Subscription.objects.waiting().get().policy == privacy
    assert Subscription.objects.confirmed().get().policy == terms


def test_one_mailbox_is_one_subscriber_and_keeps_its_spelling(
    client: Client, terms: Policy
) -> None:
    make_subscriber(terms, address="Jane@example.com", confirmed=False)
    subscribe(client, address="  JANE@EXAMPLE.com ")
    assert Subscriber.objects.count() == 1
    assert letters()[0].recipient == "Jane@example.com"


def test_an_address_of_another_script_is_written_to_as_dns_has_it(
    client: Client, terms: Policy
) -> None:
    subscribe(client, address="jane@bücher.example")
    assert letters()[0].recipient == "jane@xn--bcher-kva.example"


def test_no_column_holds_an_address_or_a_secret_in_the_clear(
    client: Client, terms: Policy
) -> None:
    subscribe(client)
    secret = Subscriber.objects.get().contact().secret
    held = repr([*Subscriber.objects.values(), *Subscription.objects.values()])
    for word in ("jane", "example.com", secret):
        assert word not in held


@pytest.mark.parametrize(
    ("fields", "sentence", "field"),
    [
        ({"address": ""}, "Type your e-mail address.", "id_address"),
        ({"address": "jane"}, "Type an address in the form", "id_address"),
        ({"address": "jane@example..com"}, "Type an address", "id_address"),
        ({"address": "j\0ane@example.com"}, "Type an address", "id_address"),
        (
            {"address": '"a\x01"@example.com'},
            "Enter a valid email address",
            "id_address",
        ),
        ({"address": "j" * 300 + "@example.com"}, "at most 254", "id_address"),
        ({"policies": []}, "Choose at least one policy.", "id_policies_0"),
        ({"policies": ["terms", "x"]}, "policies that are in force", "id_policies_0"),
        ({"kind": ""}, "Choose when we write to you.", "id_kind_0"),
        ({"kind": "weekly"}, "Choose when we write to you.", "id_kind_0"),
    ],
)
def test_bad_input_comes_back_as_it_was_filled_in(
    client: Client, terms: Policy, fields: dict[str, Any], sentence: str, field: str
) -> None:
    response = subscribe(client, **filled() | fields)
    html = response.content.decode()
    assert response.status_code == 400
    assert response["Cache-Control"] == "private, no-store"
    (summary,) = [e for e in elements(html, "div") if e["id"] == "problem"]
    assert sentence in words(summary.text)
    assert "autofocus" in summary.attributes
    assert f'href="#{field}"' in html
    assert f'id="{field}"' in html
    assert html.count(sentence) == 2
    assert elements(html, "title")[0].text.startswith("Error:")
    if "address" not in fields:
        (box,) = [e for e in elements(html, "input") if e["name"] == "address"]
        assert box["value"] == JANE
    assert not Mail.objects.exists()
    assert not Subscriber.objects.exists()


def test_it_takes_nothing_but_posts(client: Client, terms: Policy) -> None:
    for method in ("get", "head", "put", "patch", "delete", "options"):
        assert getattr(client, method)(SEND, headers=OURS).status_code == 405
        assert getattr(client, method)(f"{SEND}confirm/").status_code in (403, 405)
    assert client.post(FORM).status_code == 405


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
    ],
)
def test_it_refuses_another_site(
    client: Client, terms: Policy, headers: dict[str, str]
) -> None:
    assert client.post(SEND, filled(), headers=headers).status_code == 403
    assert not Mail.objects.exists()


def test_it_asks_to_confirm_where_the_browser_does_not_say(terms: Policy) -> None:
    client = Client(enforce_csrf_checks=True)
    asked = client.post(SEND, filled())
    html = asked.content.decode()
    assert asked.status_code == 200
    assert asked["Cache-Control"] == "private, no-store"
    assert html.count("<button") == 1
    assert not Mail.objects.exists()
    fields = {e["name"]: e["value"] for e in elements(html, "input")}
    assert fields["address"] == JANE
    assert client.post(f"{SEND}confirm/", filled()).status_code == 403
    done = client.post(f"{SEND}confirm/", fields)
    assert (done.status_code, done["Location"]) == (303, SENT)
    assert len(letters()) == 1
    assert client.post(SEND, filled(address="jane")).status_code == 400


def test_one_address_gets_one_mail_a_minute_and_five_a_day(
    client: Client, terms: Policy
) -> None:
    at = timezone.now()
    for minutes, expected in ((0, 1), (0.9, 1), (1, 2), (2, 3), (3, 4), (4, 5), (5, 5)):
        with time_machine.travel(at + timedelta(minutes=minutes), tick=False):
            response = subscribe(client, address=f"  {JANE.upper()}")
            assert (response.status_code, response["Location"]) == (303, SENT)
            assert Mail.objects.count() == expected, minutes
    subscribe(client, address="joe@example.com")
    assert Mail.objects.count() == 6
    with time_machine.travel(at + timedelta(days=1), tick=False):
        subscribe(client)
    assert Mail.objects.count() == 7


def test_all_together_get_so_many_mails_an_hour(
    client: Client, terms: Policy, settings: Settings
) -> None:
    settings.SUBSCRIBE_MAILS_PER_HOUR = 2
    for number in range(2):
        assert subscribe(client, address=f"r{number}@example.com").status_code == 303
    for address in ("r0@example.com", JANE):
        response = subscribe(client, address=address)
        assert response.status_code == 429
        assert response["Retry-After"]
        assert "Please try again in an hour" in words(response.content.decode())
        assert f'value="{address}"' in response.content.decode()
    assert Mail.objects.count() == 2


def test_without_a_mail_server_it_says_so(
    client: Client, terms: Policy, settings: Settings
) -> None:
    settings.EMAIL_HOST = ""
    page = client.get(FORM)
    assert page.status_code == 200
    assert "E-mail is not available on this site yet." in words(page.content.decode())
    assert b'id="subscribe"' not in page.content
    assert subscribe(client).status_code == 503
    assert not Mail.objects.exists()
    assert not Subscriber.objects.exists()


def test_without_a_policy_in_force_it_says_so(client: Client) -> None:
    assert "No policy is in force yet" in words(client.get(FORM).content.decode())
    assert subscribe(client).status_code == 400


@pytest.mark.parametrize("address", ["/", "/terms/", "/notices/", "/cookies/"])
def test_visitors_find_it(client: Client, terms: Policy, address: str) -> None:
    html = client.get(address).content.decode()
    found = [e["href"] for e in elements(html, "a") if "Get e-mail" in e.text]
    assert FORM in found
    assert (f"{FORM}?policy=terms" in found) is (address == "/terms/")


def test_no_form_of_the_page_holds_a_token(client: Client, terms: Policy) -> None:
    html = client.get(FORM).content.decode()
    assert "csrfmiddlewaretoken" not in html
    assert not re.search(r"<script|style=", html)
