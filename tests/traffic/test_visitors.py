"""Few names, whatever a request says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.traffic.visits import CHROME, FIREFOX, GOOGLEBOT, IPHONE
from traffic.visitors import (
    BOTS,
    FAMILIES,
    LANGUAGES,
    NOT_SAID,
    OTHER,
    OTHER_BOT,
    browser,
    language,
    referrer_host,
)

EDGE = f"{CHROME} Edg/120.0"


@pytest.mark.parametrize(
    ("agent", "family", "is_bot"),
    [
        (CHROME, "Chrome", False),
        (FIREFOX, "Firefox", False),
        (IPHONE, "Safari", False),
        (EDGE, "Edge", False),
        ("", NOT_SAID, False),
        ("curl/8.0", OTHER, False),
        (GOOGLEBOT, "Googlebot", True),
        ("MySpecialCrawler/1.0 (+https://example.com/bot)", OTHER_BOT, True),
    ],
)
def test_a_browser_has_a_family(agent: str, family: str, is_bot: bool) -> None:
    assert browser(agent) == (family, is_bot)


@given(st.text(max_size=300))
def test_whatever_a_browser_says_there_are_few_families(agent: str) -> None:
    known = {*FAMILIES.values(), *BOTS, OTHER, OTHER_BOT, NOT_SAID}
    assert browser(agent).family in known


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("en-US,en;q=0.9", "en"),
        ("DE", "de"),
        (" fr;q=0.5", "fr"),
        ("*", OTHER),
        ("qq", OTHER),
        ("english", OTHER),
        ("", NOT_SAID),
    ],
)
def test_a_language_is_the_first_without_its_region(header: str, code: str) -> None:
    assert language(header) == code


@given(st.text(max_size=40))
def test_whatever_a_browser_prefers_there_are_few_languages(header: str) -> None:
    assert language(header) in LANGUAGES | {OTHER, NOT_SAID}


@pytest.mark.parametrize(
    ("referer", "host"),
    [
        ("https://www.example.com/a?b=c", "example.com"),
        ("http://EXAMPLE.com:8080/", "example.com"),
        ("https://me:secret@example.com/", "example.com"),
        ("android-app://com.example/", None),
        ("https://localhost/", None),
        ("https://exa mple.com/", None),
        ("https://[::1", None),
        (f"https://{'a' * 200}.com/", None),
        ("", None),
    ],
)
def test_of_a_referrer_the_host_is_kept(referer: str, host: str | None) -> None:
    assert referrer_host(referer) == host
