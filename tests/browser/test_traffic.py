"""A made-up day of traffic against a running site, and what the desk shows of it."""

from __future__ import annotations

import json
import os
import signal
import stat
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from benchmarks import visiting
from tests.browser.steps import make_superuser, sign_in
from tests.browser.test_accessibility import STANDARD, check
from tests.browsing import Recording
from tests.live import LiveSite, copied_site

VIEWS = 300
PATIENCE_SECONDS = 30
PUBLIC = ["/third-parties/", "/transparency/"]
DESK = {
    "index": "/admin/",
    "statistics": "/admin/traffic/viewcount/statistics/",
    "month": "/admin/traffic/viewcount/statistics/?unit=month&on=2026-01-15",
    "wrong": "/admin/traffic/viewcount/statistics/?unit=month&on=x",
    "counts": "/admin/traffic/viewcount/",
    "reports": "/admin/traffic/monthlyreport/",
    "report": "/admin/traffic/monthlyreport/1/change/",
    "export": "/admin/traffic/monthlyreport/export/",
    "third parties": "/admin/traffic/thirdparty/",
    "third party": "/admin/traffic/thirdparty/1/change/",
    "disclosures": "/admin/traffic/disclosure/",
    "disclosure": "/admin/traffic/disclosure/1/change/",
    "new disclosure": "/admin/traffic/disclosure/add/",
}
FILL = """
from datetime import date, timedelta
from django.conf import settings
from django.contrib.auth.models import User
from django.utils import timezone
from traffic import disclosures, register, reports
from traffic.models import Disclosure, ThirdParty, ViewCount
from traffic.months import last_month

settings.AGGREGATE_REPORTS = True
staff = User.objects.get()
for back in range(80):
    day = timezone.localdate() - timedelta(days=back + 1)
    for page, most in (("/privacy-policy/", 90), ("/", 60), ("/cookies/", 9)):
        for value, part in (("Chrome", 1), ("Safari", 2), ("Firefox", 5)):
            ViewCount.objects.create(
                day=day, aspect="browser", page=page, value=value,
                count=(back * 7 + most) // part % 97 + 1,
            )
reports.export(last_month(timezone.now()).first, staff)
party = ThirdParty.objects.get()
party.why = party.why + " And nothing else."
register.save(party, staff)
wrong = Disclosure(
    disclosed_on=date(2025, 5, 4), kind="subpoena", legal_ground="required",
    categories=["access logs", "security log"],
)
disclosures.record(wrong, staff)
disclosures.record(
    Disclosure(
        disclosed_on=date(2025, 5, 5), kind="subpoena", legal_ground="required",
        categories=["access logs"], corrects=wrong,
    ),
    staff,
)
"""
SUMS = """
import json
from django.db.models import Sum
from traffic.models import ViewCount
rows = ViewCount.objects.values_list("aspect", "value").annotate(Sum("count"))
print(json.dumps([list(row) for row in rows]))
"""


def sums(site: LiveSite) -> dict[tuple[str, str], int]:
    """What the database says was counted, by aspect and value."""
    printed = site.manage("shell", "--no-imports", "--command", SUMS)
    return {(aspect, value): n for aspect, value, n in json.loads(printed)}


def views_of(found: dict[tuple[str, str], int]) -> int:
    """Those of people and of bots."""
    return sum(n for (aspect, _), n in found.items() if aspect in ("browser", "bot"))


@pytest.fixture
def own_site(template_data_dir: Path, tmp_path: Path) -> Iterator[LiveSite]:
    """A site of this test alone, that it may end."""
    with copied_site(template_data_dir, tmp_path / "own") as site:
        yield site


def test_a_made_up_day_is_counted_to_the_last_view(own_site: LiveSite) -> None:
    day = list(visiting.made_up_day(VIEWS))
    assert visiting.send(own_site.url, iter(day)) == VIEWS
    deadline = time.monotonic() + PATIENCE_SECONDS
    while views_of(sums(own_site)) < VIEWS and time.monotonic() < deadline:
        time.sleep(0.2)
    found = sums(own_site)
    assert views_of(found) == VIEWS
    bots = sum("bot" in visit.agent for visit in day)
    assert sum(n for (aspect, _), n in found.items() if aspect == "bot") == bots
    people = VIEWS - bots
    assert sum(n for (aspect, _), n in found.items() if aspect == "language") == people
    assert {value for aspect, value in found if aspect == "browser"} == {
        *("Chrome", "Edge", "Firefox", "Safari"),
    }
    arrivals = [v for v in day if v.referrer and v.path != "/nothing/here/"]
    referrers = [n for (aspect, _), n in found.items() if aspect == "referrer"]
    assert sum(referrers) == len(arrivals)
    assert "203.0.113" not in own_site.log()


