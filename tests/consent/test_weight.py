"""What the whole of consent costs a visitor: at most 1 kB, and no script unasked."""

from __future__ import annotations

import brotli
import pytest
from django.test import Client
from pytest_django import Settings

from consent.choices import Choice
from tests.consent.posting import (
    EVERYTHING,
    SIGNAL,
    WITHOUT_ANALYTICS,
    make_choice,
    plant,
)

MOST_BYTES = 1024
ASSETS = ["/consent/state.css", "/consent/analytics.js"]


@pytest.fixture(autouse=True)
def property_id(settings: Settings) -> None:
    settings.GOOGLE_ANALYTICS_GTAG_PROPERTY_ID = "G-ABC1234567"


def test_the_assets_of_an_accepting_visitor_weigh_at_most_a_kilobyte(
    client: Client,
) -> None:
    plant(client, make_choice(EVERYTHING))
    contents = [client.get(address).content for address in ASSETS]
    assert all(contents)
    assert sum(len(brotli.compress(content)) for content in contents) <= MOST_BYTES


@pytest.mark.parametrize(
    ("choice", "signal"),
    [
        (None, False),
        (None, True),
        (make_choice(WITHOUT_ANALYTICS), False),
        (make_choice(frozenset()), False),
        (make_choice(EVERYTHING), True),
    ],
)
def test_who_did_not_accept_gets_no_byte_of_script(
    client: Client, choice: Choice | None, signal: bool
) -> None:
    if choice:
        plant(client, choice)
    headers = SIGNAL if signal else {}
    assert client.get("/consent/analytics.js", headers=headers).content == b""


@pytest.mark.django_db
def test_a_page_has_no_other_script_and_nothing_inline(client: Client) -> None:
    page = client.get("/").content.decode()
    assert page.count("<script") == 1
    assert '<script src="/consent/analytics.js" defer></script>' in page
