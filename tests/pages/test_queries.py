"""No public page asks the database more than twice, however much there is."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from pages import background, storing
from pages.stamp import Stamp
from pages.store import Store
from policy.models import Ground, Policy
from policy.publishing import withdraw
from tests.factories import (
    make_notice,
    make_policy,
    make_staff,
    make_upcoming,
    make_version,
    make_withheld,
)
from tests.pages.test_every_public_route import ADDRESSES

pytestmark = pytest.mark.django_db

MOST_QUERIES = 2
FEW, MANY = 4, 30

# Other ways through the same views: what is withheld, and what is not there.
MORE_ADDRESSES = [
    *("/gone/", "/gone/versions/", "/gone/versions/1/", "/gone/versions/2/"),
    *("/gone/compare/1...2/", "/gone/compare/2...2/", "/gone/compare/2...3/"),
    *("/gone/on/2002-05-01/", "/gone/on/2099-01-01/", "/gone/sections/your-rights/"),
    *("/closed/", "/closed/on/2021-01-01/", "/closed/versions/1/"),
    *("/notices/2/", "/notices/99/", "/notices/?page=9", "/subscribe/?policy=no"),
    *("/terms/versions/99/", "/terms/versions/01/", "/terms/versions/?page=9"),
    *("/terms/compare/1...99/", "/terms/compare/?from=1&to=3", "/terms/compare/?to=x"),
    *("/terms/on/1970-01-01/", "/terms/on/x/", "/terms/on/?day=2020-01-01"),
    *("/terms/sections/nothing/", "/terms/compare/1...3/"),
    *("/gone.json", "/gone/versions.json", "/gone/versions/1.json", "/gone/feed.atom"),
    *("/gone/versions/2.json", "/gone/versions/2.txt", "/gone/versions/2.md"),
    *("/gone/compare/1...2.json", "/closed.json", "/closed/feed.atom"),
    *("/notices/2.json", "/notices/99.json", "/notices.json?page=9"),
    *("/terms/versions/99.json", "/terms/versions/01.txt", "/nothing.json"),
    *("/terms/versions.json?page=9", "/terms/compare/1...99.json"),
    *("/nothing/", "/nothing/versions/", "/nothing/compare/1...2/"),
    *("/nothing/on/2020-01-01/", "/nothing/archive.zip", "/nothing/sections/x/"),
    *("/search/", "/search/?q=things", "/search/?q=things&earlier=1"),
    *("/search/?q=thnigs", "/search/?q=zebra+things", "/search/?q=things&page=9"),
]
LISTS = [
    *("/", "/terms/versions/", "/notices/", "/notices/feed.atom"),
    *("/policies.json", "/terms.json", "/terms/versions.json", "/notices.json"),
    *("/feed.atom", "/terms/feed.atom", "/sitemap.xml"),
]


@pytest.fixture(autouse=True)
def worker(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker whose stamp is another one whenever ``new_stamp`` was called."""
    settings.DATA_DIR = tmp_path
    settings.RIGHTS_METRICS = True
    monkeypatch.setattr(background, "is_running", lambda: True)
    monkeypatch.setattr(storing, "store", Store(10_000_000))
    for place in ("remembered", "storing", "public"):
        monkeypatch.setattr(f"pages.{place}.current", lambda: _stamp)


_numbers = itertools.count(1_000_000)
_stamp = Stamp(next(_numbers), "test")


def new_stamp() -> None:
    global _stamp
    _stamp = Stamp(next(_numbers), "test")


def make_site(versions: int) -> None:
    """Three policies with so many versions, of every status, and so many notices."""
    terms, gone = make_policy(slug="terms"), make_policy(slug="gone")
    for policy in (terms, gone):
        make_versions(policy, versions)
    withdraw(make_upcoming(terms), by=make_staff(), reason="No.")
    make_upcoming(terms, days=60)
    make_upcoming(make_policy(slug="not-yet"))
    for version in gone.versions.filter(number__gte=2):
        make_withheld(version, ground=Ground.LEGAL_ORDER)
    make_withheld(make_version(make_policy(slug="closed")))
    for number in range(2, versions + 1):
        about = terms.versions.get(number=number)
        make_notice(version=about, compared_with=number - 1)


def make_versions(policy: Policy, count: int) -> None:
    for number in range(1, count + 1):
        text = (
            f"## 1. What we collect\n\n{number} things.\n\n## 2. Your rights\n\nMany."
        )
        effective = f"{1980 + number}-01-01"
        is_material = number % 2 == 1
        make_version(
            policy,
            effective=effective,
            source=text,
            material=is_material,
            reasons=["longer retention"] if is_material else [],
        )


def queries_of(address: str) -> list[str]:
    """What an empty store costs a worker that knows what stands around its pages."""
    for _ in range(2):
        storing.store.clear()
        with CaptureQueriesContext(connection) as queries:
            b"".join(Client().get(address))
    return [query["sql"] for query in queries]


def counts(versions: int) -> dict[str, int]:
    """How often each address asks, on a site with so many versions."""
    everything = [address for row in ADDRESSES.values() for address in row]
    new_stamp()
    with transaction.atomic():
        make_site(versions)
        found = {
            address: len(queries_of(address))
            for address in [*everything, *MORE_ADDRESSES]
        }
        transaction.set_rollback(True)
    return found


def test_no_public_page_asks_more_than_twice_however_many_versions() -> None:
    few, many = counts(FEW), counts(MANY)
    assert {address: n for address, n in many.items() if n > MOST_QUERIES} == {}
    assert few == many


def test_lists_load_no_bodies() -> None:
    new_stamp()
    make_site(FEW)
    for address in LISTS:
        for sql in queries_of(address):
            assert '"html"' not in sql, address
            assert '"source"' not in sql, address
