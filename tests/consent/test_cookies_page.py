"""/cookies/: the page of all four categories."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from consent.choices import Choice
from consent.models import BannerDraft, DraftCookie
from consent.publishing import publish_catalogue
from tests.consent.posting import (
    EVERYTHING,
    SIGNAL,
    WITHOUT_ANALYTICS,
    at,
    choose,
    make_choice,
    plant,
)
from tests.html import elements, words

pytestmark = pytest.mark.django_db
URL = "/cookies/"
CHOSEN_AT = at("2026-04-17T12:00:00")
NEXT_DAY = at("2026-04-18T12:00:00")


def text_of(client: Client, headers: dict[str, str] | None = None) -> str:
    response = client.get(URL, headers=headers or {})
    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"
    assert not response.cookies
    return response.content.decode()


def test_it_lists_the_categories_with_what_they_do_and_what_refusing_means(
    client: Client,
) -> None:
    text = text_of(client)
    titles = ["Authentication", "Status", "Analytics", "Cookie consent"]
    places = [text.index(f"<legend>{title}</legend>") for title in titles]
    assert places == sorted(places)
    assert "Google Analytics: helps us see which pages are read." in text
    assert "Remember this choice; otherwise we ask again next visit." in text
    assert "Keep staff signed in, and your privacy request open; visitors have" in text
    assert "Show that you are signed in, and keep hidden the notices" in text
    assert text.count("If you reject it") == 4
    assert "https://tools.google.com/dlpage/gaoptout" in text


def test_it_lists_every_cookie_of_the_site(client: Client) -> None:
    text = text_of(client)
    names = ["sessionid", "csrftoken", "status", "_ga", "_ga_*", "choice"]
    for name in names:
        assert f"<code>{name}</code>" in text


def test_purpose_legal_basis_and_party_are_one_step_below(client: Client) -> None:
    html = text_of(client)
    (analytics,) = [
        found
        for found in elements(html, "details")
        if "cookies of “Analytics”" in found.text
    ]
    for fact in (
        "To count which pages are read",
        "Your consent (GDPR, article 6(1)(a))",
        "Tells one browser from another",
        "At most 180 days",
        "Google",
        "First party",
    ):
        assert fact in analytics.text
    assert len(elements(html, "details")) == 4


def test_it_says_what_changed_since_the_choice(client: Client) -> None:
    plant(client, make_choice(WITHOUT_ANALYTICS))
    assert "What changed since your choice" not in text_of(client)
    DraftCookie.objects.filter(name="_ga").update(description="Counts visits.")
    publish_catalogue(by=None, material=False, change_note="_ga is told more exactly.")
    BannerDraft.objects.update(heading="Cookies here")
    publish_catalogue(by=None, material=False, change_note="A clearer heading.")
    page = words(text_of(client))
    assert "What changed since your choice" in page
    assert page.index("A clearer heading.") < page.index("_ga is told more exactly.")
    assert "cookie _ga is now: Counts visits." in page
    assert "you rejected analytics cookies." in page
    plant(client, make_choice(WITHOUT_ANALYTICS, catalogue_version=2))
    page = words(text_of(client))
    assert "A clearer heading." in page
    assert "_ga is told more exactly." not in page
    plant(client, make_choice(WITHOUT_ANALYTICS, catalogue_version=3))
    assert "What changed since your choice" not in text_of(client)


@pytest.mark.parametrize("version", [-1, 0, 99])
def test_a_catalogue_version_that_is_not_known_says_nothing_of_changes(
    client: Client, version: int
) -> None:
    plant(client, make_choice(WITHOUT_ANALYTICS, catalogue_version=version))
    assert "What changed since your choice" not in text_of(client)


def test_it_says_why_a_choice_no_longer_counts(client: Client) -> None:
    with time_machine.travel(NEXT_DAY, tick=False):
        old = make_choice(EVERYTHING, chosen_at=CHOSEN_AT - timedelta(days=200))
        plant(client, old)
        assert "Your choice of September 29, 2025 has run out" in text_of(client)
        DraftCookie.objects.filter(name="_ga").update(description="Counts visits.")
        publish_catalogue(by=None, material=True, change_note="Why.")
        plant(client, make_choice(EVERYTHING, chosen_at=CHOSEN_AT))
        text = text_of(client)
        assert "On April 17, 2026 you accepted analytics cookies." in text
        assert "What we ask has changed since, so we ask you again." in text
        assert "Analytics is off until you accept it." in text
        assert " checked" not in text
        assert "so we ask you again." in text_of(client, SIGNAL)


def test_it_leads_to_receipt_history_and_forgetting(client: Client) -> None:
    links = {link["href"] for link in elements(text_of(client), "a")}
    assert "/consent/receipts/" in links
    assert "/consent/history/" not in links
    assert "Forget these choices" not in text_of(client)
    choose(client, "reject")
    html = text_of(client)
    links = {link["href"] for link in elements(html, "a")}
    assert "/consent/history/" in links
    assert [link for link in links if link.startswith("/consent/receipts/")]
    actions = [form["action"] for form in elements(html, "form")]
    assert "/consent/forget/" in actions


@pytest.mark.parametrize(
    ("choice", "sentence"),
    [
        (make_choice(WITHOUT_ANALYTICS), "We could not keep a record"),
        (
            make_choice(frozenset({"status"}), is_recorded=True),
            "this browser keeps no receipt code",
        ),
    ],
)
def test_it_says_why_there_is_no_receipt(
    client: Client, choice: Choice, sentence: str
) -> None:
    plant(client, choice)
    assert sentence in text_of(client)


def test_the_confirmation_of_forgetting_is_there_only_without_a_choice(
    client: Client,
) -> None:
    assert 'id="choices-forgotten"' in text_of(client)
    plant(client, make_choice(WITHOUT_ANALYTICS))
    assert 'id="choices-forgotten"' not in text_of(client)


def test_it_says_whether_information_is_sold_or_shared(
    client: Client, settings: Settings
) -> None:
    assert "We do not sell or share your information." in text_of(client)
    settings.SELLS_OR_SHARES = True
    text = text_of(client)
    assert "We do not sell or share" not in text
    assert "To opt out, reject analytics above" in text


def test_on_https_it_shows_the_names_as_they_are_set(
    client: Client, settings: Settings
) -> None:
    settings.COOKIE_PREFIX = "__Host-"
    text = text_of(client)
    for name in ("sessionid", "csrftoken", "status", "choice"):
        assert f"<code>__Host-{name}</code>" in text
    assert "<code>_ga</code>" in text
    assert "<code>csrftoken</code>" not in text


def test_nothing_is_chosen_beforehand(client: Client) -> None:
    text = text_of(client)
    assert " checked" not in text
    assert "You have not chosen yet." in text
    assert " checked" not in text_of(client, SIGNAL)


def test_it_has_three_equal_buttons_and_no_banner(client: Client) -> None:
    text = text_of(client)
    buttons = text.count('<button class="button"')
    assert buttons == text.count('name="choice" value="save">') == 3
    assert 'id="banner"' not in text
    assert "analytics.js" not in text


def test_it_shows_what_holds(client: Client) -> None:
    with time_machine.travel(NEXT_DAY, tick=False):
        choice = make_choice(EVERYTHING, chosen_at=CHOSEN_AT, receipt="R3CEIPT")
        plant(client, choice)
        text = text_of(client)
        assert "On April 17, 2026 you accepted analytics cookies." in text
        assert "Your choice counts until October 16, 2026." in text
        assert "R3CEIPT" in text
        assert text.count(" checked") == 4
        assert 'id="id_analytics_0" checked' in text

        plant(client, make_choice(WITHOUT_ANALYTICS, chosen_at=CHOSEN_AT))
        text = text_of(client)
        assert "On April 17, 2026 you rejected analytics cookies." in text
        assert 'id="id_analytics_1" checked' in text


def test_it_says_that_the_signal_is_honored(client: Client) -> None:
    line = "Opt-Out Request Honored. Your browser sends Global Privacy Control"
    standing = text_of(client, SIGNAL).partition('id="standing-choice"')[2]
    assert line in standing
    plant(client, make_choice(EVERYTHING))
    standing = text_of(client, SIGNAL).partition('id="standing-choice"')[2]
    assert line in standing
    assert "without that signal" in standing
    assert 'id="id_analytics_1" checked' in standing
    plant(client, make_choice(EVERYTHING, under_signal=True))
    standing = text_of(client, SIGNAL).partition('id="standing-choice"')[2]
    assert line not in standing
    assert "although your browser sent Global Privacy Control" in standing


def test_a_session_choice_says_when_it_ends(client: Client) -> None:
    plant(client, make_choice(frozenset({"status"})))
    assert "We keep your choice until you close your browser." in text_of(client)


def test_it_asks_the_database_little(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(5):
        text_of(client)


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_it_is_only_read(client: Client, method: str) -> None:
    assert getattr(client, method)(URL).status_code == 405
