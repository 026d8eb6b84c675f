"""The self-test without analytics, and on a site that breaks its word."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from consent.selftest.address import read_address
from consent.selftest.site import NotTestable, survey
from consent.selftest.visitor import new_visitor
from devtools import ROOT
from tests.browser.spoiling import EARLY_TAG, Handler, serving, spoiled
from tests.live import LiveSite, site_environment

# What each finding says of the spoiled site.
FAULTS = {
    "No cookie before a choice": "kept early",
    "No request to another host before a choice": EARLY_TAG,
    "The banner's two buttons are equal in size": "pixels at width 320",
    "The choice's cookie is HttpOnly, SameSite=Lax": "can be read by scripts",
    "After accepting, only analytics is asked for": "not configured. Scripts: 2",
    "The analytics cookies are gone after withdrawal": "are: _ga, _ga_TEST, _gid",
    "No request to another host after withdrawal": EARLY_TAG,
    "Only the choice is kept after rejecting": "kept early",
    "No request to another host after rejecting": EARLY_TAG,
    "The signal is honored with its line and no banner": "no line on /cookies/",
    "No cookie under the signal": "kept early",
    "No request to another host under the signal": EARLY_TAG,
    "The test “without script” runs to its end": "did not answer in time",
    "A form of another site is refused": "Status 200, and a choice was kept",
    "Every cookie is declared at /cookies/": "Not declared: early",
}
LAST_RUN = """
import json
from consent.models import ConsentRecord, SelfTest
last = SelfTest.objects.first()
print(json.dumps({
    "runs": SelfTest.objects.count(),
    "url": last.url,
    "passed": last.passed,
    "findings": last.findings,
    "records": ConsentRecord.objects.count(),
}))
"""


def last_run(site: LiveSite) -> dict[str, Any]:
    """What the site's database knows of its self-tests."""
    printed = site.manage("shell", "--no-imports", "--command", LAST_RUN)
    result: dict[str, Any] = json.loads(printed)
    return result


def selftest(
    site: LiveSite, *arguments: str, **variables: str
) -> subprocess.CompletedProcess[str]:
    """Run the command beside the site, whatever comes of it."""
    return subprocess.run(
        [sys.executable, ROOT / "manage.py", "consent_selftest", *arguments],
        env=site_environment(site.data_dir, site.url) | variables,
        capture_output=True,
        text=True,
    )


@pytest.fixture(scope="module")
def good_run(live_site: LiveSite) -> dict[str, Any]:
    printed = live_site.manage("consent_selftest", "--url", live_site.url)
    return last_run(live_site) | {"printed": printed}


@pytest.fixture(scope="module")
def spoiled_run(
    live_site: LiveSite, good_run: dict[str, Any]
) -> Iterator[subprocess.CompletedProcess[str]]:
    with spoiled(live_site) as url:
        yield selftest(live_site, "--url", url, "--timeout", "5")


def test_it_passes_and_stores_what_it_printed(
    live_site: LiveSite, good_run: dict[str, Any]
) -> None:
    lines = good_run["printed"].splitlines()
    assert good_run["passed"]
    assert good_run["url"] == live_site.url
    assert lines[:-1] == [
        f"holds  {each['name']}: {each['detail']}" for each in good_run["findings"]
    ]
    assert lines[-1] == f"All {len(lines) - 1} findings hold."


def test_without_a_property_id_it_says_so(good_run: dict[str, Any]) -> None:
    (detail,) = [
        each["detail"]
        for each in good_run["findings"]
        if each["name"] == "After accepting, only analytics is asked for"
    ]
    assert detail == "Analytics is not configured. Scripts: 0, requests: 0."


def test_it_leaves_four_records_as_its_help_says(good_run: dict[str, Any]) -> None:
    assert good_run["records"] == 4


@pytest.mark.parametrize(("name", "detail"), FAULTS.items(), ids=FAULTS)
def test_it_finds_each_fault(
    spoiled_run: subprocess.CompletedProcess[str], name: str, detail: str
) -> None:
    (line,) = [
        each for each in spoiled_run.stdout.splitlines() if f"  {name}: " in each
    ]
    assert line.startswith("FAILS  ")
    assert detail in line


def test_a_run_that_fails_ends_with_1_and_is_stored(
    live_site: LiveSite, spoiled_run: subprocess.CompletedProcess[str]
) -> None:
    count = len(FAULTS)
    assert spoiled_run.returncode == 1
    assert f"{count} of {count} findings do not hold." in spoiled_run.stderr
    stored = last_run(live_site)
    assert not stored["passed"]
    assert [each["holds"] for each in stored["findings"]] == [False] * count


class Missing(Handler):
    def answer(self) -> None:
        self.send(404, [("Content-Type", "text/html")], b"<p>Not here.")


class Failing(Handler):
    def answer(self) -> None:
        self.send(503, [("Content-Type", "text/html")], b"<p>Later.")


class Elsewhere(Handler):
    def answer(self) -> None:
        self.send(302, [("Location", "http://127.0.0.1:9/")], b"")


class Silent(Handler):
    def answer(self) -> None:
        # Until the browser gives up.
        self.rfile.read(1)


@pytest.mark.parametrize(
    ("handler", "sentence"),
    [
        (Missing, "not this site's page of cookie choices"),
        (Failing, "fails with status 503"),
        (Elsewhere, "cannot be reached"),
        (Silent, "did not answer in time"),
    ],
)
def test_what_is_no_site_of_ours_is_said_in_a_sentence(
    browser: Browser, handler: type[Handler], sentence: str
) -> None:
    with (
        serving(handler) as url,
        new_visitor(browser, read_address(url), 1) as visitor,
        pytest.raises(NotTestable, match=sentence),
    ):
        survey(visitor)


def test_where_nothing_listens_is_said_in_a_sentence(live_site: LiveSite) -> None:
    with serving(Missing) as url:
        pass
    done = selftest(live_site, "--url", url)
    assert done.returncode == 1
    assert f"{url}/cookies/ cannot be reached (ERR_CONNECTION_REFUSED)" in done.stderr
