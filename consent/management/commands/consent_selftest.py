"""Prove in a real browser that a running site keeps its word about cookies."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError
from django.db import Error as DatabaseFailure

from consent.models import SelfTest
from consent.selftest.address import Address, BadAddress, read_address

if TYPE_CHECKING:
    from consent.selftest.findings import Finding

SECONDS = 15.0
MOST_SECONDS = 600.0
HOW_TO_GET_PLAYWRIGHT = (
    "The self-test drives a browser and needs the development requirements: install "
    "them with pip install -r requirements/develop.txt, and run this again."
)


class Command(BaseCommand):
    """Prints a line per finding; exit code 0 when all hold."""

    help = (
        "Drive Chromium against a running site and prove what it says about cookies: "
        "none and no other host before a choice, after a rejection and under the "
        "opt-out preference signal; analytics only after acceptance; its cookies gone "
        "after withdrawal; every cookie declared. Nothing is sent to Google or any "
        "other host. The choices it makes are real: each run leaves four consent "
        "records and some page views in the site's figures. Needs the development "
        "requirements."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--url", required=True, help="for example https://privacy.example.com"
        )
        parser.add_argument(
            "--browser",
            metavar="PATH",
            help="the Chromium to drive; by default CHROMIUM_PATH or the system's",
        )
        parser.add_argument(
            "--timeout",
            type=float,
            default=SECONDS,
            metavar="SECONDS",
            help="how long to wait for one page (default: %(default)g)",
        )
        parser.add_argument(
            "--no-store",
            action="store_true",
            help="do not keep the result in this site's database",
        )

    def handle(
        self,
        *args: Any,
        url: str,
        browser: str | None,
        timeout: float,
        no_store: bool,
        **options: Any,
    ) -> None:
        if not 0 < timeout <= MOST_SECONDS:
            raise CommandError(
                f"--timeout must be more than 0 and at most {MOST_SECONDS:g} seconds."
            )
        try:
            address = read_address(url)
        except BadAddress as error:
            raise CommandError(str(error)) from None
        findings = _findings(address, browser, timeout)
        passed = all(finding.holds for finding in findings)
        for finding in findings:
            says = "holds" if finding.holds else "FAILS"
            self.stdout.write(f"{says}  {finding.name}: {finding.detail}")
        if not no_store:
            _store(address, passed, findings)
        if not passed:
            failed = sum(not finding.holds for finding in findings)
            raise CommandError(f"{failed} of {len(findings)} findings do not hold.")
        self.stdout.write(f"All {len(findings)} findings hold.")


def _findings(address: Address, path: str | None, seconds: float) -> list[Finding]:
    """Run the browser, and end it: Django refuses its database beside one."""
    try:
        from consent.selftest.chromium import NoBrowser, chromium
        from consent.selftest.running import run
        from consent.selftest.site import NotTestable
    except ImportError:
        raise CommandError(HOW_TO_GET_PLAYWRIGHT) from None
    try:
        with chromium(path, address) as browser:
            return run(browser, address, seconds)
    except (NoBrowser, NotTestable) as error:
        raise CommandError(str(error)) from None


def _store(address: Address, passed: bool, findings: list[Finding]) -> None:
    try:
        SelfTest.objects.create(
            url=address.url,
            passed=passed,
            findings=[finding.as_json() for finding in findings],
        )
    except DatabaseFailure as error:
        raise CommandError(
            f"The result could not be stored ({error}): run manage.py prepare, or use "
            "--no-store."
        ) from None
