"""Who sent a request is what declared proxies say, and nobody else."""

from __future__ import annotations

import ipaddress
import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as site_settings
from hypothesis import given
from hypothesis import strategies as st

from centene_site.access_log import line
from centene_site.address_audit.logs import SECRET_PATHS
from pages.client_address import _kept_cut, client, cut
from tests.pages.asgi import scope

VISITOR, PROXY, OTHER_PROXY = "203.0.113.77", "10.0.0.1", "10.0.0.2"
FORGED = "198.51.100.5"
NGINX = Path(site_settings.BASE_DIR) / "deploy" / "nginx.conf"


@pytest.fixture(autouse=True)
def proxies(settings: Any) -> None:
    _kept_cut.cache_clear()
    settings.TRUSTED_PROXIES = [ipaddress.ip_network("10.0.0.0/24")]


@pytest.mark.parametrize(
    ("peer", "forwarded", "found"),
    [
        (VISITOR, "", VISITOR),
        # Nobody declared this peer: what it writes changes nothing.
        (VISITOR, FORGED, VISITOR),
        (VISITOR, f"{FORGED}, {PROXY}", VISITOR),
        (PROXY, VISITOR, VISITOR),
        (PROXY, f"{FORGED}, {VISITOR}", VISITOR),
        (PROXY, f"{FORGED}, {VISITOR}, {OTHER_PROXY}", VISITOR),
        (PROXY, "", PROXY),
        (PROXY, "[2001:db8::1]", "2001:db8::1"),
        # Some proxies write a port.
        (PROXY, f"{VISITOR}:50123", VISITOR),
        (PROXY, "[2001:db8::1]:50123", "2001:db8::1"),
        (PROXY, f"{FORGED}:1, {VISITOR}:2, {OTHER_PROXY}:3", VISITOR),
        (VISITOR, f"{FORGED}:50123", VISITOR),
        (PROXY, f"{VISITOR}:", PROXY),
        (PROXY, f"{VISITOR}:99:99", PROXY),
        (PROXY, "nonsense", PROXY),
        (PROXY, f"{VISITOR}, nonsense", PROXY),
        (PROXY, f"{FORGED}, , {VISITOR}", VISITOR),
        ("::ffff:10.0.0.1", VISITOR, VISITOR),
        (PROXY, "2001:db8::7%eth0", "2001:db8::7"),
        ("", VISITOR, None),
        ("unix:", VISITOR, None),
    ],
)
def test_the_client_is_the_last_that_no_declared_proxy_has(
    peer: str, forwarded: str, found: str | None
) -> None:
    expected = ipaddress.ip_address(found) if found else None
    assert client(peer, forwarded) == expected


def test_long_headers_are_not_kept_in_memory() -> None:
    long = f"{'x' * 30_000}, {VISITOR}"
    assert cut(PROXY, long) == cut(PROXY, VISITOR) == "203.0.113.0/24"
    assert _kept_cut.cache_info().currsize == 1


@given(st.text(max_size=60))
def test_whatever_a_stranger_writes_changes_nothing(forwarded: str) -> None:
    site_settings.TRUSTED_PROXIES = []
    assert str(client(VISITOR, forwarded)) == VISITOR


CUTS = [
    (VISITOR, "203.0.113.0/24"),
    ("0.0.0.0", "0.0.0.0/24"),
    ("::ffff:203.0.113.77", "203.0.113.0/24"),
    ("2001:db8:1:2::5", "2001:db8:1::/48"),
    ("2001:db8:1:2:3:4:5:6", "2001:db8:1::/48"),
    ("2001:db8::5", "2001:db8::/48"),
    ("2001:db8:0:1:2:3:4:5", "2001:db8::/48"),
    ("2001::5", "2001::/48"),
    ("::1", "::/48"),
    ("unix:", "-"),
    ("", "-"),
]


@pytest.mark.parametrize(("address", "network"), CUTS)
def test_logs_keep_the_network(address: str, network: str) -> None:
    assert cut(address) == network


def nginx_map(variable: str) -> list[tuple[str, str]]:
    """The patterns and values of a map of the example, in their order."""
    found = re.search(
        rf"map \S+ \${variable} \{{(.*?)\n\}}", NGINX.read_text(), re.DOTALL
    )
    assert found
    rows = re.findall(r'^\s+"?([^\s"]+)"?\s+(\S+);$', found[1], re.MULTILINE)
    assert rows
    return rows


def by_nginx(variable: str, value: str) -> str:
    """What nginx makes of a value: the first pattern that fits, else the default."""
    rows = nginx_map(variable)
    for pattern, result in rows:
        if pattern.startswith("~"):
            flags = re.IGNORECASE if pattern.startswith("~*") else 0
            if match := re.search(pattern.lstrip("~*"), value, flags):
                groups = match.groups()
                return result.replace("$1", groups[0]) if groups else result
    return dict(rows)["default"]


@pytest.mark.parametrize(("address", "network"), CUTS)
def test_nginx_keeps_the_same_network(address: str, network: str) -> None:
    assert by_nginx("privacy_network", address) == network


@pytest.mark.parametrize("path", SECRET_PATHS)
def test_nginx_logs_no_path_that_opens_something(path: str) -> None:
    assert by_nginx("privacy_path", path).endswith("/-")


def test_nginx_logs_no_whole_address_no_query_and_no_header() -> None:
    text = NGINX.read_text()
    formats = re.findall(r"log_format \w+ (.*?);", text, re.DOTALL)
    (used,) = formats
    variables = set(re.findall(r"\$\{?(\w+)", used))
    assert variables == {
        *("privacy_network", "time_iso8601", "request_method", "privacy_path"),
        *("status", "body_bytes_sent", "request_time", "upstream_cache_status"),
    }
    logs = re.findall(r"(?:access|error)_log (.*?);", text)
    assert {log.split()[0] for log in logs} == {
        "off",
        "/dev/null",
        "/var/log/nginx/privacy.log",
    }
    assert "proxy_set_header X-Forwarded-For $remote_addr;" in text


def logged(peer: str | None, **headers: str) -> str:
    asked = scope("/cookies/?email=me@example.com", **headers)
    return line({**asked, "client": (peer, 1) if peer else None}, 200, 1, 0.001)


def test_the_access_log_has_the_network_alone() -> None:
    found = logged(VISITOR, x_forwarded_for=FORGED, referer="https://a.example/?q=x")
    assert found.startswith("203.0.113.0/24 [20")
    for secret in (VISITOR, FORGED, "198.51", "me@example.com", "a.example"):
        assert secret not in found
    assert logged(None).startswith("- [")


def test_the_access_log_believes_declared_proxies() -> None:
    assert logged(PROXY, x_forwarded_for=VISITOR).startswith("203.0.113.0/24 [")


def test_without_proxies_no_header_is_read(settings: Any) -> None:
    settings.TRUSTED_PROXIES = []
    _kept_cut.cache_clear()
    assert logged(PROXY, x_forwarded_for=VISITOR).startswith("10.0.0.0/24 [")
