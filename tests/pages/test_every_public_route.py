"""A public page is the same bytes for everyone: every public route is walked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, path
from django.utils import timezone

from consent.cookie import cookie_name as choice_cookie
from consent.hint import cookie_name as hint_cookie
from pages.public import public
from policy.publishing import withdraw
from rights.law import Right
from tests.consent.posting import WITHOUT_ANALYTICS, cookie_value, make_choice
from tests.factories import (
    make_draft,
    make_notice,
    make_policy,
    make_staff,
    make_upcoming,
    make_version,
)

pytestmark = pytest.mark.django_db

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
    "notices/<int:number>.json": ["/notices/1.json"],
    "<slug:slug>.json": ["/terms.json", "/not-yet.json"],
    "<slug:slug>/feed.atom": ["/terms/feed.atom", "/not-yet/feed.atom"],
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
        "/terms/compare/1...2.json",
        "/terms/compare/1...4.json",
    ],
    "notices/": ["/notices/", "/notices/?page=1"],
    "notices/feed.atom": ["/notices/feed.atom"],
    "notices/<int:number>/": ["/notices/1/"],
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
    "<slug:slug>/": ["/terms/", "/not-yet/"],
    "<slug:slug>/on/": ["/terms/on/"],
    "<slug:slug>/on/<str:day>/": ["/terms/on/2019-05-01/", "/terms/on/2021-01-01/"],
    "<slug:slug>/archive.zip": ["/terms/archive.zip"],
    "<slug:slug>/compare/<int:first>...<int:second>/": [
        "/terms/compare/1...2/",
        "/terms/compare/1...4/",
    ],
    "<slug:slug>/compare/": ["/terms/compare/"],
    "<slug:slug>/sections/<anchor:anchor>/": ["/terms/sections/what-we-collect/"],
    "<slug:slug>/versions/": ["/terms/versions/"],
    "<slug:slug>/versions/<int:number>/": [
        f"/terms/versions/{number}/" for number in (1, 2, 3, 4)
    ],
}


def public_routes(
    patterns: list[URLPattern | URLResolver], before: str = ""
) -> Iterator[str]:
    """The pattern of every route whose view is declared public."""
    for pattern in patterns:
        whole = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from public_routes(pattern.url_patterns, whole)
        elif hasattr(pattern.callback, "parameters"):
            yield whole


def check_table(patterns: list[URLPattern | URLResolver]) -> None:
    assert set(public_routes(patterns)) == set(ADDRESSES)


def test_every_public_route_has_addresses_here() -> None:
    check_table(get_resolver().url_patterns)


def test_a_new_public_route_without_addresses_is_found() -> None:
    @public
    def new(request: Any) -> HttpResponse:
        return HttpResponse()

    with pytest.raises(AssertionError):
        check_table([*get_resolver().url_patterns, path("new/", new)])


@pytest.fixture(autouse=True)
def published_metrics(settings: Any) -> None:
    """Figures of a year are not public unless an operator wants it."""
    settings.RIGHTS_METRICS = True


@pytest.fixture
def site() -> None:
    """Every status of a version, two policies, a notice."""
    terms = make_policy(slug="terms")
    make_version(terms, effective="2018-01-01")
    make_version(terms, effective="2020-04-17")
    withdraw(make_upcoming(terms), by=make_staff(), reason="No.")
    make_upcoming(terms, days=60)
    make_draft(terms)
    make_upcoming(make_policy(slug="not-yet"))
    make_notice()


def nobody() -> Client:
    return Client()


def forger() -> Client:
    client = Client()
    forged = {
        "sessionid": "x",
        "csrftoken": "y",
        "messages": "hello",
        "django_language": "fr",
        "_ga": "GA1.1.1.1",
        "cookie_consent": "analytics=true",
        choice_cookie(): "forged",
        hint_cookie(): "forged",
    }
    for name, value in forged.items():
        client.cookies[name] = value
    return client


def staff() -> Client:
    client = Client()
    client.force_login(make_staff(is_superuser=True, username="very-special-name"))
    # Brings the hint that somebody is signed in.
    client.get("/admin/")
    assert settings.SESSION_COOKIE_NAME in client.cookies
    return client


def staff_with_a_message() -> Client:
    client = staff()
    client.get("/admin/logout/")
    return client


def signaller() -> Client:
    return Client(headers={"Sec-GPC": "1", "Accept-Language": "fr", "DNT": "1"})


def accepter() -> Client:
    client = Client()
    client.cookies[choice_cookie()] = cookie_value(make_choice())
    return client


def rejecter() -> Client:
    client = Client(headers={"Sec-GPC": "1"})
    client.cookies[choice_cookie()] = cookie_value(make_choice(WITHOUT_ANALYTICS))
    return client


def rejecter_without_the_signal() -> Client:
    client = Client()
    client.cookies[choice_cookie()] = cookie_value(make_choice(WITHOUT_ANALYTICS))
    return client


def signed_out_by_choice() -> Client:
    """The session cookie is still sent, and authentication is rejected."""
    client = staff()
    client.cookies[choice_cookie()] = cookie_value(make_choice(frozenset()))
    return client


VISITORS = [
    forger,
    staff,
    staff_with_a_message,
    signaller,
    accepter,
    rejecter,
    rejecter_without_the_signal,
    signed_out_by_choice,
]


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize("method", ["get", "head"])
@pytest.mark.parametrize("visitor", VISITORS, ids=lambda visitor: visitor.__name__)
def test_everyone_gets_the_same_bytes_and_headers(visitor: Any, method: str) -> None:
    with time_machine.travel(timezone.now(), tick=False):
        other = visitor()
        for address in [address for row in ADDRESSES.values() for address in row]:
            expected = getattr(nobody(), method)(address)
            answer = getattr(other, method)(address)
            assert answer.status_code == expected.status_code == 200, address
            content = b"".join(answer)
            assert content == b"".join(expected), address
            assert dict(answer.headers) == dict(expected.headers), address
            assert not answer.cookies, address
            assert "cookie" not in answer.get("Vary", "").lower(), address
            assert b"csrfmiddlewaretoken" not in content
            assert b"very-special-name" not in content


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize("visitor", [nobody, *VISITORS], ids=lambda v: v.__name__)
def test_a_page_that_is_not_there_sets_no_cookie(visitor: Any) -> None:
    answer = visitor().get("/nothing/")
    assert answer.status_code == 404
    assert answer.content == nobody().get("/nothing/").content
    assert not answer.cookies


@pytest.mark.usefixtures("site")
def test_a_signed_in_reader_costs_no_further_query(
    django_assert_num_queries: Any,
) -> None:
    with CaptureQueriesContext(connection) as queries:
        nobody().get("/terms/")
    expected = len(queries)
    client = staff()
    with django_assert_num_queries(expected):
        client.get("/terms/")
