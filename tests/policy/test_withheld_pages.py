"""No public address gives a word of a withheld version, and each says what there is."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone

from notices.models import Notice
from policy.models import Ground, Policy, PolicyVersion, StoredRedline
from policy.publishing import publish, withdraw
from rights.law import Right
from tests.desk import superuser
from tests.factories import (
    make_notice,
    make_policy,
    make_ready,
    make_staff,
    make_upcoming,
    make_version,
    make_withheld,
)
from tests.html import words
from tests.pages.test_every_public_route import public_routes

pytestmark = pytest.mark.django_db

MARK = "Quillfeather"
MARKED: dict[str, Any] = {
    "source": f"## 1. Same\n\nSame.\n\n## 2. {MARK} head\n\nOf {MARK} text.\n",
    "change_note": f"A note about {MARK}.",
    "reason": f"Because of {MARK}.",
}
PLAIN = "## 1. Same\n\nSame.\n\n## 2. Another\n\nOther text.\n"

# Addresses of every public route, by its pattern. A new route needs a row here.
ADDRESSES = {
    "": ["/"],
    ".well-known/gpc.json": ["/.well-known/gpc.json"],
    "schemas/<slug:name>.json": ["/schemas/version.json"],
    "cookies.json": ["/cookies.json"],
    "accessibility/": ["/accessibility/"],
    "robots.txt": ["/robots.txt"],
    "sitemap.xml": ["/sitemap.xml"],
    ".well-known/security.txt": ["/.well-known/security.txt"],
    "policies.json": ["/policies.json"],
    "feed.atom": ["/feed.atom"],
    "notices.json": ["/notices.json", "/notices.json?page=1"],
    "notices/<int:number>.json": [f"/notices/{n}.json" for n in (1, 2, 3)],
    "<slug:slug>.json": ["/terms.json", "/other.json"],
    "<slug:slug>/feed.atom": ["/terms/feed.atom", "/other/feed.atom"],
    "<slug:slug>/versions.json": ["/terms/versions.json"],
    "<slug:slug>/versions/<int:number>.json": [
        f"/terms/versions/{number}.json" for number in (1, 2, 3, 4)
    ],
    "<slug:slug>/versions/<int:number>.txt": [
        f"/terms/versions/{number}.txt" for number in (1, 2, 3, 4)
    ],
    "<slug:slug>/versions/<int:number>.md": [
        f"/terms/versions/{number}.md" for number in (1, 2, 3, 4)
    ],
    "<slug:slug>/compare/<int:first>...<int:second>.json": [
        *("/terms/compare/1...2.json", "/terms/compare/2...3.json"),
        *("/terms/compare/1...3.json", "/terms/compare/2...2.json"),
    ],
    "notices/": ["/notices/"],
    "notices/feed.atom": ["/notices/feed.atom"],
    "subscribe/": ["/subscribe/", "/subscribe/?policy=terms"],
    "subscribe/sent/": ["/subscribe/sent/"],
    "third-parties/": ["/third-parties/"],
    "transparency/": ["/transparency/"],
    "privacy-rights/": ["/privacy-rights/"],
    "privacy-rights/metrics/": ["/privacy-rights/metrics/"],
    "privacy-rights/metrics.csv": ["/privacy-rights/metrics.csv"],
    "privacy-rights/<right:right>/": [
        f"/privacy-rights/{right}/" for right in Right.values
    ],
    "privacy-rights/held/": ["/privacy-rights/held/"],
    "privacy-rights/held/sent/": ["/privacy-rights/held/sent/"],
    "privacy-rights/link/": ["/privacy-rights/link/"],
    "privacy-rights/link/sent/": ["/privacy-rights/link/sent/"],
    "notices/<int:number>/": ["/notices/1/", "/notices/2/", "/notices/3/"],
    "<slug:slug>/": ["/terms/", "/other/"],
    "<slug:slug>/on/": ["/terms/on/"],
    "<slug:slug>/on/<str:day>/": [
        *("/terms/on/2018-05-01/", "/terms/on/2019-01-01/", "/terms/on/2019-05-01/"),
        *("/terms/on/2021-01-01/", "/terms/on/today/"),
    ],
    "<slug:slug>/archive.zip": ["/terms/archive.zip"],
    "<slug:slug>/compare/<int:first>...<int:second>/": [
        *("/terms/compare/1...2/", "/terms/compare/2...3/", "/terms/compare/1...3/"),
        *("/terms/compare/2...2/", "/terms/compare/1...1/", "/terms/compare/2...99/"),
    ],
    "<slug:slug>/compare/": ["/terms/compare/", "/terms/compare/?from=1&to=2"],
    "<slug:slug>/sections/<anchor:anchor>/": [
        "/terms/sections/same/",
        "/terms/sections/another/",
        f"/terms/sections/{MARK.lower()}-head/",
    ],
    "<slug:slug>/versions/": ["/terms/versions/"],
    "<slug:slug>/versions/<int:number>/": [
        f"/terms/versions/{number}/" for number in (1, 2, 3, 4)
    ],
}


@pytest.fixture(autouse=True)
def data_dir(settings: LazySettings, tmp_path: Path) -> Path:
    settings.DATA_DIR = tmp_path
    settings.RIGHTS_METRICS = True
    return tmp_path


@pytest.fixture
def terms() -> Policy:
    policy = make_policy(slug="terms", title="Terms")
    make_version(policy, effective="2018-01-01", source=PLAIN)
    make_version(make_policy(slug="other", title="Other"))
    return policy


def notice_of(version: PolicyVersion) -> Notice:
    """As it is posted with a version that is published here."""
    heading = {"heading": f"{MARK} head", "place": "section-2", "state": "added"}
    return make_notice(version=version, compared_with=1, sections=[heading])


def superseded(policy: Policy) -> PolicyVersion:
    version = make_version(policy, effective="2019-01-01", **MARKED)
    make_version(policy, effective="2020-01-01", source=PLAIN)
    notice_of(version)
    return version


def in_force(policy: Policy) -> PolicyVersion:
    version = make_version(policy, effective="2019-01-01", **MARKED)
    make_upcoming(policy, source=PLAIN)
    notice_of(version)
    return version


def published_here(policy: Policy) -> PolicyVersion:
    return publish(make_ready(policy, **MARKED), by=make_staff())


def upcoming(policy: Policy) -> PolicyVersion:
    return make_upcoming(policy, **MARKED)


def withdrawn(policy: Policy) -> PolicyVersion:
    version = make_upcoming(policy, **MARKED)
    withdraw(version, by=make_staff(), reason="A mistake.")
    return version


def first(policy: Policy) -> PolicyVersion:
    """The only version of a policy."""
    other = make_policy(slug="only", title="Only")
    return make_version(other, **MARKED)


PLACES = [superseded, in_force, published_here, upcoming, withdrawn, first]
every_place = pytest.mark.parametrize("place", PLACES, ids=lambda p: p.__name__)


def content_of(client: Client, address: str) -> bytes:
    """What the address answers, headers included, zips unpacked."""
    answer = client.get(address)
    content = b"".join(answer)
    if answer.headers["Content-Type"] == "application/zip":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            content = b"".join(archive.read(name) for name in archive.namelist())
    # A form of a page that is not there names the address that was asked for.
    return (content + str(dict(answer.headers)).encode()).replace(address.encode(), b"")


def all_addresses() -> list[str]:
    day = timezone.localdate().isoformat()
    everything = [address for row in ADDRESSES.values() for address in row]
    only = [
        address.replace("/terms/", "/only/")
        for address in everything
        if address.startswith("/terms/")
    ]
    found = [*everything, *only, "/nothing/", "/cookies/"]
    return [address.replace("today", day) for address in found]


def test_every_public_route_has_addresses_here() -> None:
    assert set(public_routes(get_resolver().url_patterns)) == set(ADDRESSES)


@every_place
def test_no_public_address_gives_a_word_of_it(
    client: Client, terms: Policy, place: Callable[[Policy], PolicyVersion]
) -> None:
    version = place(terms)
    before = [a for a in all_addresses() if MARK.encode() in content_of(client, a)]
    assert before
    make_withheld(version)
    for address in all_addresses():
        content = content_of(client, address).lower()
        assert MARK.lower().encode() not in content, address


def test_staff_get_the_same_bytes_as_everybody(client: Client, terms: Policy) -> None:
    make_withheld(in_force(terms))
    for page in ("/terms/", "/terms/versions/2/", "/terms/compare/1...2/"):
        expected, answer = client.get(page), superuser().get(page)
        assert answer.content == expected.content
        assert not answer.cookies


@every_place
@pytest.mark.parametrize(
    ("ground", "status"), [(Ground.REMOVAL, 410), (Ground.LEGAL_ORDER, 451)]
)
def test_its_address_says_since_when_and_why(
    client: Client,
    terms: Policy,
    place: Callable[[Policy], PolicyVersion],
    ground: Ground,
    status: int,
) -> None:
    version = place(terms)
    done = make_withheld(version, ground=ground, reason="A court said <so>.")
    answer = client.get(version.get_absolute_url())
    assert answer.status_code == status
    said = words(answer.content.decode())
    assert "A court said <so>." in said
    assert version.digest in said
    assert f"{timezone.localdate(done.withheld_at, version.policy.zone):%B}" in said
    assert "All versions, with their dates" in said
    assert "Memento-Datetime" not in answer.headers
    assert ("blocked-by" in answer.headers.get("Link", "")) == (status == 451)
    assert client.head(version.get_absolute_url()).status_code == status
    assert client.post(version.get_absolute_url()).status_code == 405


def test_the_policy_says_so_while_the_withheld_version_is_in_force(
    client: Client, terms: Policy
) -> None:
    make_withheld(in_force(terms))
    answer = client.get("/terms/")
    assert answer.status_code == 410
    assert "It is still the version in force" in words(answer.content.decode())
    today = timezone.localdate(timezone=terms.zone).isoformat()
    day = client.get(f"/terms/on/{today}/")
    assert day.status_code == 410
    assert "In force on " in words(day.content.decode())
    assert "Version 2 , in force since January" not in words(day.content.decode())


def test_other_pages_stay_as_they_were(client: Client, terms: Policy) -> None:
    make_withheld(superseded(terms))
    for address in ("/terms/", "/terms/versions/1/", "/terms/on/2021-01-01/"):
        assert client.get(address).status_code == 200
    assert client.get("/terms/on/2019-05-01/").status_code == 410
    assert client.get("/terms/versions/99/").status_code == 404
    assert client.get("/terms/compare/2...99/").status_code == 404


@pytest.mark.parametrize("pair", ["1...2", "2...3", "2...2"])
def test_no_comparison_with_it_is_shown(
    client: Client, terms: Policy, pair: str
) -> None:
    make_withheld(superseded(terms))
    answer = client.get(f"/terms/compare/{pair}/")
    assert answer.status_code == 410
    said = words(answer.content.decode())
    assert "this comparison is withheld" in said
    assert "From version" in said


def test_changes_are_told_past_it(client: Client, terms: Policy) -> None:
    make_withheld(superseded(terms))
    history = client.get("/terms/versions/").content.decode()
    assert "/terms/compare/1...3/" in history
    assert "/terms/compare/2...3/" not in history
    assert "/terms/compare/1...2/" not in history
    said = words(client.get("/terms/compare/1...3/").content.decode())
    assert "Version 2, December 31, 2018: withheld" in said


def test_the_history_lists_it_with_its_place_in_time(
    client: Client, terms: Policy
) -> None:
    make_withheld(superseded(terms), reason="It named a person.")
    said = words(client.get("/terms/versions/").content.decode())
    assert "Version 2 Withheld Withheld since " in said
    assert "It named a person." in said
    assert "In force from December 31, 2018, 6 p.m. CST to " in said


def test_the_section_history_leaves_its_wordings_out(
    client: Client, terms: Policy
) -> None:
    """Whether a wording outlasted it stays true."""
    make_withheld(superseded(terms))
    same = words(client.get("/terms/sections/same/").content.decode())
    assert "This section has had one wording." in same
    assert "Versions 1 to 3" in same
    assert "Version 2 is withheld and left out here." in same
    another = words(client.get("/terms/sections/another/").content.decode())
    assert "This section has had 2 wordings." in another


def test_notes_of_later_versions_stay_true(client: Client, terms: Policy) -> None:
    make_withheld(superseded(terms))
    said = words(client.get("/terms/").content.decode())
    assert "Unchanged since version 1" in said
    assert "In this wording since this version: 2. Another" in said


def test_the_home_page_says_that_the_latest_change_is_withheld(
    client: Client, terms: Policy
) -> None:
    version = published_here(terms)
    before = words(client.get("/").content.decode())
    assert MARKED["change_note"] in before
    make_withheld(version)
    said = words(client.get("/").content.decode())
    assert "Terms Withheld Version 2, in force since" in said
    assert "Latest change Terms, version 2 · " in said
    assert "This version is withheld: its page says why." in said


def test_a_notice_about_it_offers_no_redline_and_no_heading(
    client: Client, terms: Policy
) -> None:
    version = superseded(terms)
    notice = Notice.objects.get(version=version)
    before = client.get(notice.get_absolute_url()).content.decode()
    assert "/terms/compare/1...2/" in before and "Sections that change" in before
    make_withheld(version)
    after = client.get(notice.get_absolute_url()).content.decode()
    assert "compare/1...2" not in after and "Sections that change" not in after
    assert "Terms, version 2 is withheld: its page says why." in words(after)
    assert notice.summary in after


def test_a_notice_that_compares_with_it_leads_to_the_version_alone(
    client: Client, terms: Policy
) -> None:
    version = superseded(terms)
    third = terms.versions.get(number=3)
    notice = make_notice(version=third, compared_with=2, sections=[])
    make_withheld(version)
    page = client.get(notice.get_absolute_url()).content.decode()
    assert "compare/2...3" not in page
    assert "Read Terms, version 3" in page


def test_its_redlines_go_and_are_never_made_again(terms: Policy) -> None:
    version = superseded(terms)
    assert StoredRedline.objects.filter(new__policy=terms).count() == 2
    make_withheld(version)
    assert not StoredRedline.objects.filter(new__policy=terms).exists()


def test_the_next_version_is_published_past_it(terms: Policy) -> None:
    """Its notice compares with the last version that can be read."""
    version = published_here(terms)
    make_withheld(version)
    third = make_upcoming(terms, source=PLAIN, days=40)
    notice = Notice.objects.get(version=third)
    assert notice.compared_with == 1
    assert MARK not in str(notice.sections)
    assert not StoredRedline.objects.filter(new=third).exists()


def test_the_policy_names_the_last_version_that_can_be_read(
    client: Client, terms: Policy
) -> None:
    version = in_force(terms)
    make_withheld(version)
    for address in ("/terms/", version.get_absolute_url()):
        answer = client.get(address)
        page = answer.content.decode()
        assert "The last version that can be read: version 1, in force from" in words(
            page
        )
        assert 'href="/terms/versions/1/"' in page


def test_it_names_none_where_another_is_in_force_or_none_is_left(
    client: Client, terms: Policy
) -> None:
    version = superseded(terms)
    make_withheld(version)
    said = words(client.get(version.get_absolute_url()).content.decode())
    assert "The last version that can be read" not in said
    for other in terms.versions.readable():
        make_withheld(other)
    answer = client.get("/terms/")
    assert answer.status_code == 410
    assert "The last version that can be read" not in words(answer.content.decode())
