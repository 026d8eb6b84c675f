"""axe finds nothing, on any page, light or dark, wide or narrow."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.histories import HISTORY
from tests.browser.steps import make_superuser, sign_in
from tests.browser.test_reading import PUBLIC
from tests.live import LiveSite

# Best practices too; of the stock admin only what the standard demands.
STANDARD = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}

DESK = [
    "/admin/",
    "/admin/policy/policyversion/",
    "/admin/policy/policyversion/add/?policy=1",
    "/admin/policy/policyversion/2/change/",
    "/admin/notices/notice/add/",
    "/admin/consent/consentrecord/",
    "/admin/auth/user/1/change/",
]
# What a reader sees while a worker is busy with somebody else's comparison.
BUSY = """
from django.test import RequestFactory
from policy.views.shared import busy
print(busy(RequestFactory().get("/")).content.decode())
"""


@pytest.fixture(
    params=[(scheme, width) for scheme in ("light", "dark") for width in (360, 1280)],
    ids=str,
)
def any_page(
    request: pytest.FixtureRequest, new_page: Callable[..., Page], histories: LiveSite
) -> Page:
    """A page of a phone and of a desk, by day and by night."""
    scheme, width = request.param
    return new_page(
        color_scheme=scheme,
        viewport={"width": width, "height": 800},
        reduced_motion="reduce",
    )


def check(page: Page, options: dict[str, list[str]] | None = None) -> None:
    """Ask axe about the page."""
    results = Axe().run(page, options=options)
    assert results.violations_count == 0, f"{page.url}\n{results.generate_report()}"


def test_axe_finds_nothing_on_public_pages(any_page: Page) -> None:
    for address in [*PUBLIC, *HISTORY]:
        any_page.goto(address)
        check(any_page)


def test_axe_finds_nothing_on_a_change_that_a_link_leads_to(any_page: Page) -> None:
    any_page.goto("/tool-library/compare/1...2/#change-2")
    any_page.get_by_text("paragraphs unchanged").click()
    check(any_page)


def test_axe_finds_nothing_on_pages_that_ask_for_patience(
    any_page: Page, live_site: LiveSite
) -> None:
    html = live_site.manage("shell", "--no-imports", "--command", BUSY)
    any_page.route(
        "**/compare/1...3/",
        lambda route: route.fulfill(status=503, body=html, content_type="text/html"),
    )
    any_page.goto("/tool-library/compare/1...3/")
    expect(any_page.get_by_role("heading", level=1)).to_contain_text("try again")
    check(any_page)
    # A file where the folder should be: archives cannot be written.
    (live_site.data_dir / "archives").touch()
    any_page.goto("/tool-library/archive.zip")
    expect(any_page.get_by_role("heading", level=1)).to_contain_text("cannot be made")
    check(any_page)


# A draft with something to find, in review, with its notice; and an emergency.
WAITING = """
from datetime import timedelta
from django.contrib.auth.models import User
from django.utils import timezone
from notices.models import NoticeDraft
from policy import drafting
from policy.models import PolicyVersion
from policy.publishing import publish_in_emergency
ann, bob = (User.objects.create_user(name, is_staff=True) for name in ("a", "b"))
def draft(slug, **fields):
    last = PolicyVersion.objects.in_force().get(policy__slug=slug)
    source = last.source + "\\n## New\\n\\nSee [this](#nowhere).\\n"
    return PolicyVersion.objects.create(
        policy=last.policy, source=source, change_note="New.", **fields
    )
alone = draft("terms-and-conditions", material=False)
drafting.save_draft(alone, by=ann)
publish_in_emergency(alone, by=ann, reason="A leak.")
later = timezone.now() + timedelta(days=40)
waiting = draft(
    "privacy-policy", material=True, reasons=["weaker right"], effective_at=later
)
NoticeDraft.objects.create(
    version=waiting, summary="It changes.", for_whom="All.", what_to_do="Ask."
)
drafting.save_draft(waiting, by=ann)
drafting.submit(waiting, by=ann)
drafting.reject(waiting, by=bob, reason="Why?")
print(waiting.pk, alone.pk)
"""
DRAFT_PAGES = ("change", "review", "preview", "redline", "changes", "publish")


@pytest.fixture(scope="module")
def waiting(live_site: LiveSite) -> list[str]:
    """The keys of the draft and of what one person published alone."""
    make_superuser(live_site, "zoe")
    answer = live_site.manage("shell", "--no-imports", "--command", WAITING)
    return answer.split()[-2:]


def test_axe_finds_nothing_where_versions_are_made(
    any_page: Page, waiting: list[str]
) -> None:
    sign_in(any_page, "zoe")
    draft, alone = waiting
    addresses = [f"{draft}/{page}/" for page in (*DRAFT_PAGES, "emergency")]
    for address in ["", *addresses, f"{alone}/change/", f"{alone}/confirm/"]:
        any_page.goto(f"/admin/policy/policyversion/{address}")
        check(any_page, STANDARD)
        width = any_page.evaluate("document.documentElement.scrollWidth")
        assert width <= any_page.viewport_size["width"], address  # type: ignore[index]


def test_axe_finds_nothing_on_the_desk(page: Page, live_site: LiveSite) -> None:
    make_superuser(live_site)
    sign_in(page)
    for address in DESK:
        page.goto(address)
        check(page, STANDARD)
