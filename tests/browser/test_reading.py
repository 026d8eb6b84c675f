"""A visitor reads: with script and without, with a keyboard, on a narrow screen."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.steps import cookie_names
from tests.browsing import Recording

PUBLIC = [
    "/",
    "/privacy-policy/",
    "/privacy-policy/versions/",
    "/privacy-policy/versions/1/",
    "/terms-and-conditions/",
    "/notices/",
    "/cookies/",
    "/accessibility/",
    "/nothing/",
]


@pytest.mark.parametrize("script", [True, False])
def test_a_visitor_reads_the_policy_and_opens_version_1(
    new_page: Callable[..., Page], recording: Recording, script: bool
) -> None:
    page = new_page(java_script_enabled=script)
    page.goto("/")
    page.get_by_role("main").get_by_role("link", name="Privacy Policy").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Privacy Policy")
    effective = page.get_by_text("Effective November 27, 2026", exact=True)
    expect(effective).to_be_visible()

    page.get_by_role("link", name="All versions").click()
    page.get_by_role("link", name="Version 1", exact=True).click()
    expect(page.get_by_text("In force from April 17, 2020")).to_be_visible()
    page.get_by_role("link", name="Read the version in force").click()
    expect(page).to_have_url("/privacy-policy/")

    assert cookie_names(page) == set()
    assert recording.foreign_requests == []
    assert recording.console_errors == []


def test_reading_every_page_sets_no_cookie_and_asks_no_other_host(
    page: Page, recording: Recording
) -> None:
    for address in PUBLIC:
        page.goto(address)
    assert cookie_names(page) == set()
    assert recording.foreign_requests == []
    assert recording.csp_violations == []


def test_contents_lead_to_sections_and_sections_have_permalinks(page: Page) -> None:
    page.goto("/privacy-policy/")
    contents = page.get_by_role("navigation", name="Contents")
    contents.get_by_role("link", name="7. Your rights").click()
    expect(page).to_have_url("/privacy-policy/#your-rights")
    expect(page.get_by_role("heading", name="7. Your rights")).to_be_in_viewport()
    page.get_by_role("link", name="Link to this section: 7. Your rights").click()
    expect(page).to_have_url("/privacy-policy/#your-rights")


def test_the_keyboard_alone_reaches_banner_skip_link_and_text(page: Page) -> None:
    page.goto("/privacy-policy/")
    reached = []
    for _ in range(4):
        page.keyboard.press("Tab")
        reached.append(page.locator(":focus").inner_text())
    assert set(reached) == {
        "Cookie choices",
        "Accept analytics cookies",
        "Reject analytics cookies",
        "Skip to main content",
    }
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()


@pytest.mark.parametrize("script", [True, False])
def test_on_a_phone_the_menu_opens_by_keyboard(
    new_page: Callable[..., Page], script: bool
) -> None:
    page = new_page(viewport={"width": 360, "height": 640}, java_script_enabled=script)
    page.goto("/")
    menu = page.get_by_role("navigation", name="Main")
    expect(menu).to_be_hidden()
    page.get_by_label("Menu").focus()
    page.keyboard.press("Space")
    expect(menu).to_be_visible()
    menu.get_by_role("link", name="Notices").click()
    expect(page).to_have_url("/notices/")


@pytest.mark.parametrize("address", PUBLIC)
def test_nothing_is_wider_than_320_pixels(
    new_page: Callable[..., Page], address: str
) -> None:
    page = new_page(viewport={"width": 320, "height": 640})
    page.goto(address)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_paper_has_the_text_and_no_navigation(page: Page) -> None:
    page.goto("/privacy-policy/")
    page.emulate_media(media="print")
    expect(page.locator("#banner")).to_be_hidden()
    expect(page.get_by_role("navigation", name="Main")).to_be_hidden()
    expect(page.get_by_role("heading", name="7. Your rights")).to_be_visible()
