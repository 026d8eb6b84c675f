"""axe finds nothing, on any page, light or dark, wide or narrow."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

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


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_on_public_pages(
    new_page: Callable[..., Page], scheme: str, width: int
) -> None:
    page = new_page(
        color_scheme=scheme,
        viewport={"width": width, "height": 800},
        reduced_motion="reduce",
    )
    for address in PUBLIC:
        page.goto(address)
        results = Axe().run(page)
        assert results.violations_count == 0, f"{address}\n{results.generate_report()}"


def test_axe_finds_nothing_on_the_desk(page: Page, live_site: LiveSite) -> None:
    make_superuser(live_site)
    sign_in(page)
    for address in DESK:
        page.goto(address)
        results = Axe().run(page, options=STANDARD)
        assert results.violations_count == 0, f"{address}\n{results.generate_report()}"
