"""Chromium for the tests, and a record of what its pages did."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import (
    Browser,
    BrowserContext,
    BrowserType,
    ConsoleMessage,
    Error,
    Request,
    sync_playwright,
)

from tests.live import LiveSite

ARGUMENTS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
    # The tests never leave this machine; a request that tries is recorded and fails.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost",
]


@dataclass
class Recording:
    """What the pages of one test did that a visitor would not see.

    ``foreign_requests`` are addresses of other hosts; ``console_errors`` also holds
    uncaught exceptions; ``csp_violations`` are those of them that the Content Security
    Policy caused. Tests assert on them, mostly that they are empty.
    """

    foreign_requests: list[str] = field(default_factory=list)
    console_errors: list[str] = field(default_factory=list)

    @property
    def csp_violations(self) -> list[str]:
        """The console's errors that name the Content Security Policy."""
        return [text for text in self.console_errors if "Content Security" in text]

    def watch(self, context: BrowserContext, site: LiveSite) -> None:
        """Record every page of the context, as seen from the site."""
        own = urlsplit(site.url).netloc

        def on_request(request: Request) -> None:
            parts = urlsplit(request.url)
            if parts.scheme in ("http", "https", "ws", "wss") and parts.netloc != own:
                self.foreign_requests.append(request.url)

        def on_console(message: ConsoleMessage) -> None:
            if message.type == "error":
                self.console_errors.append(message.text)

        context.on("request", on_request)
        context.on("console", on_console)
        context.on("weberror", lambda error: self._add_exception(error.error))

    def _add_exception(self, error: Error) -> None:
        self.console_errors.append(str(error))


@contextmanager
def chromium(path: str) -> Iterator[Browser]:
    """The system's Chromium, headless. Its sandbox cannot run as root."""
    with sync_playwright() as playwright:
        browser = launch(playwright.chromium, path)
        yield browser
        browser.close()


def launch(browser_type: BrowserType, path: str, **options: Any) -> Browser:
    """Start one more; ``options`` are those of Playwright's launch()."""
    arguments = [*ARGUMENTS, "--no-sandbox"] if os.geteuid() == 0 else ARGUMENTS
    return browser_type.launch(executable_path=path, args=arguments, **options)
