"""What can be found at a moment: time is an argument, and withheld is not found."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from policy.models import Policy, SearchEntry
from policy.publishing import withdraw
from tests.factories import (
    make_draft,
    make_notice,
    make_policy,
    make_staff,
    make_upcoming,
    make_version,
    make_withheld,
)
from tests.policy.search.finding import found

pytestmark = pytest.mark.django_db


def text(word: str) -> str:
    return f"## 1. Same\n\nSame words.\n\n## 2. Other\n\nAbout {word}.\n"


@pytest.fixture
def terms() -> Policy:
    policy = make_policy(slug="terms", title="Terms")
    make_version(policy, effective="2018-01-01", source=text("alpaca"))
    make_version(policy, effective="2019-01-01", source=text("bison"))
    return policy


def test_what_is_in_force_is_found_on_the_page_of_the_policy(terms: Policy) -> None:
    assert found("bison") == ["/terms/#other"]
    assert found("bison", with_earlier=True) == ["/terms/#other"]


def test_an_earlier_text_is_found_only_where_asked_for(terms: Policy) -> None:
    assert found("alpaca") == []
    assert found("alpaca", with_earlier=True) == ["/terms/versions/1/#other"]


def test_a_draft_is_never_found(terms: Policy) -> None:
    make_draft(terms, source=text("capybara"))
    assert found("capybara", with_earlier=True) == []


@pytest.mark.parametrize("with_earlier", [False, True])
def test_a_scheduled_version_is_found_from_its_moment_on_and_not_earlier(
    terms: Policy, with_earlier: bool
) -> None:
    version = make_upcoming(terms, source=text("dingo"))
    assert version.effective_at is not None
    with time_machine.travel(version.effective_at - timedelta(seconds=1), tick=False):
        assert found("dingo", with_earlier=with_earlier) == []
        assert found("bison", with_earlier=with_earlier) == ["/terms/#other"]
        assert found("same", with_earlier=with_earlier) == ["/terms/#same"]
    with time_machine.travel(version.effective_at, tick=False):
        assert found("dingo", with_earlier=with_earlier) == ["/terms/#other"]
        assert found("bison") == []
        assert found("bison", with_earlier=True) == ["/terms/versions/2/#other"]
        assert found("same", with_earlier=with_earlier) == ["/terms/#same"]


def test_a_withdrawn_version_is_found_only_among_earlier_ones(terms: Policy) -> None:
    version = make_upcoming(terms, source=text("emu"))
    withdraw(version, by=make_staff(), reason="No.")
    assert found("emu") == []
    assert found("emu", with_earlier=True) == ["/terms/versions/3/#other"]
    make_upcoming(terms, source=text("fossa"), days=60)
    assert found("emu", with_earlier=True) == ["/terms/versions/3/#other"]
    assert found("fossa", with_earlier=True) == []


def test_a_policy_that_was_never_in_force_shows_what_it_withdrew() -> None:
    version = make_upcoming(make_policy(slug="never"), source=text("gnu"))
    assert found("gnu", with_earlier=True) == []
    withdraw(version, by=make_staff(), reason="No.")
    assert found("gnu") == []
    assert found("gnu", with_earlier=True) == ["/never/versions/1/#other"]


@pytest.mark.parametrize("number", [1, 2])
def test_a_withheld_version_is_never_found(terms: Policy, number: int) -> None:
    word = ["alpaca", "bison"][number - 1]
    assert found(word, with_earlier=True)
    make_withheld(terms.versions.get(number=number))
    assert found(word, with_earlier=True) == []
    assert not SearchEntry.objects.filter(text__contains=word).exists()
    # What other versions say as well is found in them.
    place = "/terms/#same" if number == 1 else "/terms/versions/1/#same"
    assert found("same", with_earlier=True) == [place]
    assert found("same") == ([place] if number == 1 else [])


def test_a_section_that_stays_the_same_is_one_hit_however_many_versions() -> None:
    policy = make_policy(slug="rules")
    for year in range(2000, 2012):
        make_version(policy, effective=f"{year}-01-01", source=text(f"w{year}"))
    assert found("same", with_earlier=True) == ["/rules/#same"]
    assert SearchEntry.objects.filter(anchor="same").count() == 1
    make_version(
        policy, effective="2020-01-01", source="## 1. Else\n\nNothing of that.\n"
    )
    assert found("same", with_earlier=True) == ["/rules/versions/12/#same"]


def test_a_wording_that_came_back_is_one_hit_where_it_stood_last() -> None:
    policy = make_policy(slug="rules")
    for year, word in (
        (2000, "heron"),
        (2001, "ibis"),
        (2002, "heron"),
        (2003, "ibis"),
    ):
        make_version(policy, effective=f"{year}-01-01", source=text(word))
    assert found("heron", with_earlier=True) == ["/rules/versions/3/#other"]
    assert found("ibis", with_earlier=True) == ["/rules/#other"]


def test_a_withheld_version_between_leaves_both_sides_to_be_found() -> None:
    policy = make_policy(slug="rules")
    for year in (2000, 2001, 2002):
        make_version(policy, effective=f"{year}-01-01", source=text(f"w{year}"))
    make_withheld(policy.versions.get(number=2))
    ends = SearchEntry.objects.filter(anchor="same").order_by("first")
    assert list(ends.values_list("first", "last")) == [(1, 1), (3, 3)]
    assert found("same", with_earlier=True) == ["/rules/#same"]
    make_withheld(policy.versions.get(number=3))
    assert found("same", with_earlier=True) == ["/rules/versions/1/#same"]
    make_withheld(policy.versions.get(number=1))
    assert not SearchEntry.objects.filter(policy=policy).exists()


def test_a_text_before_the_first_heading_leads_to_the_top_of_the_page() -> None:
    make_version(
        make_policy(slug="rules"), source="Just a jackal.\n\n## One\n\nMore.\n"
    )
    assert found("jackal") == ["/rules/"]


def test_a_notice_is_found_from_the_moment_it_shows_and_for_good() -> None:
    begins = timezone.now() + timedelta(days=3)
    ends = begins + timedelta(days=1)
    make_notice(summary="A kiwi.", shown_from=begins, shown_until=ends)
    with time_machine.travel(begins - timedelta(seconds=1), tick=False):
        assert found("kiwi", with_earlier=True) == []
    for moment in (begins, ends + timedelta(days=900)):
        with time_machine.travel(moment, tick=False):
            assert found("kiwi") == ["/notices/1/"]
