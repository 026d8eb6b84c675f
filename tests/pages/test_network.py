"""Which network a request comes from: what a visitor writes changes nothing."""

from __future__ import annotations

from ipaddress import ip_network

import pytest
from django.test import RequestFactory
from pytest_django import Settings

from pages.network import UNKNOWN, network_of


@pytest.fixture(autouse=True)
def proxies(settings: Settings) -> None:
    settings.TRUSTED_PROXIES = [ip_network("127.0.0.1"), ip_network("10.0.0.0/8")]


@pytest.mark.parametrize(
    ("remote", "forwarded", "expected"),
    [
        ("192.0.2.7", "", "192.0.2.0/24"),
        ("2001:db8:1:2::3", "", "2001:db8:1::/48"),
        ("::ffff:192.0.2.7", "", "192.0.2.0/24"),
        # Nobody but a declared proxy is believed.
        ("192.0.2.7", "198.51.100.1", "192.0.2.0/24"),
        ("127.0.0.1", "198.51.100.1", "198.51.100.0/24"),
        # What stands before the last proxy's own entry was written by the visitor.
        ("127.0.0.1", "203.0.113.9, 198.51.100.1", "198.51.100.0/24"),
        ("127.0.0.1", "203.0.113.9, 198.51.100.1, 10.1.2.3", "198.51.100.0/24"),
        ("127.0.0.1", "[2001:db8::1]", "2001:db8::/48"),
        ("127.0.0.1", "nonsense", "127.0.0.0/24"),
        ("127.0.0.1", "", "127.0.0.0/24"),
        ("", "198.51.100.1", UNKNOWN),
    ],
)
def test_it_is_the_nearest_that_no_proxy_is(
    remote: str, forwarded: str, expected: str
) -> None:
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    request = RequestFactory(REMOTE_ADDR=remote).get("/", headers=headers)
    assert network_of(request) == expected
