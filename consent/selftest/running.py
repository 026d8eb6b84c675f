"""All stories, told to one browser one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from playwright.sync_api import Browser, Error, TimeoutError

from consent.selftest.address import Address
from consent.selftest.findings import Finding, listed
from consent.selftest.site import Site, survey
from consent.selftest.stories.accepting import (
    accepting,
    before_a_choice,
    withdrawing,
)
from consent.selftest.stories.elsewhere import from_elsewhere
from consent.selftest.stories.refusing import (
    rejecting,
    under_the_signal,
    without_script,
)
from consent.selftest.visitor import Visitor, new_visitor, reason

Story = Callable[[Visitor, Site], Iterator[Finding]]

# One visitor each, with what is particular to the browser.
STORIES: tuple[tuple[Story, dict[str, Any]], ...] = (
    (rejecting, {}),
    (under_the_signal, {"extra_http_headers": {"Sec-GPC": "1"}}),
    (without_script, {"java_script_enabled": False}),
    (from_elsewhere, {}),
)
ALL_DECLARED = "Every cookie is declared at /cookies/"


def run(browser: Browser, address: Address, seconds: float) -> list[Finding]:
    """Every finding about the site; a wait ends after so many seconds.

    Raises site.NotTestable where the address is not that of a running site of ours.
    """
    with new_visitor(browser, address, seconds) as visitor:
        site = survey(visitor)
        findings = [
            finding
            for story in (before_a_choice, accepting, withdrawing)
            for finding in told(story, visitor, site)
        ]
        kept = visitor.ever_kept
    for story, options in STORIES:
        with new_visitor(browser, address, seconds, **options) as visitor:
            findings += told(story, visitor, site)
            kept |= visitor.ever_kept
    return [*findings, declared(kept, site)]


def told(story: Story, visitor: Visitor, site: Site) -> Iterator[Finding]:
    """The story's findings, and one more where it could not be told to its end."""
    try:
        yield from story(visitor, site)
    except TimeoutError as error:
        yield _cut_short(story, f"The site did not answer in time. {reason(error)}")
    except Error as error:
        yield _cut_short(story, reason(error))


def _cut_short(story: Story, why: str) -> Finding:
    name = story.__name__.replace("_", " ")
    return Finding(f"The test “{name}” runs to its end", False, why)


def declared(kept: set[str], site: Site) -> Finding:
    """Whether all that the site gave to keep stands in the catalogue."""
    unknown = [name for name in kept if not site.is_declared(name)]
    if unknown:
        return Finding(ALL_DECLARED, False, f"Not declared: {listed(unknown)}.")
    return Finding(ALL_DECLARED, True, f"Seen: {listed(kept)}.")
