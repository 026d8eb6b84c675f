"""Rights requests in the browser: asked, confirmed, followed, without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from rights.law import Right
from tests.browser.test_accessibility import check
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
ANSWER = """
from datetime import timedelta
from django.utils import timezone
from rights import lifecycle
from rights.correspondence import write_to_person
from rights.models import AnswerFile, FileFacts, RightsRequest
from tests.factories import make_staff
request = RightsRequest.objects.latest("pk")
by = make_staff(username=request.number)
lifecycle.verify(request, "call-back", by)
lifecycle.begin(request, by)
lifecycle.extend(request, "complex", by)
write_to_person(request, "We found two records of you.", by)
answer = AnswerFile(request=request, by=by, by_name="x")
answer.expires_at = timezone.now() + timedelta(days=30)
answer.seal(FileFacts("copy.csv", "text/csv"), b"name,Jane")
answer.save()
lifecycle.answer(request, "part", by)
"""
PHONE = {"width": 320, "height": 640}
DESK = {"width": 1280, "height": 900}


def last_link(site: LiveSite, pattern: str = r"requests/[\w-]{43}/") -> str:
    text = site.manage("shell", "--no-imports", "--command", LAST_MAIL)
    found = re.search(rf"{site.url}(/privacy-rights/{pattern})\s", text)
    assert found is not None, text
    return found[1]


def fill(page: Page, right: Right, email: str) -> None:
    page.goto("/privacy-rights/")
    page.locator(f'main a[href="/privacy-rights/{right}/"]').click()
    page.get_by_label("Member of a health plan").check()
    page.get_by_label("Country where you live").select_option("US")
    page.get_by_label("State, if that is").select_option("CA")
    page.get_by_label("Your name").fill("Jane Roe")
    page.get_by_label("Your e-mail address").fill(email)


def answer_details(page: Page, right: Right) -> None:
    """What the right itself needs."""
    match right:
        case Right.RECTIFICATION:
            page.get_by_label("What is wrong").fill("Jone")
            page.get_by_label("What would be right").fill("Jane")
        case Right.RESTRICTION:
            page.get_by_label("Start a pause").check()
            page.get_by_label("Which information").fill("My address")
        case Right.OBJECTION:
            page.get_by_label("Marketing").check()
        case Right.PORTABILITY:
            page.get_by_label("CSV").check()
        case Right.WITHDRAWAL:
            page.get_by_label("Which consent").fill("The newsletter")
        case Right.COMPLAINT:
            page.get_by_label("What happened").fill("You were late.")
        case _:
            pass


def press_send(page: Page) -> None:
    page.get_by_role("button", name="Send my request").click()


def test_the_whole_way_without_javascript(
    new_page: Callable[..., Page], live_site: LiveSite, recording: Recording
) -> None:
    page = new_page(java_script_enabled=False, viewport=PHONE)
    page.goto("/privacy-policy/")
    page.get_by_role("contentinfo").get_by_role(
        "link", name="Your privacy rights"
    ).click()
    fill(page, Right.ACCESS, "jane")
    press_send(page)
    expect(page.get_by_role("alert")).to_contain_text("name@example.com")
    expect(page.get_by_label("Your e-mail address")).to_have_value("jane")
    expect(page.get_by_label("State, if that is")).to_have_value("CA")
    page.get_by_label("Your e-mail address").fill("jane@example.com")
    press_send(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Your request is with us")

    page.goto(last_link(live_site, r"requests/[\w-]{43}/confirm/"))
    page.get_by_role("button", name="Yes, this is my address").click()
    expect(page.get_by_role("status")).to_contain_text("Your address is confirmed.")
    page.get_by_label("Your message").fill("Where are you?")
    page.get_by_role("button", name="Send the message").click()
    expect(page.get_by_role("status")).to_contain_text("Your message is sent.")
    expect(page.get_by_text("Where are you?")).to_be_visible()

    live_site.manage("shell", "--no-imports", "--command", ANSWER)
    page.goto(last_link(live_site))
    expect(page.get_by_text("We found two records of you.")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="copy.csv").click()
    assert Path(download.value.path()).read_text() == "name,Jane"
    page.get_by_role("link", name="Appeal").click()
    page.get_by_label("Your message").fill("There are three.")
    page.get_by_role("button", name="Send my appeal").click()
    expect(page.get_by_role("status")).to_contain_text("Your appeal is with us.")

    page.get_by_role("link", name="Erase what is personal").click()
    page.get_by_role("button", name="Erase it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("It is erased")

    assert recording.csp_violations == []
    assert recording.foreign_requests == []
    # Neither the person nor a secret is in the log.
    log = live_site.log()
    assert "jane" not in log.lower()
    assert re.search(r"/requests/[\w-]{15,}", log) is None
    assert "/privacy-rights/requests/-/message/" in log


@pytest.mark.parametrize("right", Right)
def test_every_form_is_sent(page: Page, live_site: LiveSite, right: Right) -> None:
    fill(page, right, f"{right}@example.com")
    answer_details(page, right)
    press_send(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Your request is with us")


def test_a_cookie_takes_the_secrets_place(page: Page, live_site: LiveSite) -> None:
    page.goto("/privacy-rights/")
    page.get_by_role("button", name="Reject analytics cookies").click()
    fill(page, Right.ACCESS, "cookie@example.com")
    press_send(page)
    page.goto(last_link(live_site))
    expect(page).to_have_url(re.compile(r"/privacy-rights/request/$"))
    page.get_by_role("button", name="Yes, this is my address").click()
    expect(page.get_by_role("status")).to_contain_text("Your address is confirmed.")


def test_the_keyboard_alone_is_enough(
    new_page: Callable[..., Page], live_site: LiveSite
) -> None:
    page = new_page(viewport=PHONE)
    page.goto("/privacy-rights/opt-out/")
    page.get_by_role("button", name="Send my request").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#problem")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#id_relation_0")).to_be_focused()
    page.keyboard.press("Space")
    page.get_by_label("Country where you live").focus()
    page.keyboard.type("Germany")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("Jane Roe")
    page.keyboard.press("Tab")
    page.keyboard.type("keys@example.com")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/privacy-rights/sent/"))
    page.goto(last_link(live_site))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Request R-")


def test_what_is_held_is_shown_and_erased(page: Page, live_site: LiveSite) -> None:
    fill(page, Right.ACCESS, "held@example.com")
    press_send(page)
    page.goto("/privacy-rights/held/")
    page.get_by_label("Your e-mail address").fill("other@example.com")
    page.get_by_role("button", name="Send me the link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Look for our mail")
    page.goto(last_link(live_site, r"held/[\w=-]{60,}/"))
    expect(page.get_by_text("One mail to you waits")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download it all").click()
    assert "other@example.com" in Path(download.value.path()).read_text()
    page.get_by_role("button", name="Erase it all").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("It is erased")
    assert re.search(r"/held/[\w=-]{15,}", live_site.log()) is None


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
    name = re.sub(r"\W", "", request.node.name)[-20:]
    for address in ("", *(f"{right}/" for right in Right), "link/", "held/"):
        any_page.goto(f"/privacy-rights/{address}")
        check_width(any_page)
    fill(any_page, Right.OBJECTION, "x" * 60)
    press_send(any_page)
    check_width(any_page)
    any_page.get_by_label("Your e-mail address").fill(f"{name}@example.com")
    any_page.get_by_label("Marketing").check()
    press_send(any_page)
    expect(any_page).to_have_url(re.compile("/privacy-rights/sent/"))
    check_width(any_page)
    confirming = last_link(live_site, r"requests/[\w-]{43}/confirm/")
    any_page.goto(confirming)
    check_width(any_page)
    any_page.get_by_role("button", name="Yes, this is my address").click()
    check_width(any_page)
    live_site.manage("shell", "--no-imports", "--command", ANSWER)
    status = confirming.removesuffix("confirm/")
    for action in ("", "appeal/", "erase/"):
        any_page.goto(f"{status}{action}")
        check_width(any_page)
