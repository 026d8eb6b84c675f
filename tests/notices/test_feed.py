"""/notices/feed.atom: valid Atom, with names and moments that stay."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from notices.ending import end_early, supersede
from notices.feed import ENTRIES, feed
from notices.models import Notice
from tests.factories import make_notice, make_policy, make_staff, make_version
from tests.html import elements

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
URL = "/notices/feed.atom"
ATOM = "{http://www.w3.org/2005/Atom}"


def read(client: Client | None = None) -> Element:
    answer: Any = (client or Client()).get(URL)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(answer.content)


def texts(element: Element, name: str) -> list[str]:
    return [found.text or "" for found in element.iter(f"{ATOM}{name}")]


def text(element: Element, name: str) -> str:
    found = element.find(f"{ATOM}{name}")
    assert found is not None, name
    return found.text or ""


def moment(element: Element) -> datetime:
    return datetime.fromisoformat(text(element, "updated"))


def entries() -> list[Element]:
    return read().findall(f"{ATOM}entry")


def test_it_tells_of_what_began_the_newest_first() -> None:
    now = timezone.now()
    version = make_version(make_policy(slug="terms", title="Terms"))
    make_notice(summary="Old.", shown_from=now - 9 * DAY, shown_until=now - DAY)
    make_notice(summary="It <changes> & more.", version=version, for_whom="All.")
    make_notice(summary="Future.", shown_from=now + DAY)
    found = entries()
    assert [text(entry, "title") for entry in found] == ["It <changes> & more.", "Old."]
    summary = text(found[0], "summary")
    assert (
        "<p>It &lt;changes&gt; &amp; more. Took effect April 16, 2020.</p>" in summary
    )
    assert "All." in summary
    link = found[0].find(f"{ATOM}link")
    assert link is not None
    assert link.get("href") == "http://localhost:8000/notices/2/"


def test_an_empty_feed_is_valid_and_does_not_change_with_each_request() -> None:
    first, second = read(), read()
    assert moment(first) == moment(second) == datetime(1970, 1, 1, tzinfo=UTC)
    assert text(first, "id") == text(second, "id")
    assert text(first, "title")
    assert texts(first, "name") == ["Centene Corporation"]


def test_names_stay_when_the_site_moves(settings: Settings) -> None:
    settings.SITE_HOST, settings.SITE_URL = "old.example", "https://old.example"
    make_notice()
    make_notice()
    before = texts(read(), "id")
    day = timezone.now().astimezone(UTC).date()
    assert before == [
        f"tag:old.example,{day}:notices",
        f"tag:old.example,{day}:notice-2",
        f"tag:old.example,{day}:notice-1",
    ]
    settings.SITE_HOST, settings.SITE_URL = "new.example", "https://new.example"
    make_notice()
    after = texts(read(), "id")
    assert [name for name in after if name in before] == before
    assert after[1] == f"tag:new.example,{day}:notice-3"
    assert "https://new.example/notices/1/" in ElementTree.tostring(read()).decode()


def test_updated_is_the_last_real_change_and_nothing_else() -> None:
    now = timezone.now().replace(microsecond=0)
    old = make_notice(shown_from=now - 9 * DAY)
    make_notice(shown_from=now - 5 * DAY, shown_until=now - DAY)
    assert moment(read()) == now - 5 * DAY
    end = end_early(old, by=make_staff(), reason="A mistake.")
    newer, older = entries()
    assert moment(newer) == now - 5 * DAY
    assert moment(older) == end.ended_at
    assert moment(read()) == moment(older)
    assert "Ended early: A mistake." in text(older, "summary")


def test_what_is_superseded_says_by_which() -> None:
    old = make_notice()
    new = Notice(summary="New.", shown_until=timezone.now() + DAY)
    supersede(old, new, by=make_staff())
    assert "Superseded by notice 2" in text(entries()[1], "summary")


def test_it_holds_the_newest_fifty(django_assert_num_queries: Any) -> None:
    now = timezone.now()
    version = make_version()
    for number in range(ENTRIES + 2):
        make_notice(shown_from=now - (ENTRIES + 2 - number) * DAY, version=version)
    with django_assert_num_queries(2):
        feed()
    found = entries()
    assert len(found) == ENTRIES
    assert text(found[0], "id").endswith(f":notice-{ENTRIES + 2}")


def test_characters_that_xml_does_not_know_are_left_out() -> None:
    make_notice(summary="It\x0b changes\ufffe.", for_whom="A\x01ll.")
    (entry,) = entries()
    assert text(entry, "title") == "It changes."
    assert "All." in text(entry, "summary")


def test_who_has_it_already_gets_no_second_copy(client: Client) -> None:
    make_notice()
    answer: Any = client.get(URL)
    again: Any = client.get(URL, headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_it_can_only_be_read(client: Client, method: str) -> None:
    assert getattr(client, method)(URL).status_code == 405


@pytest.mark.parametrize("address", ["/notices/", "/notices/1/"])
def test_readers_of_feeds_find_it(client: Client, address: str) -> None:
    make_notice()
    page: Any = client.get(address)
    links = elements(page.content.decode(), "link")
    atom = "application/atom+xml"
    (found,) = [link for link in links if link["type"] == atom]
    assert (found["href"], found["rel"]) == (URL, "alternate")
