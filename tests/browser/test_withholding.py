"""Two people withhold a version in the browser, while the site runs."""

from __future__ import annotations

from collections.abc import Callable

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.steps import make_superuser, sign_in
from tests.browser.test_accessibility import STANDARD, check
from tests.browsing import Recording
from tests.live import LiveSite

REASON = "It named a person who had not agreed."


def test_one_asks_another_confirms_and_a_visitor_reads_why(
    new_page: Callable[..., Page], live_site: LiveSite, recording: Recording
) -> None:
    for name in ("ann", "bo"):
        make_superuser(live_site, name)
    asker, second, visitor = new_page(), new_page(), new_page()
    text = live_site.manage(
        "shell",
        input="from policy.models import PolicyVersion as V\n"
        "print(V.objects.get(policy__slug='privacy-policy', number=1).source)\n",
    )
    sentence = next(
        line for line in text.splitlines() if line[:1].isalpha() and len(line) > 80
    )[:40]
    visitor.goto("/privacy-policy/versions/1/")
    expect(visitor.get_by_text(sentence)).to_be_visible()

    sign_in(asker, "ann")
    asker.goto("/admin/policy/policyversion/")
    asker.get_by_role("link", name="Privacy Policy, version 1").click()
    asker.get_by_role("link", name="Withhold …").click()
    expect(asker.get_by_text("Withholding cannot be undone.")).to_be_visible()
    check(asker, STANDARD)
    asker.get_by_role("button", name="Ask to withhold this version").click()
    expect(asker.get_by_text("Please correct the errors below.")).to_be_visible()
    asker.get_by_label("Legal order: the law forbids showing it (451)").check()
    asker.get_by_label("Reason:").fill(REASON)
    asker.get_by_role("button", name="Ask to withhold this version").click()
    expect(asker.get_by_text("It is still public")).to_be_visible()
    asker.get_by_role("link", name="Confirm or decline …").click()
    expect(asker.get_by_text("another person has to confirm")).to_be_visible()
    expect(asker.get_by_role("button", name="Withhold it for good")).to_have_count(0)
    visitor.reload()
    expect(visitor.get_by_text(sentence)).to_be_visible()

    sign_in(second, "bo")
    second.goto("/admin/policy/withholdingrequest/")
    second.get_by_role("link", name="Privacy Policy, version 1").click()
    second.get_by_role("link", name="Confirm or decline …").click()
    check(second, STANDARD)
    second.get_by_role("button", name="Withhold it for good").click()
    expect(second.get_by_text("is withheld.")).to_be_visible()

    # The visitor's own browser keeps the page for up to a minute.
    visitor = new_page()
    answer = visitor.goto("/privacy-policy/versions/1/")
    assert answer is not None and answer.status == 451
    expect(visitor.get_by_text(REASON)).to_be_visible()
    expect(visitor.get_by_text(sentence)).to_have_count(0)
    for address, status in (
        ("/privacy-policy/compare/1...2/", 451),
        ("/privacy-policy/on/2020-05-01/", 451),
        ("/privacy-policy/versions/", 200),
        ("/privacy-policy/", 200),
    ):
        answer = visitor.goto(address)
        assert answer is not None and answer.status == status
        expect(visitor.get_by_text(sentence)).to_have_count(0)
        assert Axe().run(visitor).violations_count == 0
