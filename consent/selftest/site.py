"""What the probes know of the site: its pages, and the parts of them that they use."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from playwright.sync_api import Error, Response, TimeoutError

from consent.selftest.visitor import Visitor, reason

HOME = "/"
COOKIES = "/cookies/"
NOTICES = "/notices/"

BANNER = "#banner"
BANNER_BUTTONS = f"{BANNER} button"
BANNER_ACCEPT = f"{BANNER} button[value=accept]"
BANNER_REJECT = f"{BANNER} button[value=reject]"
REJECT_ANALYTICS = "#choices input[name=analytics][value=reject]"
SAVE = "button[form=choices][value=save]"
REJECTED = "#choice-rejected"
SAVED = "#choice-saved"
SIGNAL_LINE = "#site-signal"
ANALYTICS_SCRIPT = "script[src$='/consent/analytics.js']"
CATALOGUE_NAMES = "#choices th[scope=row]"

VERSIONS = re.compile(r"/[\w-]+/versions/")
VERSION = re.compile(r"/[\w-]+/versions/\d+/")


class NotTestable(Exception):
    """Nothing can be said of the site; the text says why."""


@dataclass(frozen=True)
class Site:
    """The pages to look at, and the names of cookies that /cookies/ declares."""

    pages: tuple[str, ...]
    declared: tuple[str, ...]

    def is_declared(self, name: str) -> bool:
        """Whether a name, or one with ``*`` at its end, covers the cookie."""
        return any(
            name.startswith(known[:-1]) if known.endswith("*") else name == known
            for known in self.declared
        )


def survey(visitor: Visitor) -> Site:
    """Look at each kind of page, last at the one to choose on. Raises NotTestable.

    A site without a policy in force has fewer.
    """
    declared = _declared(visitor)
    _look(visitor, HOME)
    further = (NOTICES, *_policy_pages(visitor))
    for page in further:
        _look(visitor, page)
    return Site((HOME, COOKIES, *further), declared)


def _policy_pages(visitor: Visitor) -> Iterator[str]:
    """From home: a version and a policy, as far as there are any."""
    versions = _first_link(visitor, VERSIONS)
    if versions is not None:
        _look(visitor, versions)
        version = _first_link(visitor, VERSION)
        if version is not None:
            yield version
        yield versions.removesuffix("versions/")


def _declared(visitor: Visitor) -> tuple[str, ...]:
    """The catalogue as /cookies/ shows it; only this site has such a page."""
    _look(visitor, COOKIES)
    page = visitor.page
    names = page.locator(CATALOGUE_NAMES).all_text_contents()
    if not names or not page.locator(REJECT_ANALYTICS).count():
        raise NotTestable(
            f"{page.url} answers, but it is not this site's page of cookie choices: "
            "give the address of a running site of this project."
        )
    return tuple(name.strip() for name in names)


def _look(visitor: Visitor, path: str) -> None:
    url = visitor.address.url + path
    try:
        response = visitor.look(path)
    except TimeoutError:
        raise NotTestable(
            f"{url} did not answer in time: try again, or set a longer --timeout."
        ) from None
    except Error as error:
        raise NotTestable(f"{url} cannot be reached ({reason(error)}).") from None
    _refuse_other_place(visitor, url)
    _refuse_failure(response, url)


def _refuse_other_place(visitor: Visitor, url: str) -> None:
    there = visitor.page.url
    if visitor.address.is_foreign(there) or urlsplit(there).scheme != (
        visitor.address.scheme
    ):
        raise NotTestable(f"{url} leads to {there}: give that site's address.")


def _refuse_failure(response: Response | None, url: str) -> None:
    if response is not None and response.status >= 500:
        raise NotTestable(
            f"{url} fails with status {response.status}: try again once the site is "
            "well."
        )


def _first_link(visitor: Visitor, pattern: re.Pattern[str]) -> str | None:
    """The first link of the page to such an address of the site."""
    found: Iterable[str] = visitor.page.locator("main a[href]").evaluate_all(
        "links => links.map(link => link.getAttribute('href'))"
    )
    return next((href for href in found if pattern.fullmatch(href)), None)
