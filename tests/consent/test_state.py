"""/consent/state.css: without the database, it reveals what is true and no more."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.signing import TimestampSigner
from django.test import Client

from consent import hint
from consent.choices import Choice
from tests.consent.posting import (
    EVERYTHING,
    SIGNAL,
    WITHOUT_ANALYTICS,
    make_choice,
    plant,
)

URL = "/consent/state.css"

BANNER = "#banner{display:none}"
ACCEPTED = "#choice-accepted:target"
REJECTED = "#choice-rejected:target"
SAVED = "#choice-saved:target"
SIGNAL_LINE = "#site-signal{"
EVERY_RULE = {BANNER, ACCEPTED, REJECTED, SAVED, SIGNAL_LINE, ".site-signed-in"}


def shown(client: Client, headers: dict[str, str] | None = None) -> set[str]:
    response = client.get(URL, headers=headers or {})
    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"
    assert response["Content-Type"].startswith("text/css")
    assert "Cookie" not in response.get("Vary", "")
    return {rule for rule in EVERY_RULE if rule in response.content.decode()}


TABLE = [
    # choice, signal, what is in the stylesheet
    (None, False, set()),
    (None, True, {BANNER, SIGNAL_LINE}),
    (make_choice(EVERYTHING), False, {BANNER, ACCEPTED, SAVED}),
    (make_choice(EVERYTHING), True, {BANNER, SIGNAL_LINE}),
    (make_choice(EVERYTHING, under_signal=True), True, {BANNER, ACCEPTED, SAVED}),
    (make_choice(WITHOUT_ANALYTICS), False, {BANNER, REJECTED, SAVED}),
    (make_choice(WITHOUT_ANALYTICS), True, {BANNER, REJECTED, SAVED}),
    (make_choice(EVERYTHING, age=timedelta(days=200)), False, set()),
    (make_choice(EVERYTHING, catalogue_version=99), False, set()),
]


@pytest.mark.parametrize(("choice", "signal", "rules"), TABLE)
def test_it_works(
    client: Client, choice: Choice | None, signal: bool, rules: set[str]
) -> None:
    if choice:
        plant(client, choice)
    headers = SIGNAL if signal else None
    assert shown(client, headers) == rules
    assert not client.get(URL, headers=headers).cookies


@pytest.mark.parametrize("value", ["0", "", "2", "true", "1, 1"])
def test_only_1_is_the_signal(client: Client, value: str) -> None:
    assert shown(client, {"Sec-GPC": value}) == set()


def test_it_reveals_the_links_of_the_signed_in_by_the_hint(client: Client) -> None:
    value = TimestampSigner(salt=hint.SIGNER).sign(hint.VALUE)
    client.cookies["status"] = value
    assert shown(client) == set()
    plant(client, make_choice(WITHOUT_ANALYTICS))
    client.cookies["status"] = value
    assert ".site-signed-in" in shown(client)
    client.cookies["status"] = value + "x"
    assert ".site-signed-in" not in shown(client)
    client.cookies["status"] = TimestampSigner(salt="other").sign(hint.VALUE)
    assert ".site-signed-in" not in shown(client)


def test_a_session_cookie_reveals_nothing(client: Client) -> None:
    plant(client, make_choice())
    client.cookies["sessionid"] = "x" * 32
    assert ".site-signed-in" not in shown(client)


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_it_is_only_read(client: Client, method: str) -> None:
    assert getattr(client, method)(URL).status_code == 405


def test_its_head_is_like_its_get(client: Client) -> None:
    response = client.head(URL)
    assert (response.status_code, response.content) == (200, b"")
