"""Many versions, and many consent records, in a site that nobody uses.

Versions are imported like any others. Records are written by the database itself, some
thousands per statement, into the real tables under the real triggers. A progress bar
shows on a terminal.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from django.db import connection, transaction

from consent.choices import CATEGORIES
from consent.models import ConsentRecord
from policy.importing import import_folder
from policy.management.commands.load_policies import BUNDLED
from policy.models import Policy, PolicyVersion

Progress = Callable[[int, int], None]

WIDTH = 40
SLUG = "privacy-policy"
FIRST_DAY = date(1995, 1, 1)
FRONT_MATTER = """\
---
policy: privacy-policy
title: Privacy Policy
effective: {effective}
change_note: "Names its edition, and changes nothing else."
material: no
company: Centene Corporation
---
"""

RECORDS_PER_STATEMENT = 10_000
# Half a minute apart: a million lie within the last year.
SECONDS_APART = 30
KEPT_SECONDS = 1_000 * 86_400
# Where the two databases differ: the moment so many seconds from now, and the SHA-256
# of a text in hexadecimal.
WORDS = {
    "sqlite": {
        "from_now": (
            "strftime('%%Y-%%m-%%d %%H:%%M:%%f', 'now', printf('%%+d seconds', {0}))"
        ),
        "sha256": "SHA256({0})",
    },
    "postgresql": {
        "from_now": "now() + ({0}) * interval '1 second'",
        "sha256": "encode(sha256(({0})::bytea), 'hex')",
    },
}
NUMBERS = (
    "WITH RECURSIVE numbers(n) AS (SELECT %(first)s UNION ALL "
    "SELECT n + 1 FROM numbers WHERE n < %(last)s) "
)
# What a visitor accepts with the banner's button is all four.
ACCEPTED = ", ".join(
    f"{kind}_{name}" for kind in ("requested", "effective") for name in CATEGORIES
)


class InUse(Exception):
    """The site has versions or choices of its own; the text is a sentence."""


def seed(versions: int, records: int) -> None:
    """Fill an empty site with so many of both. Raises InUse.

    What is published can never be deleted: a site that is in use must not be filled.
    """
    if Policy.objects.exists() or ConsentRecord.objects.exists():
        raise InUse(
            "This site has policies or consent records already, and neither can be "
            "deleted: seed a new folder, or an empty database."
        )
    seed_versions(versions, bar("Versions"))
    seed_records(records, bar("Consent records"))


def seed_versions(number: int, progress: Progress) -> None:
    """So many versions of one policy, each as long as the bundled one."""
    *_, newest = sorted((BUNDLED / SLUG).glob("*.md"))
    text = newest.read_text(encoding="utf-8").split("---\n", 2)[2]
    with tempfile.TemporaryDirectory() as name:
        for edition in range(1, number + 1):
            effective = FIRST_DAY + timedelta(days=edition)
            head = FRONT_MATTER.format(effective=effective)
            last = f"\n\nThis is edition {edition:05}.\n"
            (Path(name) / f"{edition}.md").write_text(head + text + last, "utf-8")
        if number:
            import_folder(Path(name), progress, lenient=True)


def seed_records(number: int, progress: Progress) -> None:
    """So many choices, each of another browser, the newest last."""
    in_force = PolicyVersion.objects.in_force().filter(policy__slug=SLUG)
    version = in_force.values_list("pk", flat=True).first()
    for first in range(1, number + 1, RECORDS_PER_STATEMENT):
        last = min(number, first + RECORDS_PER_STATEMENT - 1)
        values = {
            "first": first,
            "last": last,
            "newest": number,
            "policy_version": version,
        }
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_records(), values)
            cursor.execute(_subjects(), values)
        progress(last, number)
    if number:
        _analyze()


def _analyze() -> None:
    """What PostgreSQL's autovacuum does by itself, minutes after so many rows."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def subject_of(number: int) -> str:
    """The random id, in a browser's cookie, whose record has the number."""
    return f"visitor-{number}"


def _records() -> str:
    """Everybody accepts; receipt codes are in no order, as real ones are."""
    from_now = WORDS[connection.vendor]["from_now"]
    ago = f"(n - %(newest)s) * {SECONDS_APART}"
    return (
        f"INSERT INTO consent_consentrecord (receipt_code, chosen_at, action, source, "
        f"signal, {ACCEPTED}, withdraws, catalogue_version, policy_version_id, "
        f"keep_until) {NUMBERS} "
        f"SELECT upper(substr(md5(CAST(n AS text)), 1, 20)), {from_now.format(ago)}, "
        f"'accept', 'banner', false, {', '.join(['true'] * 8)}, false, "
        "(SELECT MAX(number) FROM consent_catalogueversion), %(policy_version)s, "
        f"{from_now.format(f'{ago} + {KEPT_SECONDS}')} FROM numbers"
    )


def _subjects() -> str:
    sha256 = WORDS[connection.vendor]["sha256"].format("'visitor-' || n")
    return (
        f"INSERT INTO consent_consentsubject (record_id, subject_hash) {NUMBERS} "
        f"SELECT r.id, {sha256} FROM numbers "
        "JOIN consent_consentrecord r "
        "ON r.receipt_code = upper(substr(md5(CAST(n AS text)), 1, 20))"
    )


def bar(what: str) -> Progress:
    """A progress bar on standard error, where that is a terminal."""

    def show(done: int, total: int) -> None:
        if sys.stderr.isatty():
            filled = "#" * (WIDTH * done // total)
            end = "\n" if done == total else ""
            line = f"\r{what} [{filled:{WIDTH}}] {done:,} of {total:,}"
            print(line, end=end, file=sys.stderr, flush=True)

    return show
