"""Notices as JSON."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from notices.ending import end_early
from notices.models import Notice
from tests.data.reading import read
from tests.factories import (
    make_notice,
    make_policy,
    make_staff,
    make_version,
    make_withheld,
)

pytestmark = pytest.mark.django_db

SITE = "http://localhost:8000"


@pytest.fixture
def notice() -> Notice:
    policy = make_policy(slug="terms")
    make_version(policy, effective="2018-01-01")
    version = make_version(policy, effective="2020-01-01", source="## New\n\nNew.\n")
    section = {"heading": "New", "place": "section-1", "state": "added"}
    return make_notice(
        version=version, compared_with=1, sections=[section], for_whom="All <b>."
    )


def test_a_notice_says_what_its_page_says(notice: Notice) -> None:
    content = read("/notices/1.json")
    assert content["summary"] == notice.summary
    assert content["for_whom"] == "All <b>."
    assert content["what_to_do"] is None
    assert content["hash"] == notice.digest
    assert content["id"] == notice.tag
    assert content["about"]["policy"] == "terms"
    assert content["about"]["effective_at"] == "2020-01-01T00:00:00Z"
    assert content["sections"][0]["state"] == "added"
    assert content["links"]["version"] == f"{SITE}/terms/versions/2.json"
    assert content["links"]["changes"] == f"{SITE}/terms/compare/1...2.json"
    read(content["links"]["changes"].removeprefix(SITE))


def test_one_that_ended_early_says_why_and_no_name(notice: Notice) -> None:
    end = end_early(notice, by=make_staff(), reason="A mistake.")
    content = read("/notices/1.json")
    assert content["end"]["reason"] == "A mistake."
    assert content["end"]["superseded_by"] is None
    assert end.ended_by_name not in str(content)


def test_one_about_a_withheld_version_gives_no_heading(notice: Notice) -> None:
    assert notice.version is not None
    make_withheld(notice.version)
    content = read("/notices/1.json")
    assert content["sections"] == []
    assert content["links"]["changes"] is None
    assert content["about"]["withheld"]


def test_all_notices_come_in_pages(notice: Notice) -> None:
    now = timezone.now()
    for number in range(26):
        make_notice(shown_from=now - timedelta(days=number + 1))
    make_notice(shown_from=now + timedelta(days=1), shown_until=now + timedelta(days=2))
    first = read("/notices.json")
    assert (first["count"], first["pages"]) == (27, 2)
    assert first["notices"][0]["number"] == 1
    second = read(first["links"]["next"].removeprefix(SITE))
    assert len(second["notices"]) == 2


def test_an_empty_list_is_a_list() -> None:
    content = read("/notices.json")
    assert (content["notices"], content["count"]) == ([], 0)


@pytest.mark.parametrize(
    "address", ["/notices/9.json", "/notices.json?page=2", "/notices.json?page=x"]
)
def test_what_is_not_there_is_a_problem(address: str) -> None:
    read(address, 404)


def test_one_that_begins_later_is_not_there() -> None:
    later = timezone.now() + timedelta(days=1)
    make_notice(shown_from=later, shown_until=later + timedelta(days=1))
    read("/notices/1.json", 404)
