"""A visitor chooses from the banner, with script, and changes the choice."""

import http.client

import pytest
from playwright.sync_api import Page, expect

from tests.browser.steps import ACCEPT, REJECT, cookie_names
from tests.browsing import Recording
from tests.live import LiveSite


@pytest.mark.parametrize(
    ("button", "confirmation"),
    [
        (ACCEPT, "You accepted analytics cookies."),
        (REJECT, "You rejected analytics cookies."),
    ],
)
def test_a_choice_from_the_banner_is_confirmed_and_kept(
    page: Page,
    recording: Recording,
    button: str,
    confirmation: str,
) -> None:
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


def test_a_planted_cookie_of_8_kb_shuts_nobody_out(live_site: LiveSite) -> None:
    for address in ("/", "/cookies/", "/consent/state.css"):
        connection = http.client.HTTPConnection("127.0.0.1", live_site.port)
        headers = {
            "Host": f"localhost:{live_site.port}",
            "Cookie": "choice=" + "a" * 8192,
        }
        connection.request("GET", address, headers=headers)
        assert connection.getresponse().status == 200
        connection.close()
