"""How often one may ask: exact, however many workers answer; commits are real here."""

from __future__ import annotations

import http.client
import re
import socket
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from ipaddress import ip_network
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from outbox.models import Mail
from pages.client_address import _kept_cut
from rights.models import RightsRequest
from tests.databases import database_url
from tests.html import words
from tests.live import LiveSite
from tests.rights.people import OURS, SEND, filled, letters, send

FORM = {"Content-Type": "application/x-www-form-urlencoded", **OURS}
AT_ONCE = 25
BUSY = 503


@pytest.fixture(autouse=True)
def no_network_remembered() -> Iterator[None]:
    """Which proxies are declared differs from test to test."""
    _kept_cut.cache_clear()
    yield
    _kept_cut.cache_clear()


@pytest.fixture
def site(
    own_database: str, template_data_dir: Path, tmp_path: Path
) -> Iterator[LiveSite]:
    """Two workers on a copy of the test database."""
    variables = {"DATABASE_URL": database_url(), "WEB_CONCURRENCY": "2"}
    static = str(template_data_dir / "static")
    variables |= {"FORWARDED_ALLOW_IPS": "127.0.0.1", "STATIC_ROOT": static}
    with socket.create_server(("127.0.0.1", 0)) as listener:
        site = LiveSite(tmp_path, listener.getsockname()[1], variables)
        with site.running(listener):
            yield site


def post(site: LiveSite, address: str, fields: dict[str, Any]) -> tuple[int, str]:
    """Status and place of the answer; who finds the site busy asks again."""
    headers = FORM | {"X-Forwarded-For": address}
    while True:
        connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=30)
        connection.request("POST", SEND, urlencode(fields), headers)
        answer = connection.getresponse()
        answer.read()
        connection.close()
        if answer.status != BUSY:
            return answer.status, answer.getheader("Location") or ""


def post_all(
    site: LiveSite, posts: list[tuple[str, dict[str, Any]]]
) -> list[tuple[int, str]]:
    """All of them at once, as far as the machine can."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(lambda each: post(site, *each), posts))


def test_a_hundred_posts_of_one_address_file_one_request(site: LiveSite) -> None:
    answers = post_all(
        site, [(f"192.0.{n}.1", filled(words=f"No. {n}")) for n in range(100)]
    )
    assert Counter(status for status, _ in answers) == {303: 1, 429: 99}
    assert RightsRequest.objects.count() == 1
    assert Mail.objects.count() == 1


def test_a_hundred_posts_of_one_network_file_sixty(site: LiveSite) -> None:
    answers = post_all(
        site,
        [(f"192.0.2.{n}", filled(email=f"reader-{n}@example.com")) for n in range(100)],
    )
    assert Counter(status for status, _ in answers) == {303: 60, 429: 40}
    assert RightsRequest.objects.count() == 60


def test_twelve_of_the_same_at_once_file_one_request(site: LiveSite) -> None:
    answers = post_all(site, [("192.0.2.1", filled())] * 12)
    assert {status for status, _ in answers} == {303}
    assert len({place for _, place in answers}) == 1
    assert RightsRequest.objects.count() == 1
    assert RightsRequest.objects.get().steps.count() == 2
    assert Mail.objects.count() == 1


@pytest.mark.django_db
def test_five_a_day_and_then_the_telephone(client: Client) -> None:
    now = timezone.now()
    statuses = []
    for minute in range(6):
        with time_machine.travel(now.timestamp() + minute * 61):
            answer = send(client, words=f"No. {minute}")
            statuses.append(answer.status_code)
    assert statuses == [303] * 5 + [429]
    said = words(answer.content.decode())
    assert "1-800-345-1642" in said
    assert "7700 Forsyth Boulevard" in said
    assert "Calls and letters are not counted" in said
    # The form is there as it was filled in.
    html = answer.content.decode()
    assert "No. 5</textarea>" in html
    assert 'value="jane@example.com"' in html
    assert re.search(r'<option value="CA"\s+selected', html)
    assert 'id="problem"' in html
    assert answer["Retry-After"]
    assert len(letters()) == 5


@pytest.mark.django_db
def test_nobody_escapes_by_a_forged_header(client: Client) -> None:
    for number in range(61):
        forged = OURS | {"X-Forwarded-For": f"198.51.{number}.1"}
        answer = client.post(
            SEND, filled(email=f"reader-{number}@example.com"), headers=forged
        )
    assert answer.status_code == 429


@pytest.mark.django_db
def test_behind_a_declared_proxy_each_network_has_its_own(
    client: Client, settings: Settings
) -> None:
    settings.TRUSTED_PROXIES = [ip_network("127.0.0.1")]
    for number in range(61):
        named = OURS | {"X-Forwarded-For": f"198.51.{number}.1"}
        answer = client.post(
            SEND, filled(email=f"reader-{number}@example.com"), headers=named
        )
    assert answer.status_code == 303


@pytest.mark.django_db
def test_what_is_counted_names_nobody(client: Client) -> None:
    send(client)
    with connection.cursor() as cursor:
        cursor.execute("SELECT key FROM outbox_limitwindow")
        rows = repr(cursor.fetchall())
    for part in ("jane", "example", "127.0.0"):
        assert part not in rows
