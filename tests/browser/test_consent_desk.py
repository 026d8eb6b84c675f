"""The desk of cookie choices: publishing, figures, records, and what axe finds."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.steps import cookie_names, make_superuser, sign_in
from tests.browser.test_accessibility import STANDARD, check
from tests.browsing import Recording
from tests.live import LiveSite

PURPOSE = "To count which pages are read, and nothing else."
NOTE = "Says more exactly what is counted."
PAGES = {
    "index": "/admin/",
    "banner": "/admin/consent/bannerdraft/1/change/",
    "categories": "/admin/consent/draftcategory/",
    "publish": "/admin/consent/catalogueversion/publish/",
    "preview": "/admin/consent/catalogueversion/preview/",
    "versions": "/admin/consent/catalogueversion/",
    "version": "/admin/consent/catalogueversion/1/change/",
    "records": "/admin/consent/consentrecord/",
    "record": "/admin/consent/consentrecord/1/change/",
    "statistics": "/admin/consent/tally/statistics/",
    "weeks": "/admin/consent/tally/statistics/?from=2026-01-01&to=2026-12-31",
    "bad range": "/admin/consent/tally/statistics/?from=2026-01-01&to=2020-12-31",
    "tallies": "/admin/consent/tally/",
    "sealed days": "/admin/consent/dayseal/",
    "sealed day": "/admin/consent/dayseal/2020-04-17/change/",
    "self-tests": "/admin/consent/selftest/",
    "self-test": "/admin/consent/selftest/1/change/",
}
FILL = """
from datetime import UTC, date, datetime, timedelta
from django.utils import timezone
from consent.models import DaySeal, DraftCategory, SelfTest, Tally
from tests.consent.posting import make_record

make_record()
category = DraftCategory.objects.get(varname="status")
category.purpose = "To show staff the way to their desk."
category.save()
today = timezone.now().date()
for back in range(70):
    for number, kind in enumerate(
        ("accepted", "rejected", "mixed", "withdrawn", "signal", "unanswered")
    ):
        Tally.objects.create(
            day=today - timedelta(days=back),
            catalogue_version=1,
            kind=kind,
            count=(back * 7 + number * 13) % 40,
        )
