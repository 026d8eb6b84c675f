"""A visitor whom the site never saw, and what it made the browser keep and ask for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import (
    Browser,
    BrowserContext,
    Error,
    Page,
    Request,
    Response,
)

from consent.selftest.address import Address

# Data that a page may keep beside cookies; ePrivacy treats them alike.
STORAGE_KEYS = """() => [
  ...Object.keys(localStorage).map(key => `${key} (local storage)`),
  ...Object.keys(sessionStorage).map(key => `${key} (session storage)`),
]"""


class Visitor:
    """One new visitor. ``ever_kept`` are the names of all that the site gave to keep.

    No request leaves for another host: it is recorded, and ends here.
    """

    def __init__(self, context: BrowserContext, address: Address) -> None:
        self.address = address
        self.context = context
        self.ever_kept: set[str] = set()
        self._foreign: list[str] = []
        self._planted: set[str] = set()
        # A bound method would not do: Playwright writes on the object it belongs to.
        context.route(lambda url: address.is_foreign(url), lambda route: route.abort())
        context.on("request", self._note_request)
        self.page: Page = context.new_page()
        self.page.on("websocket", lambda socket: self._note_address(socket.url))

    def look(self, path: str) -> Response | None:
        """View a page of the site until it has loaded all that it asks for."""
        response = self.page.goto(self.address.url + path, wait_until="networkidle")
        self._note_kept()
        return response

    def press(self, selector: str) -> Response | None:
        """Press a button that sends a form; the answer is the page that follows."""
        with self.page.expect_navigation(wait_until="networkidle") as navigation:
            self.page.locator(selector).click()
        self._note_kept()
        return navigation.value

    def cookies(self) -> dict[str, dict[str, Any]]:
        """The cookies that the browser keeps now, by name, as Playwright has them."""
        return {each["name"]: dict(each) for each in self.context.cookies()}

    def plant(self, names: Sequence[str]) -> None:
        """Set cookies as a script of the page would; the site did not set them."""
        self._planted.update(names)
        self.context.add_cookies(
            [
                {"name": name, "value": "self-test", "url": self.address.url}
                for name in names
            ]
        )

    def take_foreign_requests(self) -> list[str]:
        """What was asked of other hosts since this was called before."""
        taken, self._foreign = self._foreign, []
        return taken

    def _note_request(self, request: Request) -> None:
        self._note_address(request.url)

    def _note_address(self, url: str) -> None:
        if self.address.is_foreign(url):
            self._foreign.append(url)

    def _note_kept(self) -> None:
        self.ever_kept |= self.cookies().keys() - self._planted
        self.ever_kept.update(self.page.evaluate(STORAGE_KEYS))


@contextmanager
def new_visitor(
    browser: Browser, address: Address, seconds: float, **options: Any
) -> Iterator[Visitor]:
    """A visitor whose every wait ends after so many seconds.

    ``options`` are those of Playwright's ``new_context``.
    """
    # Routes do not see what a service worker asks for.
    context = browser.new_context(service_workers="block", **options)
    try:
        context.set_default_timeout(seconds * 1000)
        yield Visitor(context, address)
    finally:
        context.close()


def reason(error: Error) -> str:
    """What Playwright says went wrong, without its log and its own names."""
    line = error.message.splitlines()[0]
    known = re.search(r"net::(ERR_\w+)", line)
    return known.group(1) if known else line
