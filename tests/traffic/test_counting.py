"""Views, counted where a page's stylesheet is answered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, get_resolver

from centene_site.page_addresses import NAMES, ROUTES
from pages import counting
from tests.factories import make_notice, make_policy, make_version
from tests.traffic.visits import (
    CHROME,
    FIREFOX,
    GOOGLEBOT,
    IPHONE,
    SITE,
    STATE,
    counted,
    pages,
    view,
)
from traffic.counting import count_view, today, views
from traffic.models import Aspect, ViewCount

pytestmark = pytest.mark.django_db


def test_a_view_is_counted_once_by_page_and_browser_and_once_by_language() -> None:
    view("/", Accept_Language="de-AT,de;q=0.9,en;q=0.8")
    view("/", Accept_Language="en-US")
    view("/cookies/", FIREFOX)
    assert counted() == {("/", "Chrome"): 2, ("/cookies/", "Firefox"): 1}
    languages = {("", "de"): 1, ("", "en"): 1, ("", "not said"): 1}
    assert counted(Aspect.LANGUAGE) == languages


def test_counting_asks_no_database() -> None:
    with CaptureQueriesContext(connection) as queries:
        count_view({"HTTP_REFERER": f"{SITE}/", "HTTP_USER_AGENT": CHROME})
    assert not queries.captured_queries
    assert pages() == {"/": 1}


def test_nothing_of_a_visitor_is_in_what_is_kept() -> None:
    view("/?email=me@example.com", Accept_Language="rm-CH-x-me", Cookie="choice=abc")
    (row,) = ViewCount.objects.filter(aspect=Aspect.BROWSER) if counted() else []
    assert (row.page, row.value) == ("/", "Chrome")
    columns = {field.name for field in ViewCount._meta.get_fields()}
    assert columns == {"id", "day", "aspect", "page", "value", "count"}


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec_Purpose": "prefetch"},
        {"Sec_Purpose": "prefetch;prerender"},
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "none"},
    ],
)
def test_what_nobody_looks_at_is_not_counted(headers: dict[str, str]) -> None:
    view(**headers)
    assert counted() == {}


def test_who_asks_without_a_page_and_is_no_browser_is_not_counted() -> None:
    Client().get(STATE)
    Client().head(STATE, headers={"Referer": f"{SITE}/"})
    assert counted() == {}


def test_a_browser_that_does_not_say_its_page_is_counted() -> None:
    view(Referer="")
    assert pages() == {"not said": 1}


def test_nothing_is_counted_where_the_operator_wants_none(settings: Any) -> None:
    settings.COUNT_VIEWS = False
    view()
    assert counted() == {}


def test_bots_stand_apart() -> None:
    view("/", GOOGLEBOT)
    view("/", "Mozilla/5.0 (compatible; NobodyKnowsBot/1.0)")
    view("/", "Mozilla/5.0 (X11; Linux x86_64) HeadlessChrome/120.0 Safari/537.36")
    view("/", IPHONE)
    assert counted() == {("/", "Safari"): 1}
    assert counted(Aspect.BOT) == {("/", "Googlebot"): 1, ("/", "other bot"): 2}
    assert counted(Aspect.LANGUAGE) == {("", "not said"): 1}


def test_addresses_that_exist_are_counted_apart() -> None:
    terms = make_policy(slug="terms")
    make_version(terms)
    make_notice()
    there = ["/terms/", "/terms/versions/", "/terms/versions/1/", "/notices/1/"]
    there += ["/privacy-rights/", "/privacy-rights/access/", "/privacy-rights/metrics/"]
    for path in there:
        view(path)
    assert pages() == dict.fromkeys(there, 1)


SECRET = "aB3-_" * 8 + "xyz"
OF_RIGHTS = {
    f"requests/{SECRET}/": "rights:status",
    f"requests/{SECRET}/appeal/": "rights:status_appeal",
    f"requests/{SECRET}/files/7/": "rights:status_file",
    f"requests/{SECRET[:-1]}/": "no page",
    "sent/R-7K3M-9Q2X/": "rights:sent",
    f"held/{SECRET}{SECRET}/": "held:page",
    f"held/{SECRET}{SECRET}/erase/": "held:erase",
    f"held/{SECRET}/": "no page",
    "request/": "/privacy-rights/request/",
    "request/files/7/": "rights:visit_file",
    "no-right/": "no page",
}


@pytest.mark.parametrize(
    ("path", "page"),
    [
        ("/terms/versions/99/", "no page"),
        ("/anything/", "no page"),
        ("/notices/99/", "no page"),
        ("/a/b/c/d", "no page"),
        ("/%00", "no page"),
        ("/" + "x" * 5000, "no page"),
        ("/terms/compare/1...2/", "policy:compare"),
        ("/terms/on/2020-01-01/", "policy:on_day"),
        ("/terms/sections/what/", "policy:section"),
        ("/consent/receipts/ABCDEFGHJK2345678923/", "consent:receipt"),
        (f"/subscribe/{SECRET}/", "subscriptions:own"),
        *((f"/privacy-rights/{path}", page) for path, page in OF_RIGHTS.items()),
        ("/admin/policy/policyversion/12/change/", "/admin/"),
        ("/cookies/?x=1", "/cookies/"),
    ],
)
def test_other_addresses_are_counted_by_their_route(path: str, page: str) -> None:
    view(path)
    assert pages() == {page: 1}


def routes_with_variable_parts(
    resolver: Any, path: str = "", space: str = ""
) -> Iterator[str]:
    """Of addresses of pages, which end with a slash; the desk is one page."""
    for each in resolver.url_patterns:
        whole = path + str(each.pattern)
        if isinstance(each, URLPattern):
            if "<" in whole and whole.endswith("/"):
                yield f"{space}{each.name}"
        elif each.app_name != "admin":
            inner = f"{space}{each.namespace}:" if each.namespace else space
            yield from routes_with_variable_parts(each, whole, inner)


def test_whatever_is_counted_by_its_route_has_words() -> None:
    answers_with_a_file = {"rights:status_export", "rights:status_file", "held:export"}
    answers_with_a_file.add("rights:visit_file")
    routes = set(routes_with_variable_parts(get_resolver()))
    assert {"rights:status", "consent:receipt"} < routes
    assert routes - answers_with_a_file - set(ROUTES) == set(NAMES)


@pytest.mark.parametrize(
    "referer", ["https://other.example/", "http://[", "about:blank", "javascript:1"]
)
def test_a_page_of_another_site_is_no_view_of_ours(referer: str) -> None:
    """Browsers that do not say by themselves who asks, as some still in use."""
    view(Referer=referer, Sec_Fetch_Site="")
    view(Referer=referer)
    view("/nothing/", Sec_Fetch_Site="")
    assert counted() == {("no page", "Chrome"): 1}
    assert counted(Aspect.LANGUAGE) == {("", "not said"): 1}


def test_a_flood_of_made_up_requests_makes_few_rows() -> None:
    for number in range(300):
        view(
            f"/made-up-{number}/versions/{number}/",
            f"Browser{number}/{number}",
            Accept_Language=f"x{number}-{number}",
        )
    counted()
    assert ViewCount.objects.count() == 2


def test_figures_add_up_over_flushes_and_workers() -> None:
    for _ in range(2):
        view()
        counted()
    assert counted() == {("/", "Chrome"): 2}
    assert ViewCount.objects.filter(aspect=Aspect.BROWSER).count() == 1


def test_days_are_those_of_the_site() -> None:
    evening = datetime(2026, 12, 2, 5, 59, 59, tzinfo=UTC)
    for moment in (evening, evening + timedelta(seconds=1), evening):
        with time_machine.travel(moment, tick=False):
            view()
    counted()
    rows = ViewCount.objects.filter(aspect=Aspect.BROWSER).order_by("day")
    found = list(rows.values_list("day", "count"))
    assert found == [(date(2026, 12, 1), 2), (date(2026, 12, 2), 1)]


def test_a_day_on_which_the_clock_changes_is_one_day() -> None:
    for hour in (6, 12, 23, 28):
        moment = datetime(2026, 11, 1, tzinfo=UTC) + timedelta(hours=hour)
        with time_machine.travel(moment, tick=False):
            assert today() == date(2026, 11, 1)


def test_a_failure_loses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(rows: Any) -> None:
        raise OperationalError("The database does not answer.")

    view()
    with monkeypatch.context() as patch:
        patch.setattr(views, "write", fail)
        with pytest.raises(OperationalError):
            views.flush()
    view()
    assert counted() == {("/", "Chrome"): 2}


def test_more_than_memory_may_hold_is_dropped_and_counted(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(counting, "MOST_WAITING", 2)
    for agent in ("A", "B", "C", "A", "D"):
        view("/", agent)
    assert views.dropped == 2
    assert counted() == {("/", "other"): 3}
    assert "dropped 2" in caplog.text
    assert views.dropped == 0


def test_long_headers_are_cut() -> None:
    view("/", CHROME + "x" * 5000, Accept_Language="e" * 5000)
    ((_, page, agent, language),) = views._counted
    assert (len(page), len(agent), len(language)) == (17, 300, 40)