begin = datetime(2020, 4, 17, tzinfo=UTC)
DaySeal.objects.create(
    day=date(2020, 4, 17),
    begins_at=begin,
    ends_at=begin + timedelta(days=1),
    records=0,
    records_digest="a" * 64,
    keep_until=begin + timedelta(days=1),
    sealed_at=begin + timedelta(days=1, hours=1),
    digest="c" * 64,
)
SelfTest.objects.create(
    url="https://privacy.example.com/",
    passed=False,
    findings=[{"name": "No cookie before a choice", "holds": False, "detail": "_ga"}],
)
"""


@pytest.fixture(scope="module")
def filled_site(live_site: LiveSite) -> LiveSite:
    """The site with a record, figures, a seal, a self-test and a changed draft."""
    make_superuser(live_site)
    live_site.manage("shell", "--no-imports", "--command", FILL)
    return live_site


def signed_in(new_page: Callable[..., Page], **options: object) -> Page:
    page = new_page(**options)
    sign_in(page)
    return page


@pytest.mark.parametrize(("scheme", "width"), [("light", 320), ("dark", 1280)])
def test_axe_finds_nothing_and_nothing_is_cut_off(
    new_page: Callable[..., Page],
    filled_site: LiveSite,
    scheme: str,
    width: int,
) -> None:
    page = signed_in(
        new_page, color_scheme=scheme, viewport={"width": width, "height": 800}
    )
    page.goto(PAGES["categories"])
    forms = page.locator("#result_list th a").all()
    own = [form.get_attribute("href") or "" for form in forms]
    for address in [*PAGES.values(), *own]:
        page.goto(address)
        check(page, STANDARD)
        scrolled = page.evaluate("document.documentElement.scrollWidth")
        assert scrolled <= width, address


def test_no_page_has_inline_styles_or_scripts(
    new_page: Callable[..., Page], filled_site: LiveSite, recording: Recording
) -> None:
    page = signed_in(new_page)
    for address in PAGES.values():
        page.goto(address)
    assert recording.csp_violations == []


def test_the_charts_have_colors_of_their_own(
    new_page: Callable[..., Page], filled_site: LiveSite
) -> None:
    for scheme in ("light", "dark"):
        page = signed_in(new_page, color_scheme=scheme)
        page.goto(PAGES["statistics"])
        colors = page.evaluate(
            "[...document.querySelectorAll('pattern rect')]"
            ".map(part => getComputedStyle(part).fill)"
        )
        assert len(colors) == len(set(colors)) == 6
        expect(page.get_by_role("img", name="Choices per day")).to_be_visible()
        expect(page.get_by_role("region", name="Table: Choices")).to_be_visible()


def test_staff_change_the_draft_and_publish_it_as_a_version(
    new_page: Callable[..., Page], filled_site: LiveSite, recording: Recording
) -> None:
    staff = signed_in(new_page)
    visitor = new_page()
    visitor.goto("/cookies/")
    visitor.get_by_role("button", name="Accept all").click()
    expect(visitor.locator("#choice-saved")).to_be_visible()

    staff.goto(PAGES["categories"])
    staff.get_by_role("link", name="Analytics").click()
    staff.get_by_label("Purpose:").first.fill(PURPOSE)
    staff.get_by_role("button", name="Save and continue editing").click()
    expect(staff.get_by_text("was changed successfully")).to_be_visible()
    staff.get_by_role("link", name="Publish the catalogue …").click()
    expect(staff.locator("#differences")).to_contain_text(PURPOSE.rstrip("."))
    expect(staff.get_by_text("will be asked again.")).to_be_visible()

    staff.get_by_role("button", name="Publish for good").click()
    expect(staff.get_by_role("alert")).to_contain_text("Say what changed and why.")
    staff.get_by_label("Yes: material").check()
    staff.get_by_label("Change note:").fill(NOTE)
    staff.get_by_role("button", name="Publish for good").click()
    expect(staff.get_by_text("Catalogue version 2 is published.")).to_be_visible()
    expect(staff.get_by_text(PURPOSE)).to_be_visible()

    # Each worker learns of it within some seconds.
    banner = visitor.locator("#banner")
    for _attempt in range(40):
        visitor.goto("/")
        if banner.is_visible():
            break
    expect(banner).to_be_visible()
    assert recording.csp_violations == []


def test_the_preview_shows_the_draft_and_chooses_nothing(
    new_page: Callable[..., Page], filled_site: LiveSite
) -> None:
    page = signed_in(new_page)
    page.goto(PAGES["preview"])
    expect(page.get_by_text("Only staff can see this preview")).to_be_visible()
    expect(page.locator("#banner")).to_be_visible()
    reject = page.get_by_role("button", name="Reject analytics cookies")
    reject.click(no_wait_after=True)
    other = page.context.new_page()
    other.goto("/cookies/")
    expect(other.get_by_text("You have not chosen yet.")).to_be_visible()
    assert "choice" not in cookie_names(page)


def test_a_record_is_found_by_its_code_and_taken_away(
    new_page: Callable[..., Page], filled_site: LiveSite
) -> None:
    page = signed_in(new_page)
    page.goto(PAGES["record"])
    code = page.locator(".field-receipt_code .readonly").inner_text()
    page.goto(PAGES["records"])
    page.locator("#searchbar").fill(f" {code[:4].lower()}-{code[4:]} ")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_text("1 consent record", exact=False).first).to_be_visible()
    with page.expect_download() as waited:
        page.get_by_role("link", name="Export this list as CSV").click()
    lines = waited.value.path().read_text(encoding="utf-8").splitlines()
    assert len(lines) == 2
    assert lines[1].startswith(code)
