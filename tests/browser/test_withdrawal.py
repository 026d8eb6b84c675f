"""Withdrawal wins over a tag that runs on: in another tab, or behind the Back button.

The back/forward cache is on, as in people's browsers. The tag's host is played here, by
a script more stubborn than Google's: it writes its cookie again and again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.browser.steps import ACCEPT, REJECT, cookie_names
from tests.browsing import launch
from tests.live import LiveSite

SITE_SETTINGS = {"GOOGLE_ANALYTICS_GTAG_PROPERTY_ID": "G-TEST123456"}
TAG = """
(function () {
  function write() {
    document.cookie = '_ga=GA1.1.1.1; path=/';
    document.cookie = '_ga_TEST123456=GS1.1.1; path=/';
  }
  write();
  setInterval(write, 20);
  addEventListener('pageshow', function (event) {
    if (event.persisted) sessionStorage.setItem('came back', 'yes');
    write();
  });
})();
"""
OUR_COOKIES = {"choice"}
PATIENCE_MILLISECONDS = 10_000


@pytest.fixture(scope="module")
def caching_browser(browser: Browser, chromium_path: str) -> Iterator[Browser]:
    """Playwright turns the back/forward cache off; people have it on."""
    running = launch(
        browser.browser_type,
        chromium_path,
        ignore_default_args=["--disable-back-forward-cache"],
    )
    yield running
    running.close()


@pytest.fixture
def visitor(caching_browser: Browser, live_site: LiveSite) -> Iterator[BrowserContext]:
    """A visitor whose browser reaches a tag."""
    context = caching_browser.new_context(base_url=live_site.url)

    def answer(route: Route) -> None:
        route.fulfill(body=TAG, content_type="application/javascript")

    context.route("https://www.googletagmanager.com/**", answer)
    yield context
    context.close()


def wait_until(page: Page, condition: Callable[[], bool]) -> None:
    """Look again and again; fails after PATIENCE_MILLISECONDS."""
    for _ in range(PATIENCE_MILLISECONDS // 20):
        if condition():
            return
        page.wait_for_timeout(20)
    pytest.fail("It did not come true in time.", pytrace=False)


def accept(context: BrowserContext) -> Page:
    """A page on which the tag runs."""
    page = context.new_page()
    page.goto("/privacy-policy/")
    page.get_by_role("button", name=ACCEPT).click()
    expect(page.locator("#choice-accepted")).to_be_visible()
    wait_until(page, lambda: "_ga" in cookie_names(page))
    return page


def reject_all(page: Page) -> None:
    page.goto("/cookies/")
    page.get_by_role("button", name="Reject all").click()
    expect(page.locator("#choice-saved")).to_be_visible()


def test_a_page_from_the_back_button_is_loaded_without_the_tag(
    visitor: BrowserContext,
) -> None:
    page = accept(visitor)
    reject_all(page)
    assert cookie_names(page) == OUR_COOKIES
    page.go_back()
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Privacy Policy")
    # It did come from the cache, with the tag still in it.
    wait_until(page, lambda: page.evaluate("sessionStorage['came back'] === 'yes'"))
    wait_until(page, lambda: cookie_names(page) == OUR_COOKIES)
    page.goto("/")
    assert cookie_names(page) == OUR_COOKIES


def test_the_next_view_in_another_tab_ends_its_tag(visitor: BrowserContext) -> None:
    left = accept(visitor)
    page = visitor.new_page()
    reject_all(page)
    # Nobody looks at the first tab: its tag runs on, and writes.
    wait_until(page, lambda: "_ga" in cookie_names(page))
    left.goto("/notices/")
    expect(left.locator("#banner")).to_be_hidden()
    wait_until(left, lambda: cookie_names(left) == OUR_COOKIES)
    page.goto("/")
    assert cookie_names(page) == OUR_COOKIES


def test_a_tab_that_is_looked_at_again_ends_its_tag(visitor: BrowserContext) -> None:
    left = accept(visitor)
    page = visitor.new_page()
    reject_all(page)
    left.bring_to_front()
    with left.expect_navigation():
        # Headless tabs are all visible, so this is said for the browser.
        left.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    wait_until(left, lambda: cookie_names(left) == OUR_COOKIES)
    left.goto("/")
    assert cookie_names(left) == OUR_COOKIES


def test_a_tab_that_is_looked_at_again_goes_on_while_analytics_is_accepted(
    visitor: BrowserContext,
) -> None:
    page = accept(visitor)
    page.evaluate("window.wasHere = true")
    with page.expect_response("**/consent/analytics.js") as asked:
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    assert asked.value.ok
    assert page.evaluate("window.wasHere")
    assert "_ga" in cookie_names(page)


def test_a_withdrawal_deletes_what_is_there(visitor: BrowserContext) -> None:
    page = accept(visitor)
    page.goto("/")
    assert {"_ga", "_ga_TEST123456"} <= cookie_names(page)
    reject_all(page)
    page.goto("/privacy-policy/")
    assert cookie_names(page) == OUR_COOKIES
    expect(page.get_by_role("button", name=REJECT)).to_be_hidden()
