"""Consent helpers that people really use can refuse through the banner.

DuckDuckGo's autoconsent: facts read in its repository in November 2026
(duckduckgo/autoconsent, lib/heuristics.ts and lib/heuristic-patterns.ts). It looks at
elements that stick or are fixed; those whose text matches a pattern of detection are
cookie questions; it then presses the one button whose text, in small letters, matches a
pattern of rejection. Below are the patterns that concern this banner, in our words.

Consent-O-Matic (cavi-au/Consent-O-Matic) reads rules; ours: docs/consent-o-matic.json.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from devtools import ROOT

OpenPage = Callable[..., Page]

ASKS_ABOUT_COOKIES = re.compile(r"we (use|serve) cookies", re.IGNORECASE)
REJECTS = re.compile(
    r"(reject|deny|refuse|decline|disable)( all)?"
    r"( (optional|additional|analytics|marketing|tracking))?( cookies)?"
)
BUTTON_LIKE = 'button, input[type="submit"], a, [role="button"], [class*="button"]'
FIND_POPUPS = """
(buttonLike) => {
  const sticks = (element) =>
    ['fixed', 'sticky'].includes(getComputedStyle(element).position);
  const popups = [...document.body.querySelectorAll('*')].filter(sticks);
  const visible = (element) => element.checkVisibility() && element.innerText.trim();
  return popups.filter(visible).map((popup) => ({
    id: popup.id,
    text: popup.innerText,
    buttons: [...popup.querySelectorAll(buttonLike)]
      .filter((button) => visible(button) && !button.querySelector('button, a'))
      .map((button) => button.innerText),
  }));
}
"""
PAGES = ["/", "/privacy-policy/", "/privacy-policy/versions/", "/notices/"]

RULES = json.loads((ROOT / "docs" / "consent-o-matic.json").read_text("utf-8"))


@pytest.mark.parametrize("width", [360, 1280])
def test_autoconsent_finds_one_question_and_one_button_that_rejects(
    new_page: OpenPage, width: int
) -> None:
    page = new_page(viewport={"width": width, "height": 640})
    for address in PAGES:
        page.goto(address)
        popups = page.evaluate(FIND_POPUPS, BUTTON_LIKE)
        asking = [each for each in popups if ASKS_ABOUT_COOKIES.search(each["text"])]
        assert [each["id"] for each in asking] == ["banner"], address
        texts = [text.strip() for text in asking[0]["buttons"]]
        (reject,) = [text for text in texts if REJECTS.fullmatch(text.lower())]
        assert not any(
            REJECTS.fullmatch(text.lower())
            for popup in popups
            if popup is not asking[0]
            for text in popup["buttons"]
        )
    page.locator("#banner button", has_text=reject).click()
    expect_refused(page)


def expect_refused(page: Page) -> None:
    expect(page.locator("#banner")).to_be_hidden()
    expect(page.locator("#choice-rejected")).to_be_visible()
    page.goto("/cookies/")
    expect(page.locator("#standing-choice")).to_contain_text("you rejected analytics")


def method(rule: dict[str, Any], name: str) -> dict[str, Any]:
    (found,) = [each for each in rule["methods"] if each["name"] == name]
    action: dict[str, Any] = found["action"]
    return action


def found_by(page: Page, target: dict[str, Any]) -> Locator:
    """What Consent-O-Matic's selection finds; we need no more of it than this."""
    assert set(target) <= {"selector", "displayFilter"}
    found = page.locator(target["selector"])
    if target.get("displayFilter"):
        found = found.locator("visible=true")
    return found


@pytest.mark.parametrize(
    ("kind", "outcome"), [("falseAction", "rejected"), ("trueAction", "accepted")]
)
def test_the_rule_for_consent_o_matic_answers_the_banner(
    page: Page, kind: str, outcome: str
) -> None:
    (name,) = set(RULES) - {"$schema"}
    rule = RULES[name]
    (detector,) = rule["detectors"]
    action = method(rule, "DO_CONSENT")
    (consent,) = action["consents"]
    # B: performance and analytics.
    assert (action["type"], consent["type"]) == ("consent", "B")
    page.goto("/privacy-policy/")
    for matchers in detector.values():
        for matcher in matchers:
            assert matcher["type"] == "css"
            assert found_by(page, matcher["target"]).count() == 1
    assert consent[kind]["type"] == "click"
    # The extension clicks by script, not with a pointer.
    found_by(page, consent[kind]["target"]).evaluate("button => button.click()")
    expect(page.locator(f"#choice-{outcome}")).to_be_visible()

    page.goto("/notices/")
    (showing,) = detector["showingMatcher"]
    assert found_by(page, showing["target"]).count() == 0


def test_the_rule_matches_nothing_where_nothing_is_asked(page: Page) -> None:
    (name,) = set(RULES) - {"$schema"}
    (matcher,) = RULES[name]["detectors"][0]["presentMatcher"]
    page.goto("/cookies/")
    assert found_by(page, matcher["target"]).count() == 0


def test_the_rules_words_are_those_that_its_schema_knows() -> None:
    names = {"OPEN_OPTIONS", "DO_CONSENT", "SAVE_CONSENT", "HIDE_CMP", "UTILITY"}
    for name in set(RULES) - {"$schema"}:
        assert set(RULES[name]) == {"detectors", "methods"}
        for each in RULES[name]["methods"]:
            assert set(each) == {"name", "action"}
            assert each["name"] in names


def test_it_is_the_first_thing_in_the_body_and_there_is_one(page: Page) -> None:
    for address in PAGES:
        page.goto(address)
        assert page.evaluate("document.body.firstElementChild.id") == "banner"
        banner = page.locator("#banner")
        expect(banner).to_have_count(1)
        expect(banner).to_have_attribute("data-nosnippet", "")
        expect(page.locator("#banner-heading")).to_have_count(1)
        expect(banner.get_by_role("link", name="Cookie choices")).to_have_count(1)
        expect(banner.get_by_role("button")).to_have_count(2)
