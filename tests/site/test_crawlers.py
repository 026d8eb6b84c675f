"""robots.txt, sitemap.xml, security.txt: for crawlers and finders of holes."""

from __future__ import annotations

import logging
from datetime import UTC, date, datetime, timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
from django.core.checks import run_checks
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from centene_site import crawlers
from centene_site.checks import expiry_problem
from notices.ending import end_early
from pages import stamp
from rights.law import Right
from tests.factories import (
    make_draft,
    make_notice,
    make_policy,
    make_staff,
    make_upcoming,
    make_version,
    make_withheld,
)
from tests.html import elements

pytestmark = pytest.mark.django_db

NAME = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
SITE = "http://localhost:8000"


def lines(address: str) -> list[str]:
    answer: Any = Client().get(address)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    text: str = answer.content.decode()
    return text.splitlines()


def sitemap() -> dict[str, str]:
    """When each page changed, by its address."""
    answer: Any = Client().get("/sitemap.xml")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/xml"
    root = ElementTree.fromstring(answer.content)
    assert root.tag == f"{NAME}urlset"
    return {
        each.findtext(f"{NAME}loc", ""): each.findtext(f"{NAME}lastmod", "")
        for each in root
    }


def test_robots_leads_to_the_sitemap_and_away_from_what_is_personal() -> None:
    said = lines("/robots.txt")
    assert f"Sitemap: {SITE}/sitemap.xml" in said
    for path in ("/admin/", "/consent/", "/subscribe/", "/search/"):
        assert f"Disallow: {path}" in said


@pytest.mark.parametrize(
    ("path", "may"),
    [
        *[("/", True), ("/terms/", True), ("/subscribe/", True)],
        *[("/privacy-rights/", True), ("/privacy-rights/access/", True)],
        *[("/privacy-rights/held/", True), ("/privacy-rights/held/abc/", False)],
        *[("/privacy-rights/request/", False), ("/subscribe/abc/", False)],
        *[("/privacy-rights/requests/abc/", False), ("/search/?q=a", False)],
        ("/privacy-rights/sent/R-ABCD-EFGH/", False),
    ],
)
def test_crawlers_keep_away_from_what_concerns_one_person(path: str, may: bool) -> None:
    """By the longest rule that fits (RFC 9309, 2.2.2)."""
    rules = [line.split(": ") for line in lines("/robots.txt")[1:] if "low: " in line]
    fitting = [
        (len(rule), verb == "Allow")
        for verb, rule in rules
        if (path == rule[:-1] if rule.endswith("$") else path.startswith(rule))
    ]
    assert max(fitting, default=(0, True))[1] is may


def test_every_page_of_the_footer_is_in_the_sitemap() -> None:
    page = Client().get("/").content.decode()
    footer = [each for each in elements(page, "a") if "footer" in each.inside]
    paths = {str(each["href"]) for each in footer if "li" in each.inside}
    # What stands there about one person's choices is nobody else's to find.
    missing = {f"{SITE}{path}" for path in paths} - set(sitemap())
    assert missing == {f"{SITE}/cookies/"}


def test_figures_are_in_the_sitemap_where_they_are_published(
    settings: Settings,
) -> None:
    address = f"{SITE}/privacy-rights/metrics/"
    assert address not in sitemap()
    settings.RIGHTS_METRICS = True
    stamp.renew()
    assert address in sitemap()


