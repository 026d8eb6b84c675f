"""Staff draft, publish and post a notice; a visitor sees both."""

import time
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.steps import make_superuser, sign_in
from tests.browsing import Recording
from tests.live import LiveSite

NOTE = "Adds a promise, so that readers can hold us to it."
PROMISE = "We answer within a month."


def test_staff_publish_version_3_and_a_visitor_reads_it(
    new_page: Callable[..., Page], live_site: LiveSite, recording: Recording
) -> None:
    make_superuser(live_site)
    staff, visitor = new_page(), new_page()
    sign_in(staff)
    staff.goto("/admin/policy/policyversion/")
    staff.get_by_role("link", name="Privacy Policy, version 2").click()
    staff.get_by_role("link", name="Draft the next").click()
    text = staff.get_by_label("Text:")
    text.fill(f"{text.input_value()}\n### Our promise\n\n{PROMISE}\n")
    staff.get_by_role("button", name="Save and continue editing").click()

    visitor.goto("/privacy-policy/")
    expect(visitor.get_by_text(PROMISE)).to_have_count(0)
    assert visitor.goto("/privacy-policy/versions/3/").status == 404  # type: ignore[union-attr]

    staff.get_by_role("link", name="Review …").click()
    expect(staff.get_by_text("The change note is missing")).to_be_visible()
    staff.go_back()
    staff.get_by_label("Yes: material").check()
    staff.get_by_label("longer retention").check()
    staff.get_by_label("Change note:").fill(NOTE)
    staff.get_by_role("button", name="Save and continue editing").click()
    staff.get_by_role("link", name="Review …").click()
    expect(staff.get_by_text("Write the notice:")).to_be_visible()
    staff.go_back()
    staff.get_by_role("textbox", name="What changes:").fill(PROMISE)
    staff.get_by_role("textbox", name="For whom:").fill("Everybody who writes to us.")
    staff.get_by_role("textbox", name="What you can do:").fill("Remind us.")
    staff.get_by_role("button", name="Save and continue editing").click()

    staff.get_by_role("link", name="Preview").click()
    expect(staff.get_by_text("Only staff can see this preview.")).to_be_visible()
    expect(staff.get_by_text(PROMISE)).to_be_visible()
    staff.go_back()
    staff.get_by_role("link", name="Review …").click()
    expect(staff.locator("ins", has_text=PROMISE)).to_be_visible()
    expect(staff.locator("del")).to_have_count(0)
    phone = staff.frame_locator(".preview-phone")
    expect(phone.get_by_text("Only staff can see this preview.")).to_be_visible()
    staff.get_by_role("button", name="Send to review").click()
    expect(staff.get_by_text("The draft is sent to review.")).to_be_visible()
    staff.get_by_role("button", name="Approve").click()
    expect(staff.get_by_text("Who wrote a draft cannot approve it")).to_be_visible()

    make_superuser(live_site, "eve")
    second = new_page()
    sign_in(second, "eve")
    second.goto(staff.url)
    second.get_by_label("Reason, or counsel's answer").fill("We promised it earlier.")
    second.get_by_role("button", name="Allow a shorter notice").click()
    second.get_by_role("button", name="Approve").click()
    expect(second.get_by_text("The draft is approved.")).to_be_visible()

    staff.goto(staff.url)
    staff.get_by_role("link", name="Publish …").click()
    staff.get_by_role("button", name="Publish for good").click()
    expect(staff.get_by_text("Privacy Policy, version 3 is published.")).to_be_visible()
    expect(staff.get_by_role("button", name="Save")).to_have_count(0)

    # The visitor's browser may keep the page for a minute; reloading asks again.
    visitor.goto("/privacy-policy/")
    visitor.reload()
    expect(visitor.locator(".prose").get_by_text(PROMISE)).to_be_visible()
    expect(visitor.get_by_text(NOTE)).to_be_visible()
    expect(visitor.get_by_role("region", name="Notices")).to_contain_text(PROMISE)
    visitor.get_by_role("link", name="The whole notice").click()
    expect(visitor.get_by_text("We promised it earlier.")).to_be_visible()
    visitor.goto("/privacy-policy/versions/2/")
    expect(visitor.get_by_text("Superseded.")).to_be_visible()
    assert recording.csp_violations == []


def test_a_posted_notice_stands_on_every_page_and_links_to_the_version(
    new_page: Callable[..., Page], live_site: LiveSite, recording: Recording
) -> None:
    make_superuser(live_site, "bob")
    staff, visitor = new_page(), new_page(viewport={"width": 360, "height": 640})
    sign_in(staff, "bob")
    staff.goto("/admin/notices/notice/add/")
    summary = "The Privacy Policy changed on November 23, 2026."
    staff.get_by_label("Summary:").fill(summary)
    staff.get_by_label("Version:").select_option(label="Privacy Policy, version 2")
    staff.locator("#id_shown_until_0").fill("2099-01-01")
    staff.locator("#id_shown_until_1").fill("00:00:00")
    staff.get_by_role("button", name="Save", exact=True).click()
    expect(staff.get_by_text("was added successfully")).to_be_visible()

    for address in ("/", "/terms-and-conditions/", "/nothing/"):
        visitor.goto(address)
        expect(visitor.get_by_role("region", name="Notices")).to_contain_text(summary)
    # Made without the database, from what its worker knew a second ago.
    deadline = time.monotonic() + 10
    while summary not in visitor.goto("/cookies/").text():  # type: ignore[union-attr]
        assert time.monotonic() < deadline
    visitor.goto("/privacy-policy/")
    expect(visitor.get_by_role("heading", level=1)).to_be_in_viewport()
    link = visitor.get_by_role("link", name="Read Privacy Policy, version 2")
    link.first.click()
    expect(visitor).to_have_url("/privacy-policy/versions/2/")
    visitor.goto("/notices/")
    visitor.get_by_role("link", name=summary).click()
    expect(visitor.get_by_role("heading", level=1)).to_contain_text("Notice")
    assert recording.csp_violations == []
