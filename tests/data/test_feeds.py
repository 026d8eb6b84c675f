"""The feeds of versions, read by a library that is not ours."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from time import struct_time
from typing import Any

import feedparser
import pytest
import time_machine
from django.db import IntegrityError
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from pages.tags import authority
from policy.feeds import ENTRIES
from policy.models import Ground, Policy
from policy.publishing import withdraw
from tests.factories import (
    make_draft,
    make_policy,
    make_staff,
    make_upcoming,
    make_version,
    make_withheld,
    moment,
)
from tests.html import elements

pytestmark = pytest.mark.django_db

URL = "/terms/feed.atom"
NEVER = datetime(1970, 1, 1, tzinfo=UTC)


@pytest.fixture
def terms() -> Policy:
    policy = make_policy(slug="terms", title="Terms & <more>")
    make_version(policy, effective="2018-01-01", change_note="The <first> & only.")
    return policy


def read(address: str = URL) -> Any:
    answer: Any = Client().get(address)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = feedparser.parse(answer.content)
    assert feed.bozo is False
    assert feed.version == "atom10"
    return feed


def at(parsed: struct_time) -> datetime:
    return datetime(*parsed[:6], tzinfo=UTC)


def seconds(given: datetime | None) -> datetime:
    assert given is not None
    return given.replace(microsecond=0)


def test_an_entry_has_the_whole_change_note_and_the_ways_to_read(
    terms: Policy,
) -> None:
    make_upcoming(terms, change_note="We keep <less> & say so.", days=40)
    feed = read()
    assert feed.feed.title == "Terms & <more>: all versions"
    assert feed.feed.link == "http://localhost:8000/terms/"
    newest, first = feed.entries
    assert newest.title == "Terms & <more>, version 2"
    assert newest.link == "http://localhost:8000/terms/versions/2/"
    assert "We keep &lt;less&gt; &amp; say so." in newest.summary
    assert "A material change. Takes effect on " in newest.summary
    assert "http://localhost:8000/terms/compare/1...2/" in newest.summary
    assert "Took effect on December 31, 2017" in first.summary
    assert "this site did not witness its publication" in first.summary
    assert at(newest.published_parsed) == at(newest.updated_parsed)


def test_names_stay_when_the_site_moves(settings: Settings) -> None:
    settings.SITE_HOST, settings.SITE_URL = "old.example", "https://old.example"
    policy = make_policy(slug="terms")
    make_version(policy)
    name = f"tag:{authority()}:terms"
    assert name.startswith("tag:old.example,20")
    feed = read()
    assert (feed.feed.id, [each.id for each in feed.entries]) == (name, [f"{name}/1"])
    settings.SITE_HOST, settings.SITE_URL = "new.example", "https://new.example"
    make_version(policy, effective="2021-01-01")
    feed = read()
    assert feed.feed.id == name
    assert [each.id for each in feed.entries] == [f"{name}/2", f"{name}/1"]
    assert feed.entries[0].link == "https://new.example/terms/versions/2/"
    assert read("/feed.atom").feed.id == name.replace(":terms", ":policies")


def test_the_database_keeps_names(terms: Policy) -> None:
    with pytest.raises(IntegrityError, match="Names in feeds stay"):
        Policy.objects.filter(pk=terms.pk).update(tag_authority="b.example,2020-01-01")


def test_updated_moves_when_a_version_takes_force_and_not_before(
    terms: Policy,
) -> None:
    version = make_upcoming(terms, days=40)
    published, effective = map(seconds, (version.published_at, version.effective_at))
    for day in (0, 39):
        with time_machine.travel(timezone.now() + timedelta(days=day), tick=False):
            assert at(read().entries[0].updated_parsed) == published
            assert at(read().feed.updated_parsed) == published
    with time_machine.travel(timezone.now() + timedelta(days=90), tick=False):
        feed = read()
        assert at(feed.entries[0].updated_parsed) == effective
        assert at(feed.entries[0].published_parsed) == published
        assert "Took effect on" in feed.entries[0].summary
        assert at(feed.feed.updated_parsed) == effective


def test_updated_moves_when_a_version_is_withdrawn(terms: Policy) -> None:
    version = make_upcoming(terms)
    with time_machine.travel(timezone.now() + timedelta(seconds=30), tick=False):
        done = withdraw(version, by=make_staff(), reason="A <mistake>.")
    later = timezone.now() + timedelta(days=90)
    with time_machine.travel(later, tick=False):
        entry = read().entries[0]
    assert at(entry.updated_parsed) == seconds(done.withdrawn_at)
    assert "never in force. Reason: A &lt;mistake&gt;." in entry.summary


@pytest.mark.parametrize("ground", [Ground.REMOVAL, Ground.LEGAL_ORDER])
def test_a_withheld_version_keeps_its_entry_without_its_words(ground: Ground) -> None:
    policy = make_policy(slug="terms", title="Terms")
    make_version(policy, change_note="It named Quillfeather.")
    before = read().entries[0]
    assert "Quillfeather" in before.summary
    done = make_withheld(policy.versions.get(), ground=ground, reason="It named one.")
    after = read().entries[0]
    assert after.id == before.id
    assert at(after.updated_parsed) == seconds(done.withheld_at)
    assert "Quillfeather" not in str(after)
    assert "Reason: It named one." in after.summary
    assert "compare" not in after.summary


def test_drafts_are_not_in_it(terms: Policy) -> None:
    make_draft(terms, change_note="Secret.")
    assert len(read().entries) == 1


def test_all_policies_are_in_one_feed_the_newest_first(terms: Policy) -> None:
    make_version(make_policy(slug="other", title="Other"), change_note="Another.")
    feed = read("/feed.atom")
    assert feed.feed.title == "Policies of Centene Corporation"
    assert [each.title for each in feed.entries] == [
        "Other, version 1",
        "Terms & <more>, version 1",
    ]


def test_an_empty_feed_is_valid_and_stays_as_it_is() -> None:
    first, second = read("/feed.atom"), read("/feed.atom")
    assert at(first.feed.updated_parsed) == at(second.feed.updated_parsed) == NEVER
    assert first.feed.id == "http://localhost:8000/feed.atom"


def test_it_holds_the_newest_fifty(terms: Policy) -> None:
    for number in range(2, ENTRIES + 3):
        make_version(terms, effective=f"{2017 + number}-01-01")
    entries = read().entries
    assert len(entries) == ENTRIES
    assert entries[0].title.endswith(f"version {ENTRIES + 2}")


def test_characters_that_xml_does_not_know_are_left_out() -> None:
    policy = make_policy(slug="terms", title="Te\x0brms")
    make_version(policy, change_note="It\x01 changes\ufffe.")
    entry = read().entries[0]
    assert entry.title == "Terms, version 1"
    assert "It changes." in entry.summary


def test_who_has_it_already_gets_no_second_copy(terms: Policy) -> None:
    answer: Any = Client().get(URL)
    again: Any = Client().get(URL, headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("address", ["/nothing/feed.atom", "/unpublished/feed.atom"])
def test_there_is_no_feed_of_what_is_not_there(address: str) -> None:
    make_draft(make_policy(slug="unpublished"))
    assert Client().get(address).status_code == 404


@pytest.mark.parametrize(
    ("address", "feed"),
    [
        ("/", "/feed.atom"),
        ("/terms/", URL),
        ("/terms/versions/", URL),
        ("/terms/versions/1/", URL),
        ("/not-yet/", "/not-yet/feed.atom"),
    ],
)
def test_readers_of_feeds_find_it(terms: Policy, address: str, feed: str) -> None:
    make_upcoming(make_policy(slug="not-yet"))
    links = elements(Client().get(address).content.decode(), "link")
    found = [link for link in links if link["type"] == "application/atom+xml"]
    assert found[0]["rel"] == "alternate"
    assert found[0]["href"] == feed
    assert found[0]["title"]


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("/", {"/policies.json"}),
        ("/terms/", {"/terms.json"}),
        ("/terms/versions/", {"/terms/versions.json"}),
        (
            "/terms/versions/1/",
            {f"/terms/versions/1.{kind}" for kind in ("json", "txt", "md")},
        ),
        ("/terms/compare/1...1/", {"/terms/compare/1...1.json"}),
        ("/notices/", {"/notices.json"}),
    ],
)
def test_programs_find_the_data_of_a_page(
    terms: Policy, address: str, expected: set[str]
) -> None:
    links = elements(Client().get(address).content.decode(), "link")
    found = {link["href"] for link in links if link["rel"] == "alternate"}
    assert {href for href in found if not href.endswith(".atom")} == expected


def test_an_import_is_as_new_as_its_import(terms: Policy) -> None:
    version = make_version(terms, effective_at=moment("2020-01-01"))
    entry = read().entries[0]
    assert at(entry.updated_parsed) == seconds(version.published_at)
