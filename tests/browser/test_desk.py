"""Staff draft, publish and post a notice; a visitor sees both."""

import re
import time
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.steps import make_superuser, sign_in
from tests.browsing import Recording
from tests.live import LiveSite

NOTE = "Adds a promise, so that readers can hold us to it."
PROMISE = "We answer within a month."


def test_two_people_publish_version_4_and_a_visitor_reads_it(
    new_page: Callable[..., Page], live_site: LiveSite, recording: Recording
) -> None:
    """Draft, check, review, reject, mend, approve, publish: without JavaScript."""
    make_superuser(live_site)
    make_superuser(live_site, "eve")
    staff, second = (new_page(java_script_enabled=False) for _ in range(2))
    visitor = new_page()
    sign_in(staff)
    sign_in(second, "eve")
    staff.goto("/admin/policy/policyversion/")
    staff.get_by_role("link", name="Privacy Policy, version 3").click()
    staff.get_by_role("link", name="Draft the next").click()
    text = staff.get_by_label("Text:")
    text.fill(f"{text.input_value()}\n### Our promise\n\nWe answer. [Us](#us)\n")
    staff.get_by_role("button", name="Save and continue editing").click()
    expect(staff.get_by_text("Not sent to review yet.")).to_be_visible()

    visitor.goto("/privacy-policy/")
    expect(visitor.get_by_text("We answer.")).to_have_count(0)
    assert visitor.goto("/privacy-policy/versions/4/").status == 404  # type: ignore[union-attr]

    # Checks, and what stands against it.
    staff.get_by_role("link", name="Review …").click()
    expect(
        staff.get_by_text("A link leads to #us, which is no section")
    ).to_be_visible()
    expect(staff.get_by_text("The change note is missing").first).to_be_visible()
    staff.go_back()
    staff.get_by_label("Yes: material").check()
    staff.get_by_label("longer retention").check()
    staff.get_by_label("Change note:").fill(NOTE)
    staff.get_by_role("button", name="Save and continue editing").click()
    staff.get_by_role("link", name="Publish …").click()
    button = staff.get_by_role("button", name="Publish for good")
    expect(button).to_be_disabled()
    expect(button).to_have_accessible_description(re.compile("Write the notice:"))
    staff.go_back()
    staff.locator("#id_notice_draft-0-summary").fill(PROMISE)
    staff.locator("#id_notice_draft-0-for_whom").fill("Everybody who writes to us.")
    staff.locator("#id_notice_draft-0-what_to_do").fill("Remind us.")
    staff.get_by_role("button", name="Save and continue editing").click()

    # Review: nobody approves their own words.
    staff.get_by_role("link", name="Review …").click()
    expect(staff.locator("ins", has_text="We answer.").first).to_be_visible()
    expect(staff.locator("del")).to_have_count(0)
    for width in ("phone", "desktop"):
        frames = staff.locator(f".preview-{width}")
        expect(frames).to_have_count(2)
        page, redline = (frames.nth(index).content_frame for index in (0, 1))
        frames.first.scroll_into_view_if_needed()
        expect(page.get_by_text("Only staff can see this preview.")).to_be_visible()
        expect(page.get_by_role("region", name="Notices")).to_contain_text(PROMISE)
        frames.last.scroll_into_view_if_needed()
        expect(redline.locator("ins", has_text="We answer.").first).to_be_visible()
    staff.get_by_role("button", name="Send to review").click()
    expect(staff.get_by_text("The draft is sent to review.")).to_be_visible()
    staff.get_by_role("button", name="Approve").click()
    expect(staff.get_by_text("Who wrote a draft cannot approve it")).to_be_visible()

    # The second person finds it on the first page, and sends it back with a reason.
    second.goto("/admin/")
    waiting = second.get_by_role("region", name="Waiting for you")
    expect(waiting).to_contain_text("In review: approve or reject it.")
    waiting.get_by_role("link", name="Privacy Policy, draft").click()
    second.get_by_role("button", name="Reject").click()
    expect(second.get_by_text("Say why.")).to_be_visible()
    second.get_by_label("Reason, or counsel's answer").fill("By when? Mend the link.")
    second.get_by_role("button", name="Reject").click()
    expect(second.get_by_text("The draft is rejected.")).to_be_visible()

    # The first is told why, mends it, and sends it again.
    staff.goto("/admin/")
    waiting = staff.get_by_role("region", name="Waiting for you")
    expect(waiting).to_contain_text("Rejected by eve: By when? Mend the link.")
    waiting.get_by_role("link", name="Privacy Policy, draft").click()
    expect(staff.get_by_text("By when? Mend the link.")).to_be_visible()
    text = staff.get_by_label("Text:")
    text.fill(text.input_value().replace("We answer. [Us](#us)", PROMISE))
    staff.get_by_role("button", name="Save and continue editing").click()
    staff.get_by_role("link", name="Review …").click()
    expect(staff.locator(".findings", has_text="#us")).to_have_count(0)
    staff.get_by_role("button", name="Send to review").click()

    second.goto(staff.url)
    second.get_by_label("Reason, or counsel's answer").fill("We promised it earlier.")
    second.get_by_role("button", name="Allow a shorter notice").click()
    second.get_by_role("button", name="Approve").click()
    expect(second.get_by_text("The draft is approved.")).to_be_visible()

    staff.goto(staff.url)
    staff.get_by_role("link", name="Publish …").click()
    staff.get_by_role("button", name="Publish for good").click()
    expect(staff.get_by_text("Privacy Policy, version 4 is published.")).to_be_visible()
    expect(staff.get_by_role("button", name="Save")).to_have_count(0)
    expect(staff.get_by_role("region", name="Who did what")).to_contain_text(
        "eve, approved"
    )
    with staff.expect_download() as download:
        staff.get_by_role("link", name="Evidence for counsel").click()
    evidence = download.value.path().read_text(encoding="utf-8")
    assert "By when? Mend the link." in evidence

    # The visitor's browser may keep the page for a minute; reloading asks again.
    visitor.goto("/privacy-policy/")
    visitor.reload()
    expect(visitor.locator(".prose").get_by_text(PROMISE)).to_be_visible()
    expect(visitor.get_by_text(NOTE)).to_be_visible()
    expect(visitor.get_by_role("region", name="Notices")).to_contain_text(PROMISE)
    visitor.get_by_role("link", name="The whole notice").click()
    expect(visitor.get_by_text("We promised it earlier.")).to_be_visible()
    visitor.goto("/privacy-policy/versions/3/")
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
