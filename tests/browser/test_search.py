"""A visitor searches: from a phone by keyboard, without script, by day and by night."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.steps import cookie_names
from tests.browser.test_accessibility import check
from tests.browsing import Recording
from tests.live import LiveSite

PAGES = [
    "/search/",
    "/search/?q=personal+information&earlier=1",
    "/search/?q=informtion",
    "/search/?q=%F0%9F%8D%AA",
    f"/search/?q={'long+' * 60}",
]


@pytest.mark.parametrize("script", [True, False])
def test_on_a_phone_the_keyboard_alone_finds_a_section(
    new_page: Callable[..., Page], recording: Recording, script: bool
) -> None:
    page = new_page(viewport={"width": 320, "height": 640}, java_script_enabled=script)
    page.goto("/terms-and-conditions/")
    box = page.get_by_role("searchbox", name="Search policies and notices")
    expect(box).to_be_hidden()
    page.get_by_label("Menu").focus()
    page.keyboard.press("Space")
    expect(box).to_be_visible()
    for _ in range(10):
        page.keyboard.press("Tab")
        if box.evaluate("box => box === document.activeElement"):
            break
    page.keyboard.type("your rights")
    page.keyboard.press("Enter")
    expect(page).to_have_url("/search/?q=your+rights")
    main = page.get_by_role("main")
    expect(main.get_by_role("heading", level=2)).to_contain_text("“your rights”")
    first = main.get_by_role("listitem").get_by_role("heading", level=3).first
    expect(first).to_have_text("7. Your rights")
    first.get_by_role("link").press("Enter")
    expect(page).to_have_url("/privacy-policy/#your-rights")
    expect(page.get_by_role("heading", name="7. Your rights")).to_be_in_viewport()
    assert cookie_names(page) == set()
    assert recording.foreign_requests == []
    assert recording.console_errors == []


def test_on_a_desk_the_box_is_in_the_header(page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto("/")
    page.get_by_role("banner").get_by_role("searchbox").fill("cokies")
    page.get_by_role("search").get_by_role("button", name="Search").click()
    page.get_by_role("link", name="cookies", exact=True).click()
    expect(page.locator("mark").first).to_be_visible()
    page.get_by_label("Also earlier versions").check()
    page.get_by_role("main").get_by_role("button", name="Search").click()
    expect(page.get_by_text("Version 1 · In force from").first).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_and_nothing_is_too_wide(
    new_page: Callable[..., Page], histories: LiveSite, scheme: str, width: int
) -> None:
    page = new_page(
        color_scheme=scheme,
        viewport={"width": width, "height": 800},
        reduced_motion="reduce",
    )
    for address in PAGES:
        page.goto(address)
        check(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
    if width == 320:
        page.goto("/privacy-policy/")
        page.get_by_label("Menu").focus()
        page.keyboard.press("Space")
        check(page)


def test_marks_are_seen_without_their_color(new_page: Callable[..., Page]) -> None:
    page = new_page(forced_colors="active")
    page.goto("/search/?q=cookies")
    mark = page.locator("mark").last
    weight = mark.evaluate("mark => getComputedStyle(mark).fontWeight")
    assert int(weight) > 500


def test_the_site_that_a_hit_leads_to_is_not_told_the_query(page: Page) -> None:
    page.goto("/search/?q=cookies")
    page.get_by_role("main").locator("h3 a").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Privacy Policy")
    referrer = page.evaluate("document.referrer")
    assert referrer.endswith("/")
    assert "search" not in referrer


def test_the_log_has_no_query(page: Page, live_site: LiveSite) -> None:
    page.goto("/search/?q=unmentionable")
    heading = page.get_by_role("main").get_by_role("heading", level=2)
    expect(heading.first).to_contain_text("unmentionable")
    assert "GET /search/" in live_site.log()
    assert "unmentionable" not in live_site.log()


def test_pages_of_pasted_text_are_answered_with_a_page(
    page: Page, live_site: LiveSite
) -> None:
    answer = page.goto(f"/search/?q={'unmentionable' * 1_000}")
    assert answer is not None
    assert answer.status == 400
    expect(page.get_by_role("alert")).to_contain_text("more than can be looked for")
    assert "unmentionable" not in live_site.log()


def test_a_choice_about_cookies_works_from_a_page_of_hits(page: Page) -> None:
    page.goto("/search/?q=cookies")
    page.get_by_role("button", name="Reject analytics cookies").click()
    expect(page.locator("#choice-rejected")).to_be_visible()
