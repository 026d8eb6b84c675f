"""The analytics tag and its cookies, as a visitor meets them."""

from __future__ import annotations

from collections.abc import Set
from urllib.parse import urlsplit

from consent.selftest.findings import Finding, listed
from consent.selftest.site import ANALYTICS_SCRIPT, Site
from consent.selftest.visitor import Visitor

ONLY_ANALYTICS = "After accepting, only analytics is asked for"
TAG_IS_DECLARED = "The cookies of the analytics tag are declared"
GONE = "The analytics cookies are gone after withdrawal"

# What a page says in JSON-LD of the policy is data, and never runs.
RUNS = "script:not([type='application/ld+json'])"

# https://support.google.com/analytics/answer/11397207
TAG_COOKIES = ("_ga", "_ga_TEST")
# Google's earlier tags also set _gid.
PLANTED = (*TAG_COOKIES, "_gid")
GOOGLE_ANALYTICS = (
    "googletagmanager.com",
    "google-analytics.com",
    "analytics.google.com",
)


def is_configured(visitor: Visitor) -> bool:
    """Whether the page that is open has a tag, whatever the tag then does."""
    return visitor.page.locator(ANALYTICS_SCRIPT).count() > 0


def only_analytics(visitor: Visitor) -> Finding:
    """What a page asks for once analytics is accepted; no script without a tag."""
    asked = visitor.take_foreign_requests()
    others = [url for url in asked if not is_google_analytics(url)]
    if others:
        return Finding(ONLY_ANALYTICS, False, f"Also asked for: {listed(others)}.")
    if is_configured(visitor):
        return Finding(ONLY_ANALYTICS, bool(asked), f"Asked for: {listed(asked)}.")
    scripts = visitor.page.locator(RUNS).count()
    return Finding(
        ONLY_ANALYTICS,
        not (asked or scripts),
        f"Analytics is not configured. Scripts: {scripts}, requests: {len(asked)}.",
    )


def is_google_analytics(url: str) -> bool:
    """Whether the address belongs to one of Google Analytics' hosts."""
    host = urlsplit(url).hostname or ""
    return any(f".{host}".endswith(f".{known}") for known in GOOGLE_ANALYTICS)


def tag_is_declared(site: Site) -> Finding:
    """The tag itself never runs in a test, so its cookies are known by name."""
    unknown = [name for name in TAG_COOKIES if not site.is_declared(name)]
    detail = (
        f"Not declared: {listed(unknown)}."
        if unknown
        else f"Such as {listed(TAG_COOKIES)}."
    )
    return Finding(TAG_IS_DECLARED, not unknown, detail)


def gone(before: Set[str], after: Set[str]) -> Finding:
    """Whether the planted cookies stayed while they were accepted, and no longer."""
    if after:
        return Finding(GONE, False, f"One view later there still are: {listed(after)}.")
    if before < set(PLANTED):
        detail = "They were deleted while analytics was still accepted."
        return Finding(GONE, False, detail)
    return Finding(GONE, True, f"{listed(PLANTED)} were there; gone after one view.")
