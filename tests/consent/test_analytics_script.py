"""/consent/analytics.js: the gate, and what passes it."""

from __future__ import annotations

import json
import re
from itertools import product

import pytest
from analytical.templatetags.google_analytics_gtag import GoogleAnalyticsGTagNode
from django.test import Client
from pytest_django import Settings

from consent import analytics
from consent.gate import Gate, gate
from tests.consent.posting import (
    EVERYTHING,
    SIGNAL,
    WITHOUT_ANALYTICS,
    make_choice,
    plant,
)

URL = "/consent/analytics.js"
PROPERTY = "G-ABC1234567"


@pytest.fixture(autouse=True)
def property_id(settings: Settings) -> None:
    settings.GOOGLE_ANALYTICS_GTAG_PROPERTY_ID = PROPERTY


def script(client: Client, headers: dict[str, str] | None = None) -> str:
    response = client.get(URL, headers=headers or {})
    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"
    assert response["Content-Type"].startswith("application/javascript")
    assert not response.cookies
    return response.content.decode()


def test_only_one_of_eight_opens_the_gate() -> None:
    table = {
        values: gate(
            is_configured=values[0], is_accepted=values[1], has_session=values[2]
        )
        for values in product([True, False], repeat=3)
    }
    assert table == {
        (True, True, False): Gate.OPEN,
        (True, True, True): Gate.SIGNED_IN,
        (True, False, True): Gate.NOT_ACCEPTED,
        (True, False, False): Gate.NOT_ACCEPTED,
        (False, True, True): Gate.NOT_CONFIGURED,
        (False, True, False): Gate.NOT_CONFIGURED,
        (False, False, True): Gate.NOT_CONFIGURED,
        (False, False, False): Gate.NOT_CONFIGURED,
    }


def test_those_who_accepted_get_the_tag(client: Client) -> None:
    plant(client, make_choice())
    text = script(client)
    source = f"https://www.googletagmanager.com/gtag/js?id={PROPERTY}"
    assert f'script.src = "{source}"' in text
    assert text.index("'default'") < text.index("'update'") < text.index("'config'")
    assert "event.persisted" in text
    assert f'fetch("{URL}")' in text
    assert "<" not in text


def test_everything_is_denied_before_anything_is_configured(client: Client) -> None:
    plant(client, make_choice())
    text = script(client)
    found = re.search(r"gtag\('consent', 'default', ({.*})\);", text)
    assert found is not None
    assert set(json.loads(found[1]).values()) == {"denied"}
    assert len(json.loads(found[1])) == 4
    update = re.search(r"gtag\('consent', 'update', ({.*})\);", text)
    assert update is not None
    assert json.loads(update[1]) == {"analytics_storage": "granted"}


def test_the_tag_is_told_to_know_little(client: Client) -> None:
    plant(client, make_choice())
    text = script(client)
    found = re.search(r"var options = ({.*});", text)
    assert found is not None
    options = json.loads(found[1])
    assert options["allow_google_signals"] is False
    assert options["allow_ad_personalization_signals"] is False
    assert options["cookie_domain"] == "none"
    assert options["cookie_expires"] <= 180 * 24 * 60 * 60
    assert "options.page_location = location.origin + location.pathname;" in text
    assert text.count("gtag('config'") == 1
    assert f"gtag('config', '{PROPERTY}', options);" in text
    assert "user_id" not in text


def test_nobody_else_gets_a_byte(client: Client) -> None:
    assert script(client) == ""
    assert script(client, SIGNAL) == ""
    plant(client, make_choice(WITHOUT_ANALYTICS))
    assert script(client) == ""
    plant(client, make_choice(EVERYTHING))
    assert script(client, SIGNAL) == ""
    client.cookies["sessionid"] = "x" * 32
    assert script(client) == ""


def test_without_a_property_id_there_is_no_tag(
    client: Client, settings: Settings
) -> None:
    settings.GOOGLE_ANALYTICS_GTAG_PROPERTY_ID = ""
    plant(client, make_choice())
    assert script(client) == ""


def test_a_changed_snippet_stops_the_tag(monkeypatch: pytest.MonkeyPatch) -> None:
    node = GoogleAnalyticsGTagNode
    monkeypatch.setattr(node, "render", lambda self, context: "<script>x()</script>")
    with pytest.raises(analytics.UnknownSnippet):
        analytics.analytics_script()


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_it_is_only_read(client: Client, method: str) -> None:
    assert getattr(client, method)(URL).status_code == 405
