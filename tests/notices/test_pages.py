"""/notices/, /notices/<number>/, and the place under the header of every page."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from notices.views import NOTICES_PER_PAGE
from tests.factories import make_notice, make_policy, make_upcoming, make_version
from tests.html import elements, words

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def read(client: Client, address: str) -> str:
    answer: Any = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()  # type: ignore[no-any-return]


def shown(html: str) -> list[str]:
    """The words of the notices under the header."""
    found = [e for e in elements(html) if "notice" in e["class"].split()]
    return [" ".join(notice.text.split()) for notice in found]


def test_a_notice_stands_under_the_header_of_every_page(client: Client) -> None:
    version = make_version(make_policy(slug="terms", title="Terms"))
    make_notice(summary="It <changes>.", version=version)
    for address in ("/", "/notices/", "/notices/1/", "/terms/", "/terms/versions/1/"):
        html = read(client, address)
        (words,) = shown(html)
        assert words.startswith("Notice: It <changes>. Took effect April 16, 2020.")
        links = [
            e["href"] for e in elements(html, "a") if e.text == "Read Terms, version 1"
        ]
        assert links[0] == "/terms/versions/1/"


def test_what_is_to_come_is_told_as_such_until_its_moment(client: Client) -> None:
    version = make_upcoming(make_version(effective="2020-01-01").policy)
    assert version.effective_at is not None
    before = version.effective_at - timedelta(hours=1)
    for moment, said in (
        (before, "Takes effect"),
        (version.effective_at, "Took effect"),
    ):
        with time_machine.travel(moment, tick=False):
            for address in ("/", "/notices/1/", "/notices/feed.atom"):
                assert said in read(client, address), address


def test_another_spelling_of_a_number_leads_to_the_notice(client: Client) -> None:
    make_notice()
    answer = client.get("/notices/01/")
    assert (answer.status_code, answer["Location"]) == (302, "/notices/1/")
    assert client.get("/notices/02/").status_code == 404


def test_two_are_shown_and_the_rest_linked(client: Client) -> None:
    for number in range(1, 4):
        make_notice(
            summary=f"Number {number}.",
            shown_from=timezone.now() - timedelta(hours=9 - number),
        )
    assert shown(read(client, "/")) == [
        "Notice: Number 3. http://localhost:8000/notices/3/ The whole notice "
        "Hide this notice, number 3",
        "Notice: Number 2. http://localhost:8000/notices/2/ The whole notice "
        "Hide this notice, number 2",
        "All notices",
    ]


def test_without_a_notice_no_page_has_a_place_for_one(client: Client) -> None:
    make_notice(shown_from=timezone.now() + DAY)
    assert 'class="notices"' not in read(client, "/")


def test_an_empty_list_says_so(client: Client) -> None:
    assert "No notice has been posted yet." in words(read(client, "/notices/"))


def test_the_list_holds_what_began_and_says_what_shows(client: Client) -> None:
    now = timezone.now()
    make_notice(summary="Ended.", shown_from=now - 9 * DAY, shown_until=now - DAY)
    make_notice(summary="Shows.")
    make_notice(summary="Future.", shown_from=now + DAY)
    html = read(client, "/notices/")
    found = [
        " ".join(e.text.split()) for e in elements(html, "li") if e["class"] == "entry"
    ]
    assert [text.split(".")[0] for text in found] == ["Shows", "Ended"]
    assert "Showing now" in found[0]
    assert "Showing now" not in found[1]
    assert "Future." not in html


def test_a_long_list_has_pages(client: Client) -> None:
    now = timezone.now()
    for number in range(NOTICES_PER_PAGE + 1):
        make_notice(shown_from=now - (number + 2) * DAY, shown_until=now - DAY)
    html = read(client, "/notices/")
    assert "Page 1 of 2" in words(html)
    assert html.count('class="entry"') == NOTICES_PER_PAGE
    assert read(client, "/notices/?page=2").count('class="entry"') == 1
    for odd in ("abc", "", "-1", "3", "9" * 5000):
        assert client.get("/notices/", {"page": odd}).status_code == 404


def test_a_notice_has_a_page_for_good(client: Client) -> None:
    now = timezone.now()
    make_notice(
        summary="It changed.",
        version=make_version(make_policy(title="Terms")),
        shown_from=now - 9 * DAY,
        shown_until=now - DAY,
    )
    text = words(read(client, "/notices/1/"))
    assert "Notice 1 · shown from" in text
    assert "It changed." in text
    assert "Read Terms, version 1" in text
    assert shown(read(client, "/notices/1/")) == []


@pytest.mark.parametrize("number", ["1", "0", "99", "9" * 30, "9" * 5000, "-1", "one"])
def test_what_has_not_begun_is_not_found(client: Client, number: str) -> None:
    make_notice(shown_from=timezone.now() + DAY)
    assert client.get(f"/notices/{number}/").status_code == 404


@pytest.mark.parametrize("address", ["/notices/", "/notices/1/"])
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_they_can_only_be_read(client: Client, address: str, method: str) -> None:
    make_notice()
    assert getattr(client, method)(address).status_code == 405
