"""/cookies/: the page of all four categories."""

from __future__ import annotations

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from tests.consent.posting import (
    EVERYTHING,
    SIGNAL,
    WITHOUT_ANALYTICS,
    at,
    make_choice,
    plant,
)

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
    assert "Keep staff signed in; visitors have no accounts." in text
    assert "Show that you are signed in." in text
    assert text.count("If you reject it") == 4
    assert "https://tools.google.com/dlpage/gaoptout" in text


def test_it_lists_every_cookie_of_the_site(client: Client) -> None:
    text = text_of(client)
    names = ["sessionid", "csrftoken", "status", "_ga", "_ga_*", "choice"]
    for name in names:
        assert f"<code>{name}</code>" in text


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
    with django_assert_max_num_queries(4):
        text_of(client)


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_it_is_only_read(client: Client, method: str) -> None:
    assert getattr(client, method)(URL).status_code == 405