def test_who_ends_a_worker_politely_loses_nothing(
    template_data_dir: Path, tmp_path: Path
) -> None:
    with copied_site(template_data_dir, tmp_path / "own") as site:
        visiting.send(site.url, visiting.made_up_day(40))
    assert views_of(sums(site)) == 40


def test_who_kills_a_worker_loses_one_interval_at_most(own_site: LiveSite) -> None:
    visiting.send(own_site.url, visiting.made_up_day(40))
    deadline = time.monotonic() + PATIENCE_SECONDS
    while views_of(sums(own_site)) < 40 and time.monotonic() < deadline:
        time.sleep(0.2)
    visiting.send(own_site.url, visiting.made_up_day(20))
    for worker in own_site.workers():
        os.kill(worker, signal.SIGKILL)
    assert 40 <= views_of(sums(own_site)) <= 60


def test_a_forged_address_changes_nothing(live_site: LiveSite) -> None:
    """Nobody declared a proxy, and a wrong password is tried without a token."""
    form = urllib.parse.urlencode({"username": "ann", "password": "wrong"}).encode()
    request = urllib.request.Request(
        f"{live_site.url}/consent/choose/",
        form,
        {"X-Forwarded-For": "198.51.100.5", "Sec-Fetch-Site": "cross-site"},
    )
    with pytest.raises(urllib.error.HTTPError, match="403"):
        urllib.request.urlopen(request, timeout=10)
    folder = live_site.data_dir / "security-log"
    (path,) = folder.iterdir()
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    assert lines[-1]["address"] == "127.0.0.1"
    assert lines[-1]["event"] == "post from another site refused"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert "198.51" not in path.read_text() + live_site.log()
    assert "127.0.0.0/24 [" in live_site.log()
    # The console has the same line.
    assert path.read_text().splitlines()[-1] in live_site.log()
    assert "or joined to a person." in live_site.manage("audit_addresses")


@pytest.fixture(scope="module")
def filled_site(live_site: LiveSite) -> LiveSite:
    """The site with months of figures, a report, and entries of every kind."""
    make_superuser(live_site)
    live_site.manage("shell", "--no-imports", "--command", FILL)
    return live_site


def signed_in(new_page: Callable[..., Page], **options: object) -> Page:
    page = new_page(**options)
    sign_in(page)
    return page


@pytest.mark.parametrize(("scheme", "width"), [("light", 320), ("dark", 1280)])
def test_axe_finds_nothing_and_nothing_is_cut_off(
    new_page: Callable[..., Page], filled_site: LiveSite, scheme: str, width: int
) -> None:
    page = signed_in(
        new_page, color_scheme=scheme, viewport={"width": width, "height": 800}
    )
    for address in [*PUBLIC, *DESK.values()]:
        page.goto(address)
        check(page, None if address in PUBLIC else STANDARD)
        scrolled = page.evaluate("document.documentElement.scrollWidth")
        assert scrolled <= width, address


def test_no_page_has_inline_styles_or_asks_another_host(
    new_page: Callable[..., Page], filled_site: LiveSite, recording: Recording
) -> None:
    page = signed_in(new_page)
    for address in [*PUBLIC, *DESK.values()]:
        page.goto(address)
    assert recording.csp_violations == []
    assert recording.foreign_requests == []


def test_the_charts_show_what_the_tables_say(
    new_page: Callable[..., Page], filled_site: LiveSite
) -> None:
    page = signed_in(new_page)
    page.goto(DESK["statistics"])
    expect(page.get_by_role("img", name="Views per day, as bars")).to_be_visible()
    expect(page.get_by_role("img", name="Pages, as bars")).to_be_visible()
    expect(page.get_by_role("region", name="Table: Pages")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download as CSV").click()
    assert download.value.suggested_filename.startswith("views-")


def test_staff_mend_a_disclosure_with_the_keyboard_alone(
    new_page: Callable[..., Page], filled_site: LiveSite
) -> None:
    page = signed_in(new_page)
    page.goto("/admin/traffic/disclosure/2/change/")
    page.get_by_role("link", name="Correct it …").press("Enter")
    expect(page.get_by_label("Corrects:")).to_have_value("2")
    page.get_by_label("There was no such disclosure").press("Space")
    page.get_by_role("button", name="Save", exact=True).press("Enter")
    expect(page.get_by_text("was added successfully")).to_be_visible()
