"""How a version and a section are cited, and what search engines are told."""

from __future__ import annotations

import json
from typing import Any

import pytest
import time_machine
from django.test import Client

from policy.models import Policy
from tests.factories import make_policy, make_upcoming, make_version
from tests.html import elements, words

pytestmark = pytest.mark.django_db

SITE = "http://localhost:8000"
# 20 minutes before midnight in Chicago, and in UTC the day after.
EVENING = "2031-05-02T04:40:00Z"


@pytest.fixture
def terms() -> Policy:
    policy = make_policy(slug="terms", title="Terms <i> & more")
    make_version(policy, effective="2018-01-01 06:00")
    make_version(policy, effective="2020-04-17 05:00", material=False)
    return policy


def citations(address: str) -> list[str]:
    page = Client().get(address).content.decode()
    boxes = page.split('<details class="cite">')[1:]
    return [words(box.partition("</details>")[0]) for box in boxes]


def test_a_version_is_cited_as_of_the_day_in_its_time_zone(terms: Policy) -> None:
    version = terms.versions.get(number=1)
    with time_machine.travel(EVENING, tick=False):
        (cited,) = citations("/terms/versions/1/")
    assert cited == (
        "Cite as of this day: version 1 Centene Corporation, Terms <i> & more, "
        "version 1, effective January 1, 2018, as of May 1, 2031 (superseded). "
        f"<{SITE}/terms/versions/1/> SHA-256: {version.digest}"
    )


def test_the_day_is_not_kept_past_midnight(terms: Policy) -> None:
    with time_machine.travel("2031-05-02T04:59:30Z", tick=False):
        answer: Any = Client().get("/terms/versions/1/")
        assert answer.headers["Cache-Control"] == "public, max-age=30"
        answer = Client().get("/terms/sections/your-rights/")
        assert answer.headers["Cache-Control"] == "public, max-age=30"
        answer = Client().get("/terms/")
        assert answer.headers["Cache-Control"] == "public, max-age=60"


def test_a_section_is_cited_with_its_heading_and_anchor(terms: Policy) -> None:
    make_version(terms, effective="2021-01-01", source="## 2. Your rights\n\nAll.\n")
    with time_machine.travel(EVENING, tick=False):
        newest, older = citations("/terms/sections/your-rights/")
    assert f"<{SITE}/terms/versions/3/#your-rights>" in newest
    assert "“2. Your rights”, as of May 1, 2031." in newest
    assert "version 2, effective April 17, 2020" in older
    assert terms.versions.get(number=2).digest in older


def test_an_upcoming_version_is_cited_as_such(terms: Policy) -> None:
    make_upcoming(terms)
    (cited,) = citations("/terms/versions/3/")
    assert "(upcoming)" in cited


def linked_data(address: str) -> Any:
    page = Client().get(address).content.decode()
    (script,) = [
        each
        for each in elements(page, "script")
        if each["type"] == "application/ld+json"
    ]
    return json.loads(script.text)


def test_search_engines_are_told_what_the_page_is(terms: Policy) -> None:
    version = terms.versions.get(number=2)
    for address in ("/terms/", "/terms/versions/2/"):
        content = linked_data(address)
        assert content["@context"] == "https://schema.org"
        assert content["name"] == "Terms <i> & more"
        assert content["version"] == 2
        assert content["url"] == f"{SITE}/terms/versions/2/"
        assert content["publisher"]["name"] == "Centene Corporation"
        assert version.published_at is not None
        assert content["datePublished"].startswith(f"{version.published_at:%Y-%m-%dT}")


def test_no_title_ends_the_block_of_data() -> None:
    title = "</script><script>alert(1)</script>"
    make_version(make_policy(slug="terms", title=title))
    page = Client().get("/terms/").content.decode()
    assert "<script>alert" not in page
    assert linked_data("/terms/")["name"] == title


@pytest.mark.parametrize(
    ("address", "canonical"),
    [
        ("/?a=1", "/"),
        ("/terms/?a=1", "/terms/"),
        ("/terms/versions/1/", "/terms/"),
        ("/terms/versions/?page=1&a=1", "/terms/versions/"),
        ("/notices/?page=1", "/notices/"),
        ("/accessibility/?x", "/accessibility/"),
        ("/subscribe/?policy=terms", "/subscribe/"),
    ],
)
def test_a_page_has_one_canonical_address(
    terms: Policy, address: str, canonical: str
) -> None:
    links = elements(Client().get(address).content.decode(), "link")
    found = [link["href"] for link in links if link["rel"] == "canonical"]
    assert found == [f"{SITE}{canonical}"]
