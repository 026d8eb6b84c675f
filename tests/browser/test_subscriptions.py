"""Subscribing in the browser, without JavaScript, from the footer to the last click."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.steps import make_superuser, sign_in
from tests.browser.test_accessibility import STANDARD, check
from tests.browsing import Recording
from tests.live import LiveSite

SITE_SETTINGS = {
    "EMAIL_HOST": "127.0.0.1",
    "DEFAULT_FROM_EMAIL": "Privacy office <privacy@example.com>",
}
# The mails wait in the outbox: nothing sends them here.
LAST_MAIL = """
from outbox.models import Mail
print(Mail.objects.waiting().latest("pk").open_letter().text)
"""
PUBLISH = """
from policy.models import Policy
from tests.factories import make_ready, make_staff
from policy.publishing import publish
policy = Policy.objects.get(slug="privacy-policy")
publish(make_ready(policy), by=make_staff())
"""
PHONE = {"width": 320, "height": 640}


def last_link(site: LiveSite, ending: str) -> str:
    text = site.manage("shell", "--no-imports", "--command", LAST_MAIL)
    found = re.search(rf"{site.url}(/subscribe/[\w-]{{43}}/{ending})\s", text)
    assert found is not None, text
    return found[1]


def fill(page: Page, address: str) -> None:
    page.goto("/privacy-policy/")
    page.get_by_role("link", name="Get e-mail about changes").first.click()
    expect(page.get_by_label("Privacy Policy", exact=True)).to_be_checked()
    page.get_by_label("Every version").check()
    page.get_by_label("Your e-mail address").fill(address)
    page.get_by_role("button", name="Send me the link").click()


def test_the_whole_way_without_javascript(
    new_page: Callable[..., Page], live_site: LiveSite, recording: Recording
) -> None:
    page = new_page(java_script_enabled=False, viewport=PHONE)
    fill(page, "jane")
    expect(page.get_by_role("alert")).to_contain_text("name@example.com")
    expect(page.get_by_label("Your e-mail address")).to_have_value("jane")
    expect(page.get_by_label("Every version")).to_be_checked()
    page.get_by_label("Your e-mail address").fill("jane@example.com")
    page.get_by_role("button", name="Send me the link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Look for our mail")

    page.goto(last_link(live_site, "confirm/"))
    page.get_by_role("button", name="Yes, write to me").click()
    expect(page.get_by_role("status")).to_contain_text("You are subscribed.")
    expect(page.get_by_text("jane@example.com")).to_be_visible()
    terms = page.get_by_role("group", name="Terms and Conditions")
    terms.get_by_label("Each material change").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status")).to_contain_text("Saved.")
    expect(terms.get_by_label("Each material change")).to_be_checked()

    live_site.manage("shell", "--no-imports", "--command", PUBLISH)
    unsubscribing = last_link(live_site, "unsubscribe/privacy-policy/")
    page.goto(unsubscribing)
    page.get_by_role("button", name="Write no more about Privacy Policy").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You are unsubscribed")
    page.get_by_role("link", name="See or change all that we hold").click()
    page.get_by_role("button", name="Erase everything").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Everything is erased")
    assert page.goto(unsubscribing).status == 404  # type: ignore[union-attr]

    assert recording.csp_violations == []
    assert recording.foreign_requests == []
    # Neither the address nor a secret is in the log.
    log = live_site.log()
    assert "jane" not in log
    assert re.search(r"/subscribe/[\w-]{15,}", log) is None
    assert "/subscribe/-/unsubscribe/privacy-policy/" in log


def test_the_keyboard_alone_is_enough(
    new_page: Callable[..., Page], live_site: LiveSite
) -> None:
    page = new_page()
    page.goto("/subscribe/?policy=privacy-policy")
    page.get_by_role("button", name="Send me the link").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#problem")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Your e-mail address")).to_be_focused()
    page.keyboard.type("keys@example.com")
    page.keyboard.press("Enter")
    expect(page).to_have_url("/subscribe/sent/")
    page.goto(last_link(live_site, "confirm/"))
    page.get_by_role("button", name="Yes, write to me").press("Enter")
    expect(page.locator("#done")).to_be_focused()


def test_a_link_from_a_mail_leaves_no_trace(
    new_page: Callable[..., Page], live_site: LiveSite
) -> None:
    page = new_page()
    fill(page, "trace@example.com")
    expect(page).to_have_url("/subscribe/sent/")
    page.goto(last_link(live_site, "confirm/"))
    with page.expect_request("**/") as asked:
        page.get_by_role("link", name="Centene Corporation Privacy").click()
    assert "referer" not in asked.value.all_headers()
    assert page.evaluate("document.referrer") == ""


@pytest.fixture(
    params=[(s, w) for s in ("light", "dark") for w in (320, 1280)], ids=str
)
def any_page(request: pytest.FixtureRequest, new_page: Callable[..., Page]) -> Page:
    """A page of a small phone and of a desk, by day and by night."""
    scheme, width = request.param
    size = {"width": width, "height": 800}
    return new_page(color_scheme=scheme, viewport=size, reduced_motion="reduce")


def check_width(page: Page) -> None:
    overflow = "document.documentElement.scrollWidth - innerWidth"
    assert page.evaluate(overflow) <= 0, page.url
    check(page)


def test_axe_finds_nothing_and_nothing_is_too_wide(
    any_page: Page, live_site: LiveSite, request: pytest.FixtureRequest
) -> None:
    name = re.sub(r"\W", "", request.node.name)
    any_page.goto("/subscribe/")
    check_width(any_page)
    fill(any_page, "x" * 60)
    check_width(any_page)
    any_page.get_by_label("Your e-mail address").fill(f"{name}@example.com")
    any_page.get_by_role("button", name="Send me the link").click()
    expect(any_page).to_have_url("/subscribe/sent/")
    check_width(any_page)
    confirming = last_link(live_site, "confirm/")
    any_page.goto(confirming)
    check_width(any_page)
    any_page.get_by_role("button", name="Yes, write to me").click()
    check_width(any_page)
    for action in ("unsubscribe/privacy-policy/", "erase/"):
        any_page.goto(confirming.replace("confirm/", action))
        check_width(any_page)
    any_page.get_by_role("button", name="Erase everything").click()
    check_width(any_page)
    any_page.goto(confirming)
    check_width(any_page)


def test_axe_finds_nothing_at_the_desk(page: Page, live_site: LiveSite) -> None:
    make_superuser(live_site, "counter")
    sign_in(page, "counter")
    page.goto("/admin/notices/subscription/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Subscriptions")
    check(page, STANDARD)
