"""Policies, versions, histories and redlines as JSON."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from policy.models import Ground, Policy
from policy.publishing import withdraw
from policy.turns import costly
from tests.data.reading import read
from tests.factories import (
    make_draft,
    make_policy,
    make_staff,
    make_upcoming,
    make_version,
    make_withheld,
    moment,
)

pytestmark = pytest.mark.django_db

SITE = "http://localhost:8000"
OTHER = "## 1. What we collect\n\nNothing.\n\n## 2. Your rights\n\nMany.\n"


@pytest.fixture
def terms() -> Policy:
    """Two versions in the past, one withdrawn, one upcoming, and a draft."""
    policy = make_policy(slug="terms", title="Terms & <more>")
    make_version(policy, effective="2018-01-01", change_note="The <first> & only.")
    make_version(policy, effective="2020-04-17", source=OTHER, material=False)
    withdraw(make_upcoming(policy), by=make_staff(), reason="A mistake.")
    make_upcoming(policy, days=60)
    make_draft(policy)
    return policy


def test_all_policies_with_what_is_in_force(terms: Policy) -> None:
    make_upcoming(make_policy(slug="not-yet"))
    make_draft(make_policy(slug="unpublished"))
    content = read("/policies.json")
    slugs = [each["policy"] for each in content["policies"]]
    assert set(slugs) == {"terms", "not-yet"} | {
        slug
        for slug in Policy.objects.values_list("slug", flat=True)
        if slug in ("privacy-policy", "terms-and-conditions")
    }
    found = content["policies"][slugs.index("terms")]
    assert found["title"] == "Terms & <more>"
    assert (found["in_force"]["number"], found["newest_number"]) == (2, 4)
    assert [each["number"] for each in found["upcoming"]] == [4]
    assert content["policies"][slugs.index("not-yet")]["in_force"] is None


def test_without_policies_it_is_an_empty_list() -> None:
    assert read("/policies.json")["policies"] == []


def test_a_policy_links_to_all_that_there_is_of_it(terms: Policy) -> None:
    content = read("/terms.json")
    assert content["links"] == {
        "self": f"{SITE}/terms.json",
        "page": f"{SITE}/terms/",
        "versions": f"{SITE}/terms/versions.json",
        "feed": f"{SITE}/terms/feed.atom",
        "archive": f"{SITE}/terms/archive.zip",
    }
    assert content["time_zone"] == "America/Chicago"
    for name in ("versions", "feed", "page"):
        answer: Any = Client().get(content["links"][name].removeprefix(SITE))
        assert answer.status_code == 200, name


def test_the_history_tells_where_each_version_stands(terms: Policy) -> None:
    content = read("/terms/versions.json")
    assert [(each["number"], each["status"]) for each in content["versions"]] == [
        (4, "upcoming"),
        (3, "withdrawn"),
        (2, "in force"),
        (1, "superseded"),
    ]
    first, second = content["versions"][3], content["versions"][2]
    assert first["effective_at"] == "2018-01-01T00:00:00Z"
    assert first["superseded_at"] == second["effective_at"] == "2020-04-17T00:00:00Z"
    assert (first["previous_hash"], second["previous_hash"]) == (None, first["hash"])
    assert first["change_note"] == "The <first> & only."
    assert second["links"]["changes"] == f"{SITE}/terms/compare/1...2.json"
    assert content["versions"][1]["withdrawal"]["reason"] == "A mistake."
    assert (content["page"], content["pages"], content["count"]) == (1, 1, 4)
    assert content["links"]["next"] is content["links"]["previous"] is None


def test_a_long_history_comes_in_pages_that_lead_to_each_other() -> None:
    policy = make_policy(slug="terms")
    for number in range(1, 53):
        make_version(policy, effective=f"{1950 + number}-01-01")
    first = read("/terms/versions.json")
    assert len(first["versions"]) == 50
    following = first["links"]["next"]
    assert following == f"{SITE}/terms/versions.json?page=2"
    second = read(following.removeprefix(SITE))
    assert [each["number"] for each in second["versions"]] == [2, 1]
    assert second["links"]["previous"] == f"{SITE}/terms/versions.json"
    assert second["links"]["self"] == following


@pytest.mark.parametrize("page", ["3", "0", "-1", "x", "1e3", "9" * 30])
def test_a_page_that_is_not_there_is_a_problem(terms: Policy, page: str) -> None:
    assert read(f"/terms/versions.json?page={page}", 404)["detail"]


def test_a_version_says_what_its_page_says(terms: Policy) -> None:
    version = terms.versions.get(number=2)
    content = read("/terms/versions/2.json")
    assert content["html"] == version.html
    assert content["hash"] == version.digest
    assert content["dates"]["effective"] == "2018-01-01T00:00:00Z"
    assert content["dates"]["wording_corrected"] == "2020-04-17T00:00:00Z"
    assert [
        (each["anchor"], each["heading"], each["level"], each["unchanged_since"])
        for each in content["sections"]
    ] == [
        ("what-we-collect", "1. What we collect", 2, 2),
        ("your-rights", "2. Your rights", 2, 1),
    ]
    history = content["sections"][0]["links"]["history"]
    assert history == f"{SITE}/terms/sections/what-we-collect/"
    for name in ("page", "text", "markdown", "policy", "changes"):
        path = content["links"][name].removeprefix(SITE)
        assert Client().get(path).status_code == 200, name


def test_staff_are_not_named(terms: Policy) -> None:
    name = make_staff(username="very-special-name")
    draft = terms.versions.drafts().get()
    draft.delete()
    version = make_upcoming(terms, days=90)
    assert version.published_by_name
    for address in ("/policies.json", "/terms/versions.json", "/terms/versions/5.json"):
        said = str(read(address))
        assert version.published_by_name not in said
        assert name.username not in said
        assert version.publisher_seal not in said


def test_a_redline_is_the_list_of_changes(terms: Policy) -> None:
    content = read("/terms/compare/1...2.json")
    assert [each["text"] for each in content["changes"]]
    states = {each["heading"]: each["state"] for each in content["sections"]}
    assert states == {"1. What we collect": "changed", "2. Your rights": "unchanged"}
    assert (content["old"]["number"], content["new"]["number"]) == (1, 2)
    assert [each["number"] for each in content["change_notes"]] == [2]
    assert not content["is_coarse"]


def test_a_redline_of_others_than_neighbors_is_made(terms: Policy) -> None:
    content = read("/terms/compare/1...4.json")
    assert content["new"]["status"] == "upcoming"
    assert [each["number"] for each in content["change_notes"]] == [4, 2]


def test_who_asks_for_costly_work_at_once_is_asked_to_come_again(
    terms: Policy,
) -> None:
    with costly.take():
        answer: Any = Client().get("/terms/compare/1...4.json")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "2"
    assert answer.json()["status"] == 503


@pytest.mark.parametrize(
    ("given", "leads_to"),
    [
        ("/terms/versions/02.json", "/terms/versions/2.json"),
        ("/terms/compare/2...1.json", "/terms/compare/1...2.json"),
        ("/terms/versions/02.txt", "/terms/versions/2.txt"),
    ],
)
def test_another_spelling_leads_to_the_one_address(
    terms: Policy, given: str, leads_to: str
) -> None:
    answer: Any = Client().get(given)
    assert (answer.status_code, answer.headers["Location"]) == (302, leads_to)


@pytest.mark.parametrize(
    "address",
    [
        "/nothing.json",
        "/nothing/versions.json",
        "/nothing/versions/1.json",
        "/nothing/compare/1...2.json",
        "/terms/versions/5.json",
        "/terms/versions/0.json",
        f"/terms/versions/{'9' * 40}.json",
        "/terms/versions/one.json",
        "/terms/versions/-1.json",
        "/terms/compare/1...5.json",
        f"/terms/compare/1...{'9' * 40}.json",
        "/terms/compare/1.json",
        "/schemas/nothing.json",
        "/notices/one.json",
    ],
)
def test_what_is_not_there_is_a_problem_in_json(terms: Policy, address: str) -> None:
    content = read(address, 404)
    assert (content["title"], content["status"]) == ("Not Found", 404)
    assert content["detail"]


@pytest.mark.parametrize(
    ("ground", "status"), [(Ground.REMOVAL, 410), (Ground.LEGAL_ORDER, 451)]
)
def test_a_withheld_version_says_why_and_keeps_its_hash(
    terms: Policy, ground: Ground, status: int
) -> None:
    version = terms.versions.get(number=2)
    make_withheld(version, ground=ground, reason="A court <said> so.")
    for address in ("/terms/versions/2.json", "/terms/compare/1...2.json"):
        content = read(address, status)
        (withheld,) = content["withheld"]
        assert withheld["hash"] == version.digest
        assert withheld["place"] == "in force"
        assert withheld["withholding"]["reason"] == "A court <said> so."
        assert withheld["withholding"]["ground"] == ground
        answer: Any = Client().get(address)
        assert ("blocked-by" in answer.headers.get("Link", "")) == (status == 451)
        assert answer.headers["Cache-Control"] == "public, max-age=60"
    entry = read("/terms/versions.json")["versions"][2]
    assert (entry["status"], entry["place"]) == ("withheld", "in force")
    assert entry["change_note"] is None
    assert read("/terms.json")["in_force"]["status"] == "withheld"


def test_moments_are_in_utc_and_the_time_zone_is_named() -> None:
    policy = make_policy(slug="terms", time_zone="Asia/Kolkata")
    make_version(policy, effective_at=moment("2020-01-01 18:30"))
    entry = read("/terms.json")["in_force"]
    assert entry["effective_at"] == "2020-01-01T18:30:00Z"
    assert entry["time_zone"] == "Asia/Kolkata"
    assert entry["published_at"].startswith(f"{timezone.now():%Y-%m-%dT}")
