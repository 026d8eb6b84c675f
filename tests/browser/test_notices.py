"""A notice in the browser: on every page, from every worker, hidden by a plain form."""

from __future__ import annotations

import time
from collections.abc import Callable
from urllib.request import urlopen

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browsing import Recording
from tests.live import LiveSite

OpenPage = Callable[..., Page]
PHONE = {"width": 320, "height": 640}
PATIENCE_SECONDS = 15
POST = """
from datetime import timedelta
from django.contrib.auth.models import User
from django.utils import timezone
from notices.models import Notice
staff, _ = User.objects.get_or_create(username="staff")
Notice(
    summary={summary!r},
    shown_until=timezone.now() + timedelta(days=9),
    created_by=staff,
).post()
"""
END_ALL = """
from django.contrib.auth.models import User
from notices.ending import end_early
from notices.models import Notice
staff, _ = User.objects.get_or_create(username="staff")
for notice in Notice.objects.showing():
    end_early(notice, by=staff, reason="The test is over.")
"""
PAGES = ["/", "/privacy-policy/", "/privacy-policy/versions/", "/notices/", "/nothing/"]
FIRST, SECOND = "Our telephone line is closed.", "Our address changes."


@pytest.fixture(autouse=True)
def nothing_shows_afterwards(live_site: LiveSite) -> None:
    """Each test begins without notices: the site is that of the whole file."""
    live_site.manage("shell", input=END_ALL)


def post(site: LiveSite, summary: str) -> None:
    site.manage("shell", input=POST.format(summary=summary))


def wait_until_known(site: LiveSite, text: str) -> None:
    """Until every worker knows it: each refreshes what it knows every second.

    /cookies/ is made from what a worker knows. Each question is a connection of its
    own, so that a run of equal answers comes from all workers.
    """
    deadline = time.monotonic() + PATIENCE_SECONDS
    run = 0
    while run < 20:
        assert time.monotonic() < deadline, f"Not every worker knows “{text}”."
        with urlopen(f"{site.url}/cookies/") as answer:
            run = run + 1 if text in answer.read().decode() else 0


def test_it_appears_on_every_page_hides_and_returns_for_a_newer_one(
    new_page: OpenPage, live_site: LiveSite, recording: Recording
) -> None:
    assert len(live_site.workers()) >= 2
    page = new_page(java_script_enabled=False, viewport=PHONE)
    post(live_site, FIRST)
    wait_until_known(live_site, FIRST)
    for path in PAGES:
        page.goto(path)
        expect(page.get_by_role("region", name="Notices")).to_contain_text(FIRST)
    page.goto("/privacy-policy/")
    page.get_by_role("button", name="Reject analytics cookies").click()
    # The keyboard alone hides it.
    page.get_by_role("button", name="Hide this notice").press("Enter")
    expect(page).to_have_url("/privacy-policy/#notice-hidden")
    expect(page.locator("#notice-hidden")).to_be_visible()
    expect(page.locator("#notice-hidden")).to_be_focused()
    for path in PAGES:
        page.goto(path)
        expect(page.locator(".notices")).to_be_hidden()
        expect(page.locator("#notice-hidden")).to_be_hidden()
    cookies = {cookie["name"]: cookie for cookie in page.context.cookies()}
    assert set(cookies) == {"choice", "hidden-notices"}
    assert cookies["hidden-notices"]["httpOnly"]
    assert cookies["hidden-notices"]["expires"] > time.time() + 8 * 24 * 60 * 60

    post(live_site, SECOND)
    wait_until_known(live_site, SECOND)
    for path in PAGES:
        # A browser may keep a page for a minute; reloading asks again.
        page.goto(path)
        page.reload()
        region = page.get_by_role("region", name="Notices")
        expect(region.get_by_text(SECOND)).to_be_visible()
        expect(region.get_by_text(FIRST)).to_be_hidden()
    assert recording.foreign_requests == []
    assert recording.csp_violations == []


def test_who_chose_nothing_hides_it_until_the_browser_is_closed(
    new_page: OpenPage, live_site: LiveSite
) -> None:
    post(live_site, FIRST)
    page = new_page(java_script_enabled=False)
    wait_until_known(live_site, FIRST)
    page.goto("/notices/")
    assert page.context.cookies() == []
    page.get_by_role("button", name="Hide this notice").click()
    expect(page).to_have_url("/notices/#notice-hidden-for-now")
    expect(page.locator("#notice-hidden-for-now")).to_be_focused()
    (cookie,) = page.context.cookies()
    assert (cookie["name"], cookie["expires"]) == ("hidden-notices", -1)
    expect(page.locator(".notices")).to_be_hidden()


def test_a_foreign_link_cannot_fake_that_it_is_hidden(
    new_page: OpenPage, live_site: LiveSite
) -> None:
    post(live_site, FIRST)
    page = new_page(java_script_enabled=False)
    for name in ("notice-hidden", "notice-hidden-for-now"):
        page.goto(f"/notices/#{name}")
        expect(page.locator(f"#{name}")).to_be_hidden()
    page.route("**/state.css*", lambda route: route.abort())
    page.goto("/privacy-policy/#notice-hidden")
    expect(page.locator("#notice-hidden")).to_be_hidden()
    expect(page.get_by_text(FIRST)).to_be_visible()


def test_views_are_counted_and_shown_as_at_least(
    new_page: OpenPage, live_site: LiveSite
) -> None:
    post(live_site, FIRST)
    page = new_page()
    wait_until_known(live_site, FIRST)
    page.goto("/")
    number = page.locator(".notice").first.get_attribute("id")
    assert number is not None
    number = number.removeprefix("notice-")
    page.goto("/privacy-policy/")
    deadline = time.monotonic() + 2 * PATIENCE_SECONDS
    while "at least 2 views" not in live_site.manage("notice_evidence", number):
        assert time.monotonic() < deadline, "The views were not added up."


def test_it_is_printed_without_what_paper_cannot_do(
    new_page: OpenPage, live_site: LiveSite
) -> None:
    post(live_site, FIRST)
    page = new_page()
    page.goto("/privacy-policy/")
    expect(page.locator(".paper-only").first).to_be_hidden()
    page.emulate_media(media="print")
    expect(page.get_by_text(FIRST)).to_be_visible()
    expect(page.locator(".paper-only").first).to_be_visible()
    expect(page.get_by_role("button", name="Hide this notice")).to_be_hidden()
    expect(page.get_by_role("link", name="The whole notice")).to_be_hidden()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_with_notices_are_accessible_and_narrow(
    new_page: OpenPage, live_site: LiveSite, scheme: str
) -> None:
    for summary in (FIRST, SECOND, "A third one."):
        post(live_site, summary)
    page = new_page(viewport=PHONE, color_scheme=scheme)
    for path in ("/", "/notices/", "/notices/1/"):
        page.goto(path)
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= PHONE["width"], path
    page.get_by_role("button", name="Reject analytics cookies").click()
    page.get_by_role("button", name="Hide this notice").first.click()
    expect(page.locator("#notice-hidden")).to_be_visible()
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    links = page.locator(".notice-steps a, .notice-steps button")
    for link in links.all():
        box = link.bounding_box()
        assert box is None or box["height"] >= 24
