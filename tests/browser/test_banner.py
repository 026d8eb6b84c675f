"""The banner and the page of choices in Chromium, mostly without JavaScript."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browsing import Recording
from tests.live import LiveSite

PHONE = {"width": 360, "height": 640}
POST_NOTICE = """
from django.contrib.auth.models import User
from django.utils import timezone
from datetime import timedelta
from notices.models import Notice
Notice(
    summary="The Privacy Policy changes.",
    shown_until=timezone.now() + timedelta(days=1),
    created_by=User.objects.create_user("staff"),
).post()
"""
OpenPage = Callable[..., Page]
PAGES = ["/", "/privacy-policy/", "/privacy-policy/versions/", "/notices/"]


@pytest.fixture
def plain_page(new_page: OpenPage) -> Page:
    """A phone without JavaScript."""
    return new_page(java_script_enabled=False, viewport=PHONE)


def box(page: Page, selector: str) -> dict[str, float]:
    found: Any = page.locator(selector).bounding_box()
    assert found is not None, f"{selector} is not visible"
    return dict(found)


@pytest.mark.parametrize("answer", ["Accept", "Reject"])
def test_a_choice_is_confirmed_without_javascript(
    plain_page: Page, recording: Recording, answer: str
) -> None:
    page = plain_page
    page.goto("/privacy-policy/")
    assert page.context.cookies() == []
    page.get_by_role("button", name=f"{answer} analytics cookies").click()
    expect(page).to_have_url(f"/privacy-policy/#choice-{answer.lower()}ed")
    expect(page.locator("#banner")).to_be_hidden()
    other = "rejected" if answer == "Accept" else "accepted"
    expect(page.locator(f"#choice-{answer.lower()}ed")).to_be_visible()
    expect(page.locator(f"#choice-{other}")).to_be_hidden()
    expect(page.locator(f"#choice-{answer.lower()}ed")).to_be_focused()
    assert [cookie["name"] for cookie in page.context.cookies()] == ["choice"]
    page.get_by_role("link", name="Hide").click()
    expect(page.locator(f"#choice-{answer.lower()}ed")).to_be_hidden()
    assert recording.foreign_requests == []
    assert recording.console_errors == []


def test_a_foreign_link_cannot_fake_a_confirmation(plain_page: Page) -> None:
    plain_page.goto("/privacy-policy/#choice-accepted")
    expect(plain_page.locator("#choice-accepted")).to_be_hidden()
    plain_page.get_by_role("button", name="Reject analytics cookies").click()
    plain_page.goto("/notices/#choice-accepted")
    expect(plain_page.locator("#choice-accepted")).to_be_hidden()


def test_each_category_can_be_saved_without_javascript(plain_page: Page) -> None:
    page = plain_page
    page.goto("/cookies/")
    page.get_by_role("button", name="Save these choices").click()
    expect(page.locator("#problem")).to_be_focused()
    page.goto("/cookies/")
    for name in ("Authentication", "Status", "Cookie consent"):
        page.get_by_role("group", name=name).get_by_label("Accept").check()
    page.get_by_role("group", name="Analytics").get_by_label("Reject").check()
    page.get_by_role("button", name="Save these choices").click()
    expect(page.locator("#choice-saved")).to_be_visible()
    expect(page.locator("#standing-choice")).to_contain_text("you rejected analytics")
    page.get_by_role("button", name="Accept all").click()
    expect(page.locator("#standing-choice")).to_contain_text("you accepted analytics")
    page.get_by_role("button", name="Reject all").click()
    expect(page.locator("#standing-choice")).to_contain_text("you rejected analytics")
    expect(page.locator("#standing-choice")).to_contain_text("close your browser")


def test_the_signal_is_honored_without_a_banner(new_page: OpenPage) -> None:
    page = new_page(extra_http_headers={"Sec-GPC": "1"})
    page.goto("/privacy-policy/")
    expect(page.locator("#banner")).to_be_hidden()
    expect(page.locator("#site-signal")).to_contain_text("Opt-Out Request Honored.")
    assert page.context.cookies() == []


TRUE_OF_SOME = [
    "#choice-accepted",
    "#choice-rejected",
    "#choice-saved",
    "#site-signal",
    ".site-signed-in",
]


@pytest.mark.parametrize("chosen", ["", "Accept", "Reject"])
@pytest.mark.parametrize("signal", [False, True])
def test_without_the_stylesheet_nothing_untrue_is_said(
    new_page: OpenPage, chosen: str, signal: bool
) -> None:
    headers = {"Sec-GPC": "1"} if signal else {}
    page = new_page(java_script_enabled=False, extra_http_headers=headers)
    page.route("**/state.css*", lambda route: route.abort())
    page.goto("/privacy-policy/")
    if chosen:
        page.get_by_role("button", name=f"{chosen} analytics cookies").click()
    for target in ("choice-accepted", "choice-rejected", "choice-saved"):
        page.goto(f"/privacy-policy/#{target}")
        # Whoever chose may choose again: the question stays.
        expect(page.locator("#banner")).to_be_visible()
        for name in TRUE_OF_SOME:
            expect(page.locator(name)).to_be_hidden()


def test_with_a_notice_the_heading_is_on_a_phones_first_screen(
    plain_page: Page, live_site: LiveSite
) -> None:
    live_site.manage("shell", input=POST_NOTICE)
    for path in PAGES:
        plain_page.goto(path)
        heading = box(plain_page, "h1")
        expect(plain_page.locator("#notice-1")).to_be_visible()
        assert heading["y"] + heading["height"] <= PHONE["height"], path


def test_the_buttons_are_equal(new_page: OpenPage) -> None:
    for width in (320, 360, 768, 1280):
        page = new_page(viewport={"width": width, "height": 720})
        for path, names in (
            ("/privacy-policy/", ["Accept analytics cookies", "Reject analytics"]),
            ("/cookies/", ["Save these choices", "Accept all", "Reject all"]),
        ):
            page.goto(path)
            buttons = [page.get_by_role("button", name=name) for name in names]
            sizes = {
                (round(size["width"]), round(size["height"]))
                for button in buttons
                if (size := button.bounding_box())
            }
            assert len(sizes) == 1, (width, path, sizes)
            looks = {
                button.evaluate("b => getComputedStyle(b).backgroundColor")
                for button in buttons
            }
            assert len(looks) == 1


@pytest.mark.parametrize("key", ["Tab", "Shift+Tab"])
def test_the_banner_never_covers_what_has_focus(new_page: OpenPage, key: str) -> None:
    page = new_page(viewport=PHONE, reduced_motion="reduce")
    page.goto("/privacy-policy/")
    assert page.locator("#banner").evaluate("b => getComputedStyle(b).position") == (
        "sticky"
    )
    if key == "Shift+Tab":
        page.locator(".site-footer a").last.focus()
    for _ in range(60):
        page.keyboard.press(key)
        covered = page.evaluate(
            """() => {
                const focused = document.activeElement;
                const banner = document.getElementById('banner');
                if (focused === document.body || banner.contains(focused)) return '';
                const bottom = banner.getBoundingClientRect().bottom;
                const top = focused.getBoundingClientRect().top;
                const skip = focused.classList.contains('skip-link');
                return top < bottom - 1 && !skip ? focused.outerHTML : '';
            }"""
        )
        assert covered == ""


def test_it_scrolls_away_where_text_is_twice_as_large(new_page: OpenPage) -> None:
    page = new_page(viewport={"width": 180, "height": 320}, device_scale_factor=2)
    page.goto("/privacy-policy/")
    position = page.locator("#banner").evaluate("b => getComputedStyle(b).position")
    assert position == "static"


def test_it_is_not_printed(page: Page) -> None:
    page.goto("/privacy-policy/")
    page.emulate_media(media="print")
    expect(page.locator("#banner")).to_be_hidden()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_open_details_and_errors(
    new_page: OpenPage, scheme: str
) -> None:
    page = new_page(color_scheme=scheme)
    page.goto("/cookies/")
    for summary in page.locator("summary").all():
        summary.click()
    assert Axe().run(page).response["violations"] == []
    page.get_by_role("button", name="Save these choices").click()
    assert Axe().run(page).response["violations"] == []
