"""A visitor chooses: accept, reject, change; with script and without."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.steps import ACCEPT, REJECT, cookie_names
from tests.browsing import Recording

GOOGLE = "https://www.googletagmanager.com/gtag/js"
with_analytics = pytest.mark.site_settings(
    GOOGLE_ANALYTICS_GTAG_PROPERTY_ID="G-TEST123456"
)


@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize(
    ("button", "confirmation"),
    [
        (ACCEPT, "You accepted analytics cookies."),
        (REJECT, "You rejected analytics cookies."),
    ],
)
def test_a_choice_from_the_banner_is_confirmed_and_kept(
    new_page: Callable[..., Page],
    recording: Recording,
    script: bool,
    button: str,
    confirmation: str,
) -> None:
    page = new_page(java_script_enabled=script)
    page.goto("/privacy-policy/versions/1/")
    page.get_by_role("button", name=button).click()
    expect(page.get_by_text(confirmation)).to_be_visible()
    expect(page.locator("#banner")).to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_have_text("Privacy Policy")

    page.get_by_role("link", name="Hide").click()
    expect(page.get_by_text(confirmation)).to_be_hidden()
    page.goto("/")
    expect(page.locator("#banner")).to_be_hidden()
    assert cookie_names(page) == {"choice"}
    assert recording.foreign_requests == []


def test_a_choice_can_be_changed_at_cookie_choices(page: Page) -> None:
    page.goto("/")
    page.get_by_role("button", name=ACCEPT).click()
    page.get_by_role("contentinfo").get_by_role("link", name="Cookie choices").click()
    analytics = page.get_by_role("group", name="Analytics")
    expect(analytics.get_by_label("Accept")).to_be_checked()
    analytics.get_by_label("Reject").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Your cookie choices are saved.")).to_be_visible()
    expect(analytics.get_by_label("Reject")).to_be_checked()


def test_a_foreign_link_cannot_fake_a_confirmation(page: Page) -> None:
    page.goto("/#choice-accepted")
    expect(page.get_by_text("You accepted analytics cookies.")).to_be_hidden()
    page.get_by_role("button", name=REJECT).click()
    page.goto("/privacy-policy/#choice-accepted")
    expect(page.get_by_text("You accepted analytics cookies.")).to_be_hidden()


def test_without_the_stylesheet_of_choices_nothing_untrue_is_said(
    page: Page,
) -> None:
    page.route("**/consent/state.css", lambda route: route.abort())
    page.goto("/#choice-rejected")
    expect(page.get_by_text("You rejected analytics cookies.")).to_be_hidden()
    expect(page.get_by_text("Opt-Out Request Honored")).to_be_hidden()
    expect(page.get_by_role("link", name="Privacy desk")).to_be_hidden()
    expect(page.locator("#banner")).to_be_visible()


def test_the_opt_out_preference_signal_is_honored_and_said(
    new_page: Callable[..., Page],
) -> None:
    page = new_page(extra_http_headers={"Sec-GPC": "1"})
    page.goto("/")
    expect(page.get_by_text("Opt-Out Request Honored.")).to_be_visible()
    expect(page.locator("#banner")).to_be_hidden()
    assert cookie_names(page) == set()


@with_analytics
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


@with_analytics
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


def test_with_banner_and_notice_the_heading_is_on_a_phones_first_screen(
    new_page: Callable[..., Page], live_site: object
) -> None:
    page = new_page(viewport={"width": 360, "height": 640})
    page.goto("/privacy-policy/")
    expect(page.locator("#banner")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_be_in_viewport()
