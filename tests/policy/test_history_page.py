"""/<policy>/versions/: every published version, in pages."""

from __future__ import annotations

import pytest
from django.test import Client

from policy.models import Policy
from policy.publishing import withdraw
from policy.views.reading import VERSIONS_PER_PAGE
from tests.factories import (
    make_draft,
    make_policy,
    make_staff,
    make_upcoming,
    make_version,
)
from tests.html import elements, words
from tests.policy.test_policy_page import read

pytestmark = pytest.mark.django_db

ADDRESS = "/terms/versions/"


@pytest.fixture
def policy() -> Policy:
    return make_policy(slug="terms", title="Terms")


def entries(html: str) -> list[str]:
    return [
        " ".join(e.text.split()) for e in elements(html, "li") if e["class"] == "entry"
    ]


def test_each_version_says_where_it_stands(client: Client, policy: Policy) -> None:
    make_version(policy, effective="2018-01-01 06:00", change_note="It begins.")
    make_version(policy, effective="2020-04-17 05:00", material=False)
    withdraw(make_upcoming(policy), by=make_staff(), reason="No.")
    make_upcoming(policy, days=60)
    make_draft(policy)
    found = entries(read(client, ADDRESS))
    assert [entry[:9] for entry in found] == [f"Version {n}" for n in (4, 3, 2, 1)]
    assert "Upcoming Takes effect on " in found[0]
    assert "· Material change" in found[0]
    assert "Withdrawn Announced on " in found[1]
    assert ", never in force" in found[1]
    assert "In force In force since April 17, 2020 · Editorial" in found[2]
    assert (
        "Superseded In force from January 1, 2018 to April 17, 2020 · First version"
        in found[3]
    )
    assert "Imported on " in found[3]
    assert found[3].endswith("It begins.")


def test_versions_of_one_day_stand_in_order_with_their_hours(
    client: Client, policy: Policy
) -> None:
    for hour in (14, 17, 19):
        make_version(policy, effective=f"2020-04-17 {hour}:30")
    found = entries(read(client, ADDRESS))
    assert [entry[:9] for entry in found] == [f"Version {n}" for n in (3, 2, 1)]
    assert "In force since April 17, 2020, 2:30 p.m. CDT" in found[0]
    assert "from April 17, 2020, 12:30 p.m. CDT to April 17, 2020, 2:30" in found[1]
    assert "from April 17, 2020, 9:30 a.m. CDT to April 17, 2020, 12:30" in found[2]


def test_it_links_every_version(client: Client, policy: Policy) -> None:
    make_version(policy, effective="2018-01-01")
    make_version(policy)
    links = [
        e["href"] for e in elements(read(client, ADDRESS), "a") if e.inside[-1] == "h2"
    ]
    assert links == ["/terms/versions/2/", "/terms/versions/1/"]


@pytest.fixture
def long_history(policy: Policy) -> int:
    """One version more than fits on a page; the number of the newest."""
    count = VERSIONS_PER_PAGE + 1
    for number in range(count):
        make_version(policy, effective=f"{1950 + number}-01-01", source="Words.")
    return count


def test_a_long_history_has_pages(client: Client, long_history: int) -> None:
    html = read(client, ADDRESS)
    assert len(entries(html)) == VERSIONS_PER_PAGE
    assert entries(html)[0].startswith(f"Version {long_history} ")
    assert "Page 1 of 2" in words(html)
    (older,) = [e for e in elements(html, "a") if e["rel"] == "next"]
    second = read(client, ADDRESS + older["href"])
    assert entries(second)[0].startswith("Version 1 ")
    (newer,) = [e for e in elements(second, "a") if e["rel"] == "prev"]
    assert entries(read(client, ADDRESS + newer["href"])) == entries(html)
    for text, version_before in ((second, "Version 2"), (html, "Version 1 ")):
        assert version_before not in "|".join(entries(text))
    assert f'{ADDRESS}?page=2"' in second
    # No endless addresses for what is no page.
    for odd in ("abc", "", "0", "3", "-1", "1.5", "9" * 5000, "\x00", "<script>"):
        assert client.get(ADDRESS, {"page": odd}).status_code == 404


def test_a_history_of_one_page_has_no_pagination(
    client: Client, policy: Policy
) -> None:
    make_version(policy)
    assert "pagination" not in read(client, ADDRESS)


def test_it_asks_the_same_number_of_queries_however_long_it_is(
    client: Client, policy: Policy, django_assert_max_num_queries: object
) -> None:
    for number in range(5):
        make_version(policy, effective=f"{2001 + number}-01-01")
    with django_assert_max_num_queries(10):  # type: ignore[operator]
        read(client, ADDRESS)
