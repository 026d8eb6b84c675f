"""Starting a Chromium that can reach one host and no other."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Error, sync_playwright

from consent.selftest.address import Address
from consent.selftest.visitor import reason
from devtools import Refusal
from devtools.programs import CHROMIUM

ARGUMENTS = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
    # A proxy would find hosts that the rule below hides.
    "--no-proxy-server",
)


class NoBrowser(Exception):
    """There is no Chromium, or it fails; the text says what to do."""


@contextmanager
def chromium(path: str | None, address: Address) -> Iterator[Browser]:
    """A headless Chromium, by default the system's. Raises NoBrowser."""
    found = _found(path)
    arguments = [*ARGUMENTS, host_rule(address)]
    if os.geteuid() == 0:
        # Its sandbox cannot run as root.
        arguments.append("--no-sandbox")
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=found, args=arguments)
        except Error:
            raise NoBrowser(
                f"{found} does not start as a Chromium: name another with --browser."
            ) from None
        try:
            yield browser
        except Error as error:
            raise NoBrowser(f"The browser could not go on: {reason(error)}") from None
        finally:
            browser.close()


def host_rule(address: Address) -> str:
    """The option by which no other host's name can be found, whatever a page asks."""
    return f"--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE {address.host.strip('[]')}"


def _found(path: str | None) -> str:
    if path is None:
        try:
            return CHROMIUM.find()
        except Refusal as refusal:
            raise NoBrowser(str(refusal)) from None
    if shutil.which(path) is None:
        raise NoBrowser(f"--browser names {path}, which is not a program.")
    return path
