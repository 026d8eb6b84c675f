"""While analytics is not accepted, answers under /consent/ delete its cookies."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from consent.analytics_cookies import GOOGLE_NAME, MOST_DOMAINS, MOST_NAMES, domains
from tests.consent.posting import OURS, WITHOUT_ANALYTICS, cookie_value, make_choice

HOST = "www.privacy.example.com"
SENT = "_ga=1; _ga_ABC123=2; _gid=3; _gat=4; _gat_UA-1-2=5; other=6"
GOOGLE = {"_ga", "_ga_ABC123", "_gid", "_gat", "_gat_UA-1-2"}


@pytest.fixture(autouse=True)
def any_host(settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["*"]


def deleted(response: Any) -> set[tuple[str, str]]:
    """Name and domain of each cookie that the answer ends."""
    ended = [morsel for morsel in response.cookies.values() if not morsel.value]
    for morsel in ended:
        assert morsel["max-age"] == 0
        assert morsel["path"] == "/"
        assert morsel["expires"].endswith("1970 00:00:00 GMT")
    return {(morsel.key, morsel["domain"]) for morsel in ended}


@pytest.mark.parametrize(
    "path",
    ["/consent/state.css", "/consent/analytics.js", "/consent/confirm/?choice=reject"],
)
def test_they_are_deleted_on_the_host_and_each_parent_domain(
    client: Client, path: str
) -> None:
    response = client.get(path, HTTP_HOST=f"{HOST}:8000", HTTP_COOKIE=SENT)
    places = {"", HOST, "privacy.example.com", "example.com"}
    assert deleted(response) >= {(name, place) for name in GOOGLE for place in places}
    assert {name for name, _place in deleted(response)} == GOOGLE


def test_they_are_deleted_with_errors_too(client: Client) -> None:
    response = client.get("/consent/choose/", HTTP_COOKIE="_ga=1")
    assert response.status_code == 405
    assert ("_ga", "") in deleted(response)
    foreign = {"Sec-Fetch-Site": "cross-site"}
    response = client.post("/consent/choose/", headers=foreign, HTTP_COOKIE="_ga=1")
    assert response.status_code == 403
    assert ("_ga", "") in deleted(response)


@pytest.mark.django_db
def test_a_rejection_deletes_them_and_an_acceptance_keeps_them(client: Client) -> None:
    for choice, count in (("reject", 1), ("accept", 0)):
        response = client.post(
            "/consent/choose/",
            {"choice": choice},
            headers=OURS,
            HTTP_HOST="localhost",
            HTTP_COOKIE="_ga=1",
        )
        assert response.status_code == 303
        assert len(deleted(response)) == count


def test_those_who_accepted_keep_them_unless_the_signal_comes(client: Client) -> None:
    header = f"_ga=1; choice={cookie_value(make_choice())}"
    state = "/consent/state.css"
    assert not deleted(client.get(state, HTTP_COOKIE=header))
    signal = {"Sec-GPC": "1"}
    assert deleted(client.get(state, HTTP_COOKIE=header, headers=signal))
    header = f"_ga=1; choice={cookie_value(make_choice(WITHOUT_ANALYTICS))}"
    assert deleted(client.get(state, HTTP_COOKIE=header))


@pytest.mark.parametrize(
    "name",
    ["_gax", "_g", "ga", "_ga_", "_ga_A-B", "_ga\u00e9", "_ga_" + "A" * 33, "_GA"],
)
def test_no_other_name_is_echoed(client: Client, name: str) -> None:
    assert not GOOGLE_NAME.fullmatch(name)
    header = f"{name}=1".encode().decode("latin-1")
    assert not client.get("/consent/state.css", HTTP_COOKIE=header).cookies


def test_an_answer_stays_short_whatever_is_sent(client: Client) -> None:
    header = "; ".join(f"_ga_A{number}=1" for number in range(100))
    host = "a." * 30 + "example.com"
    response = client.get("/consent/state.css", HTTP_COOKIE=header, HTTP_HOST=host)
    assert len(deleted(response)) == MOST_NAMES * MOST_DOMAINS


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("example.com", ["", "example.com"]),
        ("example.com:8000", ["", "example.com"]),
        ("a.example.com.", ["", "a.example.com", "example.com"]),
        ("localhost:8000", [""]),
        ("127.0.0.1:8000", [""]),
        ("127.0.0.1", [""]),
        ("[::1]:8000", [""]),
        ("[::1]", [""]),
    ],
)
def test_domains_of_a_host(host: str, expected: list[str]) -> None:
    assert list(domains(host)) == expected


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("method", "address"),
    [
        ("get", "/consent/receipts/"),
        ("get", "/consent/history/"),
        ("get", "/consent/receipts/ABCDEFGHJKLMNPQRSTUV/"),
        ("get", "/consent/nothing/"),
        ("put", "/consent/choose/"),
        ("get", "/consent/state.css"),
    ],
)
def test_every_answer_of_the_room_deletes_them(
    client: Client, method: str, address: str
) -> None:
    client.cookies["_ga"] = "GA1.1.1.1"
    client.cookies["_ga_TEST"] = "GS1.1.1"
    response = getattr(client, method)(address)
    deleted = {morsel.key for morsel in response.cookies.values()}
    assert {"_ga", "_ga_TEST"} <= deleted
