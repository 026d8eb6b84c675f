"""The self-test's judgments that need no browser, and what the command refuses."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from consent.selftest.address import BadAddress, read_address
from consent.selftest.choice_cookie import flaws
from consent.selftest.chromium import host_rule
from consent.selftest.findings import listed, only_kept
from consent.selftest.site import Site
from consent.selftest.tag import gone, is_google_analytics, tag_is_declared
from devtools import ROOT
from tests.live import site_environment

COOKIE = {
    "domain": "privacy.example.com",
    "path": "/",
    "httpOnly": True,
    "secure": True,
    "sameSite": "Lax",
}
HTTPS = read_address("https://privacy.example.com")
HTTP = read_address("http://localhost:8000")


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("https://privacy.example.com/", "https://privacy.example.com"),
        (" https://Privacy.Example.com:443", "https://privacy.example.com"),
        ("http://localhost:8000", "http://localhost:8000"),
        ("http://[::1]:8000/", "http://[::1]:8000"),
        ("https://münchen.example", "https://xn--mnchen-3ya.example"),
    ],
)
def test_it_reads_an_address_as_browsers_name_it(text: str, url: str) -> None:
    assert read_address(text).url == url


@pytest.mark.parametrize(
    "text",
    [
        "",
        "privacy.example.com",
        "ftp://privacy.example.com",
        "https://privacy.example.com/privacy-policy/",
        "https://privacy.example.com/?q=1",
        "https://ann@privacy.example.com",
        "https://privacy.example.com:port",
        "https://a,EXCLUDE *",
        "https://[::1",
        "https://.example.com",
    ],
)
def test_it_refuses_what_is_no_address_of_a_site(text: str) -> None:
    with pytest.raises(BadAddress, match="is not a site's address"):
        read_address(text)


@pytest.mark.parametrize(
    ("url", "is_foreign"),
    [
        ("http://localhost:8000/cookies/", False),
        ("ws://localhost:8000/", False),
        ("data:image/png;base64,AAAA", False),
        ("http://localhost:8001/", True),
        ("https://www.googletagmanager.com/gtag/js", True),
        ("wss://elsewhere.example/", True),
        ("http://localhost:8000.elsewhere.example/", True),
    ],
)
def test_it_knows_other_hosts(url: str, is_foreign: bool) -> None:
    assert HTTP.is_foreign(url) is is_foreign


def test_the_browser_can_find_no_other_host() -> None:
    rule = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE "
    assert host_rule(HTTPS) == rule + "privacy.example.com"
    assert host_rule(read_address("http://[::1]:8000")) == rule + "::1"


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({}, []),
        ({"httpOnly": False}, ["can be read by scripts"]),
        ({"sameSite": "None"}, ["has SameSite=None"]),
        ({"domain": ".example.com"}, ["goes to other hosts of the domain"]),
        ({"path": "/cookies/"}, ["is for /cookies/ alone"]),
        ({"secure": False}, ["is not Secure"]),
    ],
)
def test_it_names_each_flaw_of_the_choices_cookie(
    changes: dict[str, Any], found: list[str]
) -> None:
    assert list(flaws(COOKIE | changes, HTTPS)) == found


def test_a_cookie_on_plain_http_cannot_be_secure() -> None:
    assert list(flaws(COOKIE | {"secure": False}, HTTP)) == []
    assert (HTTPS.choice_cookie, HTTP.choice_cookie) == ("__Host-choice", "choice")


def test_a_declared_name_may_end_in_a_star() -> None:
    site = Site(pages=(), declared=("choice", "_ga_*"))
    assert site.is_declared("choice")
    assert site.is_declared("_ga_TEST")
    assert not site.is_declared("choices")
    assert not site.is_declared("_ga")
    assert not tag_is_declared(site).holds


@pytest.mark.parametrize(
    ("url", "is_google"),
    [
        ("https://www.googletagmanager.com/gtag/js?id=G-1", True),
        ("https://region1.google-analytics.com/g/collect", True),
        ("https://notgoogle-analytics.com/", False),
        ("https://google-analytics.com.elsewhere.example/", False),
    ],
)
def test_it_knows_google_analytics(url: str, is_google: bool) -> None:
    assert is_google_analytics(url) is is_google


def test_cookies_that_were_deleted_too_early_prove_nothing() -> None:
    finding = gone({"_ga"}, set())
    assert not finding.holds
    assert finding.detail == "They were deleted while analytics was still accepted."


def test_a_finding_names_what_was_kept_beside_the_allowed() -> None:
    finding = only_kept("No cookie", {"choice", "spy"}, "choice")
    assert (finding.holds, finding.detail) == (False, "The browser kept spy.")


def test_a_long_list_is_cut() -> None:
    names = [f"cookie-{number:02}" for number in range(12)]
    assert listed(names).endswith("cookie-09 and 2 more")


@pytest.mark.parametrize("seconds", ["0", "-1", "601", "nan"])
def test_it_refuses_a_timeout_that_is_none(seconds: str) -> None:
    with pytest.raises(CommandError, match="--timeout must be more than 0"):
        call_command("consent_selftest", "--url", HTTP.url, "--timeout", seconds)


def test_it_refuses_a_bad_address() -> None:
    with pytest.raises(CommandError, match="is not a site's address"):
        call_command("consent_selftest", "--url", "privacy.example.com")


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("/nowhere/chromium", "which is not a program"),
        (sys.executable, "does not start as a Chromium"),
    ],
)
def test_it_says_that_a_browser_is_none(path: str, sentence: str) -> None:
    with pytest.raises(CommandError, match=sentence):
        call_command("consent_selftest", "--url", HTTP.url, "--browser", path)


def test_without_chromium_it_says_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("CHROMIUM_PATH", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(CommandError, match="install it"):
        call_command("consent_selftest", "--url", HTTP.url)


def test_without_playwright_it_says_how_to_get_it(tmp_path: Path) -> None:
    (tmp_path / "playwright.py").write_text("raise ImportError")
    done = subprocess.run(
        [sys.executable, ROOT / "manage.py", "consent_selftest", "--url", HTTP.url],
        env=site_environment(tmp_path, HTTP.url) | {"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert "pip install -r requirements/develop.txt" in done.stderr
    assert "Traceback" not in done.stderr
