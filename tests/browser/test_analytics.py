"""Google Analytics: asked only after acceptance, and never after withdrawal."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.steps import ACCEPT, REJECT
from tests.browsing import Recording

SITE_SETTINGS = {"GOOGLE_ANALYTICS_GTAG_PROPERTY_ID": "G-TEST123456"}
GOOGLE = "https://www.googletagmanager.com/gtag/js"


def test_google_is_asked_only_after_acceptance_and_never_after_withdrawal(
    page: Page, recording: Recording
) -> None:
    page.goto("/")
    page.goto("/privacy-policy/")
    assert recording.foreign_requests == []

    page.get_by_role("button", name=ACCEPT).click()
    expect(page.get_by_text("You accepted analytics cookies.")).to_be_visible()
    page.goto("/")
    assert {url.split("?")[0] for url in recording.foreign_requests} == {GOOGLE}

    page.goto("/cookies/")
    page.get_by_role("button", name="Reject all").click()
    expect(page.get_by_text("Your cookie choices are saved.")).to_be_visible()
    recording.foreign_requests.clear()
    page.goto("/")
    page.goto("/privacy-policy/")
    assert recording.foreign_requests == []
    assert recording.csp_violations == []


def test_google_is_never_asked_after_rejection_or_under_the_signal(
    new_page: Callable[..., Page], recording: Recording
) -> None:
    rejecting = new_page()
    rejecting.goto("/")
    rejecting.get_by_role("button", name=REJECT).click()
    rejecting.goto("/privacy-policy/")
    signalling = new_page(extra_http_headers={"Sec-GPC": "1"})
    signalling.goto("/privacy-policy/")
    assert recording.foreign_requests == []
