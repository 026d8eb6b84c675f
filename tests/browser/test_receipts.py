"""A visitor's own records in Chromium: receipt, history, forgetting; signing in."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.steps import ACCEPT, PASSWORD, REJECT, cookie_names, make_superuser
from tests.browsing import Recording
from tests.live import LiveSite

OpenPage = Callable[..., Page]
NARROW = {"width": 320, "height": 640}
# What axe says of the stock admin beyond the standard is not ours.
STANDARD = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


def own_receipt(page: Page) -> str:
    """Open the receipt from the page of choices; its code."""
    page.goto("/cookies/")
    link = page.locator("#own-choices code")
    code = link.inner_text()
    link.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Receipt of a cookie choice"
    )
    return code


def check(page: Page, options: dict[str, list[str]] | None = None) -> None:
    results = Axe().run(page, options=options)
    assert results.violations_count == 0, f"{page.url}\n{results.generate_report()}"


def is_wider_than_the_screen(page: Page) -> bool:
    wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    return bool(page.evaluate(wide))


def test_a_visitor_keeps_finds_and_forgets_without_javascript(
    new_page: OpenPage, recording: Recording
) -> None:
    page = new_page(java_script_enabled=False, viewport=NARROW)
    page.goto("/privacy-policy/")
    page.get_by_role("button", name=ACCEPT).click()
    page.goto("/cookies/")
    page.get_by_role("button", name="Reject all").click()
    page.goto("/")
    page.goto("/cookies/")
    # "Reject all" rejects remembering: the browser keeps no code.
    expect(page.locator("#own-choices")).to_contain_text("keeps no receipt code")
    for name in ("Authentication", "Status", "Cookie consent"):
        page.get_by_role("group", name=name).get_by_label("Accept").check()
    page.get_by_role("button", name="Save these choices").click()
    code = own_receipt(page)
    expect(page.get_by_role("main")).to_contain_text("This is the only choice")

    page.get_by_label("Receipt code").fill(f" {code[:7].lower()}-{code[7:]}")
    page.get_by_role("button", name="Show the receipt").click()
    expect(page).to_have_url(f"/consent/receipts/{code}/")
    page.goto("/cookies/")
    page.get_by_role("link", name="All your choices").click()
    expect(page.get_by_role("main").get_by_role("listitem")).to_have_count(1)

    page.get_by_role("button", name="Forget these choices").click()
    expect(page).to_have_url("/cookies/#choices-forgotten")
    expect(page.locator("#choices-forgotten")).to_be_visible()
    expect(page.locator("#choices-forgotten")).to_be_focused()
    assert cookie_names(page) == set()
    page.goto(f"/consent/receipts/{code}/")
    expect(page.locator("#own-history")).to_have_count(0)
    expect(page.locator("#banner")).to_be_visible()
    assert recording.foreign_requests == []
    assert recording.console_errors == []


def test_a_foreign_link_cannot_fake_that_choices_are_forgotten(page: Page) -> None:
    page.goto("/privacy-policy/")
    page.get_by_role("button", name=REJECT).click()
    page.goto("/cookies/#choices-forgotten")
    expect(page.locator("#choices-forgotten")).to_have_count(0)


def test_another_browser_sees_the_receipt_and_no_history(new_page: OpenPage) -> None:
    page = new_page()
    page.goto("/privacy-policy/")
    page.get_by_role("button", name=REJECT).click()
    code = own_receipt(page)
    other = new_page()
    other.goto(f"/consent/receipts/{code}/")
    expect(other.get_by_role("main")).to_contain_text("Reject analytics cookies")
    expect(other.get_by_text("Your other choices")).to_have_count(0)
    other.get_by_role("button", name=REJECT).click()
    # The page that was read is the page one comes back to.
    expect(other).to_have_url(f"/consent/receipts/{code}/#choice-rejected")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_and_nothing_is_too_wide(
    new_page: OpenPage, scheme: str, width: int
) -> None:
    page = new_page(color_scheme=scheme, viewport={"width": width, "height": 800})
    for address in ("/consent/receipts/", "/consent/history/", "/consent/receipts/-/"):
        page.goto(address)
        check(page)
    page.goto("/privacy-policy/")
    page.get_by_role("button", name=ACCEPT).click()
    own_receipt(page)
    for summary in page.locator("summary").all():
        summary.click()
    check(page)
    assert not is_wider_than_the_screen(page)
    for address in ("/consent/history/", "/consent/receipts/?code=", "/cookies/"):
        page.goto(address)
        check(page)
        assert not is_wider_than_the_screen(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_who_rejected_authentication_is_asked_before_signing_in(
    new_page: OpenPage, live_site: LiveSite, scheme: str
) -> None:
    name = f"staff-{scheme}"
    make_superuser(live_site, name)
    page = new_page(color_scheme=scheme, viewport=NARROW)
    page.goto("/cookies/")
    for group in ("Status", "Analytics", "Cookie consent"):
        page.get_by_role("group", name=group).get_by_label("Accept").check()
    page.get_by_role("group", name="Authentication").get_by_label("Reject").check()
    page.get_by_role("button", name="Save these choices").click()

    page.goto("/admin/")
    expect(page.get_by_text("You rejected authentication cookies")).to_be_visible()
    check(page, STANDARD)
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    # Past the browser's own check, which asks in its own words.
    page.locator("#login-form").evaluate("form => { form.noValidate = true }")
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_text("Tick the box to sign in")).to_be_visible()
    check(page, STANDARD)
    assert "sessionid" not in cookie_names(page)

    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_label("Set the authentication cookies").check()
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", name="Policies, notices")).to_be_visible()
    assert {"sessionid", "choice"} <= cookie_names(page)
    page.goto("/cookies/")
    authentication = page.get_by_role("group", name="Authentication")
    expect(authentication.get_by_label("Accept")).to_be_checked()

    page.get_by_role("button", name="Reject all").click()
    expect(page.locator("#choice-saved")).to_be_visible()
    assert cookie_names(page) == {"choice"}
    page.goto("/admin/")
    expect(page).to_have_url("/admin/login/?next=/admin/")
