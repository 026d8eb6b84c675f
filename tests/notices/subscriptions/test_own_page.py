"""What mailed links open: confirming, one's own page, and erasing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from notices.models import Kind, Subscriber, Subscription
from notices.models.subscription import PATIENCE
from outbox.models import Mail, State
from outbox.queueing import queue
from policy.models import Policy
from tests.factories import make_policy, make_version
from tests.html import elements, words
from tests.notices.subscriptions.people import (
    JANE,
    letters,
    link,
    make_subscriber,
    page_of,
    subscribe,
)
from tests.outbox.mails import make_mail

pytestmark = pytest.mark.django_db
NOBODY = f"/subscribe/{'x' * 43}/"
ACTIONS = ["", "confirm/", "erase/", "unsubscribe/terms/"]


def text(response: Any) -> str:
    return words(response.content.decode())


@pytest.fixture
def privacy() -> Policy:
    policy = make_policy(slug="privacy", title="Privacy Policy")
    make_version(policy)
    return policy


def test_opening_the_mailed_link_confirms_nothing(
    client: Client, terms: Policy
) -> None:
    subscribe(client)
    path = link(letters()[0].text, "confirm/")
    page = client.get(path)
    assert page.status_code == 200
    assert page.content.decode().count('<button class="button">') == 1
    assert "Terms & Conditions: each material change" in text(page)
    assert not Subscription.objects.confirmed().exists()


def test_its_button_confirms(client: Client, terms: Policy) -> None:
    subscriber = make_subscriber(terms, confirmed=False)
    done = client.post(page_of(subscriber, "confirm/"))
    assert done.status_code == 303
    assert done["Location"] == f"{page_of(subscriber)}?done=confirmed"
    assert Subscription.objects.confirmed().exists()
    page = client.get(done["Location"])
    assert "You are subscribed." in text(page)
    (said,) = [e for e in elements(page.content.decode(), "p") if e["id"] == "done"]
    assert "autofocus" in said.attributes
    # A second time, from the mail.
    again = client.get(page_of(subscriber, "confirm/"))
    assert again["Location"] == page_of(subscriber)
    assert client.post(page_of(subscriber, "confirm/")).status_code == 303


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("case", ["unknown", "vanished"])
def test_a_link_under_which_nothing_is_held_says_so(
    client: Client, terms: Policy, action: str, case: str
) -> None:
    base = NOBODY
    if case == "vanished":
        asked_at = timezone.now() - PATIENCE
        base = page_of(make_subscriber(terms, asked_at=asked_at, confirmed=False))
    page = client.get(f"{base}{action}")
    assert page.status_code == 404
    assert "Nothing is held under this link" in text(page)
    assert page["Referrer-Policy"] == "no-referrer"
    is_ending = action.startswith(("erase", "unsubscribe"))
    # A mail provider may repeat its click: what it asks for is so.
    assert client.post(f"{base}{action}").status_code == (200 if is_ending else 404)
    assert not Subscription.objects.confirmed().exists()


def test_a_request_waits_seven_days(client: Client, terms: Policy) -> None:
    asked_at = timezone.now() - PATIENCE + timedelta(minutes=1)
    subscriber = make_subscriber(terms, asked_at=asked_at, confirmed=False)
    assert client.get(page_of(subscriber, "confirm/")).status_code == 200


@pytest.mark.parametrize("address", ["/subscribe/short/", f"/subscribe/{'x' * 44}/"])
def test_a_link_that_was_cut_is_not_found(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404
    assert client.post(f"{address}erase/").status_code == 404


@pytest.mark.parametrize("action", ACTIONS)
def test_the_secret_stays_in_the_browser(
    client: Client, terms: Policy, action: str
) -> None:
    subscriber = make_subscriber(terms, confirmed=False)
    page = client.get(page_of(subscriber, action))
    assert page.status_code == 200
    assert page["Cache-Control"] == "private, no-store"
    assert page["Referrer-Policy"] == "no-referrer"
    assert page["X-Robots-Tag"] == "noindex"
    assert not page.cookies
    html = page.content.decode()
    assert 'rel="canonical"' not in html
    assert "<script" not in html
    secret = subscriber.contact().secret
    # Nothing but this room's own forms and links gets it.
    holders = [e for e in elements(html) if secret in repr(e.attributes)]
    for holder in holders:
        target = holder["action"] or holder["href"]
        assert target.startswith(f"/subscribe/{secret}/"), holder
    head = client.head(page_of(subscriber, action))
    assert head.status_code == 200


@pytest.mark.parametrize("action", ACTIONS)
def test_no_other_method_is_taken(client: Client, terms: Policy, action: str) -> None:
    subscriber = make_subscriber(terms)
    for method in ("put", "patch", "delete", "options"):
        response = getattr(client, method)(page_of(subscriber, action))
        assert response.status_code == 405
    assert Subscription.objects.exists()


def test_the_page_shows_all_that_is_held(client: Client, terms: Policy) -> None:
    asked_at = timezone.now() - timedelta(days=1)
    subscriber = make_subscriber(terms, kind=Kind.EVERY, asked_at=asked_at)
    make_mail(recipient="JANE@example.com", subject="Of another room")
    make_mail(recipient="joe@example.com", subject="Of somebody else")
    said = text(client.get(page_of(subscriber)))
    for part in (
        JANE,
        "Every version Asked for on",
        "Confirmed on",
        "Of another room (since",
    ):
        assert part in said, part
    assert "Of somebody else" not in said


def test_many_letters_are_counted(client: Client, terms: Policy) -> None:
    subscriber = make_subscriber(terms)
    for _ in range(21):
        make_mail(recipient=JANE)
    assert "21 in all" in text(client.get(page_of(subscriber)))


def test_it_changes_adds_and_removes(
    client: Client, terms: Policy, privacy: Policy
) -> None:
    subscriber = make_subscriber(terms)
    page = page_of(subscriber)
    done = client.post(page, {"kind-terms": "every", "kind-privacy": "material"})
    assert (done.status_code, done["Location"]) == (303, f"{page}?done=saved")
    assert set(Subscription.objects.confirmed().values_list("policy", "kind")) == {
        (terms.pk, "every"),
        (privacy.pk, "material"),
    }
    assert "Saved." in text(client.get(done["Location"]))
    client.post(page, {"kind-terms": "", "kind-privacy": "every"})
    assert Subscription.objects.get().policy == privacy
    # What a form does not name stays as it is.
    assert client.post(page, {}).status_code == 303
    assert Subscription.objects.get().kind == "every"


def test_saving_confirms_what_waited(client: Client, terms: Policy) -> None:
    subscriber = make_subscriber(terms, confirmed=False)
    assert "Not confirmed yet." in text(client.get(page_of(subscriber)))
    client.post(page_of(subscriber), {"kind-terms": "material"})
    assert Subscription.objects.confirmed().exists()


def test_who_wants_nothing_more_is_erased(
    client: Client, terms: Policy, privacy: Policy
) -> None:
    subscriber = make_subscriber(terms, privacy)
    done = client.post(page_of(subscriber), {"kind-terms": "", "kind-privacy": ""})
    assert done.status_code == 200
    assert "Everything is erased" in text(done)
    assert not Subscriber.objects.exists()


@pytest.mark.parametrize("value", ["weekly", "MATERIAL", "\0", "x" * 5000])
def test_bad_input_changes_nothing(client: Client, terms: Policy, value: str) -> None:
    subscriber = make_subscriber(terms)
    page = client.post(page_of(subscriber), {"kind-terms": value})
    assert page.status_code == 400
    html = page.content.decode()
    assert "Choose one of the three." in html
    assert 'href="#id_kind-terms_0"' in html
    assert 'id="id_kind-terms_0"' in html
    assert Subscription.objects.get().kind == Kind.MATERIAL


def test_erasing_leaves_nothing_and_drops_what_waits(
    client: Client, terms: Policy
) -> None:
    subscriber = make_subscriber(terms)
    path = page_of(subscriber, "erase/")
    waiting = make_mail(recipient="Jane@example.com")
    other = make_mail()
    page = client.get(path)
    assert page.content.decode().count('<button class="button">') == 1
    assert Subscriber.objects.exists()
    assert Mail.objects.waiting().count() == 2
    done = client.post(path)
    assert done.status_code == 200
    assert "Everything is erased" in text(done)
    assert not Subscriber.objects.exists()
    assert not Subscription.objects.exists()
    waiting.refresh_from_db()
    assert (waiting.state, waiting.letter) == (State.DROPPED, "")
    assert Mail.objects.waiting().get() == other
    assert client.get(page_of_secret(path)).status_code == 404


def page_of_secret(path: str) -> str:
    return path.removesuffix("erase/")


def test_who_was_erased_may_come_back(client: Client, terms: Policy) -> None:
    subscriber = make_subscriber(terms)
    client.post(page_of(subscriber, "erase/"))
    subscribe(client)
    assert len(letters()) == 1
    assert Subscriber.objects.get().secret_hash != subscriber.secret_hash


def test_any_sender_may_unsubscribe_with_one_click(terms: Policy) -> None:
    client = Client(enforce_csrf_checks=True)
    subscriber = make_subscriber(terms)
    path = page_of(subscriber, "unsubscribe/terms/")
    page = client.get(path, headers={"User-Agent": "a scanner"})
    assert page.content.decode().count('<button class="button">') == 1
    assert Subscription.objects.exists()
    body = {"List-Unsubscribe": "One-Click"}
    for _ in range(2):
        done = client.post(path, body, headers={"Origin": "https://mail.example"})
        assert done.status_code == 200
        assert not done.cookies
    assert not Subscriber.objects.exists()


def test_unsubscribing_from_one_policy_keeps_the_others(
    client: Client, terms: Policy, privacy: Policy
) -> None:
    subscriber = make_subscriber(terms, privacy)
    with transaction.atomic():
        for reference in ("version terms 2", "version terms-of-sale 2"):
            queue("version", reference, recipient=JANE, subject="S", text="T")
    done = client.post(page_of(subscriber, "unsubscribe/terms/"))
    assert "You are unsubscribed" in text(done)
    assert "You still get e-mail about: Privacy Policy" in text(done)
    assert Subscription.objects.get().policy == privacy
    assert Mail.objects.waiting().get().reference == "version terms-of-sale 2"
    again = client.get(page_of(subscriber, "unsubscribe/terms/"))
    assert "You are unsubscribed" in text(again)
    assert client.post(page_of(subscriber, "unsubscribe/nothing/")).status_code == 200
    assert client.get(page_of(subscriber, "unsubscribe/nothing/")).status_code == 404


def test_an_address_whose_key_was_lost_can_still_be_erased(
    client: Client, terms: Policy, settings: Settings
) -> None:
    subscriber = make_subscriber(terms)
    page = page_of(subscriber)
    make_mail(recipient=JANE)
    settings.MAIL_KEYS = ["another key " * 6]
    shown = client.get(page)
    assert "It can no longer be read" in text(shown)
    assert "A mail that can no longer be read" in text(shown)
    assert client.post(f"{page}erase/").status_code == 200
    assert not Subscriber.objects.exists()
    assert not Mail.objects.unsent().exists()
