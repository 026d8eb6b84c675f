"""What a screen reader is told of each public page: roles, names and states.

Compared with what is stored beside this file. After a change that is meant:
``pytest --rewrite tests/browser/test_trees.py``, and read the difference.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.live import LiveSite

TREES = Path(__file__).parent / "trees"
# One page of every kind that a visitor meets.
PAGES = {
    "home": "/",
    "policy": "/privacy-policy/",
    "history": "/privacy-policy/versions/",
    "version": "/tool-library/versions/1/",
    "redline": "/tool-library/compare/1...2/",
    "find-redline": "/tool-library/compare/",
    "no-redline": "/tool-library/compare/?from=one&to=2",
    "section": "/tool-library/sections/fees/",
    "find-day": "/tool-library/on/",
    "day": "/tool-library/on/2021-06-01/",
    "no-version": "/tool-library/on/2020-12-31/",
    "not-in-force": "/night-rules/",
    "notices": "/notices/",
    "subscribe": "/subscribe/",
    "subscribe-sent": "/subscribe/sent/",
    "cookies": "/cookies/",
    "receipts": "/consent/receipts/",
    "search": "/search/",
    "search-hits": "/search/?q=blade&earlier=1",
    "search-nothing": "/search/?q=blaed",
    "rights": "/privacy-rights/",
    "rights-form": "/privacy-rights/access/",
    "held": "/privacy-rights/held/",
    "third-parties": "/third-parties/",
    "transparency": "/transparency/",
    "accessibility": "/accessibility/",
    "not-found": "/nothing/",
}
# What differs from one run to the next.
DAY = r"[A-Z][a-z]+ \d+, \d{4}(, \d[\d:]* [ap]\.m\. C[SD]T)?"
CHANGING = [
    (re.compile(r"http://localhost:\d+"), "http://localhost"),
    (re.compile(r"\b[0-9a-f]{64}\b"), "HASH"),
    (re.compile(r"Copyright © \d{4}"), "Copyright © YEAR"),
    # When the site of the test was filled.
    (re.compile(rf"(Imported on |definition: ){DAY}"), r"\1DAY"),
]


def tree(page: Page, part: str) -> str:
    """The accessibility tree of a part of the page, without what changes by itself."""
    text = page.locator(part).aria_snapshot()
    for pattern, instead in CHANGING:
        text = pattern.sub(instead, text)
    return f"{text}\n"


@pytest.mark.parametrize("name", PAGES)
def test_a_page_tells_a_screen_reader_what_it_told_before(
    new_page: Callable[..., Page],
    histories: LiveSite,
    request: pytest.FixtureRequest,
    name: str,
) -> None:
    page = new_page(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    page.goto(PAGES[name])
    # Header, banner and footer are the same on all: once is enough.
    part = "body" if name == "home" else "main"
    stored, found = TREES / f"{name}.yml", tree(page, part)
    if request.config.getoption("--rewrite"):
        stored.write_text(found, encoding="utf-8")
        return
    assert found == stored.read_text(encoding="utf-8"), f"See {__file__}."


def test_no_tree_is_stored_that_no_page_has() -> None:
    assert {path.stem for path in TREES.glob("*.yml")} == set(PAGES)