def test_the_sitemap_has_what_search_engines_may_show_and_nothing_else() -> None:
    policy = make_policy(slug="terms")
    make_version(policy, effective="2018-01-01")
    make_version(policy, effective="2020-04-17")
    make_upcoming(policy)
    make_upcoming(make_policy(slug="not-yet"))
    make_draft(make_policy(slug="unpublished"))
    make_notice()
    found = sitemap()
    assert found[f"{SITE}/terms/"] == "2020-04-17T00:00:00+00:00"
    paths = {address.removeprefix(SITE) for address in found}
    notices = {path for path in paths if path.startswith("/notices/")}
    assert "/notices/" in notices and len(notices) >= 2
    assert paths - notices == {
        *("/", "/subscribe/", "/accessibility/", "/terms/", "/terms/versions/"),
        *("/third-parties/", "/transparency/", "/privacy-rights/"),
        "/privacy-rights/held/",
        *(f"/privacy-rights/{right}/" for right in Right),
    }
    for path in paths:
        answer = Client().get(path)
        assert answer.status_code == 200, path
        page = answer.content.decode()
        assert f'<link rel="canonical" href="{SITE}{path}">' in page
        assert 'name="robots"' not in page, path


def test_a_withheld_text_is_not_in_the_sitemap() -> None:
    make_withheld(make_version(make_policy(slug="terms")))
    found = sitemap()
    assert f"{SITE}/terms/" not in found
    assert f"{SITE}/terms/versions/" in found


def test_a_notice_changed_when_it_was_ended() -> None:
    notice = make_notice()
    end = end_early(notice, by=make_staff(), reason="A mistake.")
    changed = datetime.fromisoformat(sitemap()[f"{SITE}/notices/{notice.number}/"])
    assert changed == end.ended_at.astimezone(UTC)


def test_the_sitemap_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crawlers, "MOST_NOTICES", 2)
    now = timezone.now()
    for days in (3, 2, 1):
        make_notice(shown_from=now - timedelta(days=days))
    found = [address for address in sitemap() if "/notices/" in address]
    assert [address.removeprefix(f"{SITE}/notices/") for address in found] == [
        *("", "3/", "2/")
    ]


def test_security_txt_names_a_contact_and_until_when(settings: Settings) -> None:
    settings.SECURITY_TXT_EXPIRES = date(2099, 10, 1)
    assert lines("/.well-known/security.txt") == [
        "Contact: tel:+18003451642",
        "Expires: 2099-10-01T00:00:00Z",
        "Preferred-Languages: en",
        f"Canonical: {SITE}/.well-known/security.txt",
    ]


def test_security_txt_as_an_operator_configured_it(settings: Settings) -> None:
    settings.PRIVACY_EMAIL = "privacy@company.example"
    said = lines("/.well-known/security.txt")
    assert said[0] == "Contact: mailto:privacy@company.example"
    settings.SECURITY_CONTACT = "https://company.example/report?a=1&b=2"
    settings.SECURITY_POLICY_URL = "https://company.example/rules"
    said = lines("/.well-known/security.txt")
    assert said[0] == "Contact: https://company.example/report?a=1&b=2"
    assert said[-1] == "Policy: https://company.example/rules"


def test_an_expired_security_txt_is_logged_and_stays_honest(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.SECURITY_TXT_EXPIRES = date(2020, 1, 1)
    with caplog.at_level(logging.WARNING):
        said = lines("/.well-known/security.txt")
    assert "Expires: 2020-01-01T00:00:00Z" in said
    assert "security.txt has expired" in caplog.text


@pytest.mark.parametrize(
    ("days", "problem"),
    [
        (-1, "expired on"),
        (0, "expired on"),
        (29, "expires soon"),
        (30, ""),
        (365, ""),
        (366, "in more than a year"),
    ],
)
def test_the_check_tells_before_it_is_too_late(days: int, problem: str) -> None:
    today = date(2026, 11, 27)
    found = expiry_problem(today + timedelta(days=days), today)
    assert problem in found
    assert bool(found) == bool(problem)


def test_the_deployment_check_asks(settings: Settings) -> None:
    def found() -> list[str | None]:
        messages = run_checks(include_deployment_checks=True)
        return [each.id for each in messages if each.id == "centene_site.W001"]

    settings.SECURITY_TXT_EXPIRES = timezone.now().date() + timedelta(days=100)
    assert found() == []
    settings.SECURITY_TXT_EXPIRES = date(2020, 1, 1)
    assert found() == ["centene_site.W001"]
