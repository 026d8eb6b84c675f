"""Printed pages, as Chromium makes a PDF of them: what a lawyer would file."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pypdfium2
import pytest
from playwright.sync_api import Page

from tests.live import LiveSite

HASH = re.compile(r"[0-9a-f]{64}")
NOTICE = """
from datetime import timedelta
from django.contrib.auth.models import User
from django.utils import timezone
from notices.models import Notice
from policy.models import PolicyVersion
Notice(
    summary="The rules change.",
    version=PolicyVersion.objects.get(policy__slug="tool-library", number=2),
    compared_with=1,
    shown_until=timezone.now() + timedelta(days=9),
    created_by=User.objects.create_user("ann"),
).post()
"""


@pytest.fixture(scope="module")
def site(histories: LiveSite) -> Iterator[LiveSite]:
    histories.manage("shell", "--no-imports", "--command", NOTICE)
    yield histories


def printed(page: Page, address: str) -> list[str]:
    """The words of each sheet, with single spaces."""
    page.goto(address)
    document = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
    try:
        return [" ".join(_words(sheet).split()) for sheet in document]
    finally:
        document.close()


def _words(sheet: pypdfium2.PdfPage) -> str:
    text = sheet.get_textpage()
    words: str = text.get_text_range()
    text.close()
    sheet.close()
    return words


def check_feet(sheets: list[str], *expected: str) -> None:
    """Every sheet has its number and what it is a sheet of."""
    for number, sheet in enumerate(sheets, start=1):
        assert f"Page {number} of {len(sheets)}" in sheet
        for words in expected:
            assert words in sheet, f"sheet {number}: {sheet}"


def test_every_sheet_of_a_policy_says_what_it_is_of(page: Page, site: LiveSite) -> None:
    page.goto("/privacy-policy/")
    digest = page.locator(".seal code").first.inner_text()
    sheets = printed(page, "/privacy-policy/")
    assert len(sheets) > 3
    address = f"{site.url}/privacy-policy/versions/3/"
    check_feet(
        sheets,
        "Privacy Policy, version 3, effective November 27, 2026",
        address,
        f"SHA-256 {digest}",
    )


def test_neither_banner_nor_navigation_nor_form_is_printed(
    page: Page, site: LiveSite
) -> None:
    for address in ("/privacy-policy/", "/privacy-policy/versions/", "/notices/1/"):
        words = " ".join(printed(page, address))
        for absent in ("Accept analytics", "Reject", "Skip to main", "Compare", "Menu"):
            assert absent not in words, address
        assert "7700 Forsyth Boulevard" in words


def test_targets_of_links_are_printed_whole(page: Page, site: LiveSite) -> None:
    words = " ".join(printed(page, "/privacy-policy/"))
    assert f"Cookie choices ({site.url}/cookies/)" in words
    words = " ".join(printed(page, "/tool-library/versions/1/"))
    assert "(https://care.example/drills)" in words


def test_a_comparison_is_legible_without_colors(page: Page, site: LiveSite) -> None:
    sheets = printed(page, "/tool-library/compare/1...2/")
    address = f"{site.url}/tool-library/compare/1...2/"
    check_feet(sheets, "what changed from version 1 to 2", address)
    for sheet in sheets:
        assert len(set(HASH.findall(sheet))) == 2
    words = " ".join(sheets)
    assert "[\u2212seven\u2212][+ten+] days" in words
    assert "[moved here from Section 5, Questions]" in words


def test_what_is_folded_is_open_on_paper(page: Page, site: LiveSite) -> None:
    words = " ".join(printed(page, "/tool-library/compare/1...2/"))
    assert "paragraphs unchanged" in words
    assert "A blunt blade is wear; a bent one is not." in words


def test_a_notice_is_printed_with_its_hash_and_what_it_leads_to(
    page: Page, site: LiveSite
) -> None:
    sheets = printed(page, "/notices/1/")
    check_feet(sheets, "notice 1", f"{site.url}/notices/1/", "SHA-256")
    words = " ".join(sheets)
    assert f"What changed: {site.url}/tool-library/compare/1...2/" in words
    assert f"({site.url}/tool-library/versions/2/)" in words


def test_any_other_page_says_where_it_is_from(page: Page, site: LiveSite) -> None:
    for address in ("/", "/privacy-policy/versions/", "/accessibility/"):
        check_feet(printed(page, address), f"{site.url}{address}")


def test_no_page_on_a_screen_waits_for_the_stylesheet_of_paper(page: Page) -> None:
    page.goto("/privacy-policy/")
    statuses = page.evaluate(
        "performance.getEntriesByType('resource')"
        ".map(entry => [entry.name, entry.renderBlockingStatus])"
    )
    blocking = [name for name, status in statuses if status == "blocking"]
    assert blocking
    assert not [name for name in blocking if "print" in name]
