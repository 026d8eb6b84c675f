"""/search/: what it finds and says, and what it does with whatever is typed."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client

from pages import background
from pages.storing import store
from policy.models import Policy
from policy.search.asking import MOST_CHARACTERS, MOST_WORDS
from tests.factories import make_notice, make_policy, make_version
from tests.html import elements, words
from tests.pages.test_every_public_route import VISITORS
from tests.policy.search.finding import addresses, answer

pytestmark = pytest.mark.django_db

SOURCE = """\
## 1. What we <b>collect</b> & keep

Very little: an address & a *name*.

## 2. Your rights

Many rights. Ask for them.
"""
HOSTILE = [
    *('"', "'", "(x", "a AND", "AND", "NOT a", "a OR", "NEAR(a b)", "a*", "*", "^a"),
    *("heading:a", "-a", "a:*", "a & b", "a | !b", "a <-> b", "\\", "a\\", "''", "$$"),
    *("%", "%s", "{0}", "{{ 7 }}", "{% now 'Y' %}", "; DROP TABLE x; --", "' OR 1=1"),
    *("\0", "a\0b", "\r\nSet-Cookie: x=1", "\x1b[31m", "\u2028", "\ufeff", "\u202e"),
    *(
        "🍪",
        "👩‍👩‍👧‍👦",
        "حقوق",
        "\u05e9\u05dc\u05d5\u05dd",
        "你",
        "\ud7ff",
        "𝕏",
        "a" * 200,
    ),
    *("<script>alert(1)</script>", '"><img src=x>', "&lt;b&gt;", "javascript:alert(1)"),
]


@pytest.fixture(autouse=True)
def terms() -> Policy:
    policy = make_policy(slug="terms", title="Terms <i>")
    make_version(policy, effective="2018-01-01", source="## Old\n\nA walrus.\n")
    make_version(policy, effective="2019-01-01", source=SOURCE)
    return policy


def test_a_hit_says_policy_section_version_and_date_and_leads_to_the_section() -> None:
    page = answer("rights")
    assert page.status_code == 200
    html = page.content.decode()
    assert '<a href="/terms/#your-rights" lang="en-US" dir="ltr">' in html
    assert "Many <mark>rights</mark>. Ask for them." in html
    said = words(html)
    assert "1 place has “rights”" in said
    assert "Terms <i> · Version 2 · In force since December 31, 2018" in said
    assert [mark.text for mark in elements(html, "mark")] == ["rights", "rights"]


def test_an_earlier_hit_says_until_when_it_was_in_force() -> None:
    assert addresses("walrus") == []
    html = answer("walrus", earlier=1).content.decode()
    assert "/terms/versions/1/#old" in html
    assert "Version 1 · In force from December 31, 2017" in words(html)
    assert "checked" in html


def test_a_notice_says_that_it_is_one() -> None:
    make_notice(summary="A new walrus.", what_to_do="Feed the walrus.")
    html = answer("walrus").content.decode()
    assert 'href="/notices/1/"' in html
    assert "Notice 1 · " in words(html)
    assert "Feed the walrus." in words(html)


def test_what_is_found_is_escaped() -> None:
    html = answer("collect address").content.decode()
    assert "1. What we &lt;b&gt;<mark>collect</mark>&lt;/b&gt; &amp; keep" in html
    assert "Terms &lt;i&gt;" in html
    assert "an <mark>address</mark> &amp; a name" in html


def test_nothing_typed_is_the_form_alone() -> None:
    for address in ("/search/", "/search/?q=", "/search/?q=+%00+"):
        page = Client().get(address)
        assert page.status_code == 200
        assert "Words in our policies and notices" in words(page.content.decode())
        assert "Nothing has" not in words(page.content.decode())


def test_nothing_found_offers_near_spellings_and_the_sections() -> None:
    html = answer("rihgts").content.decode()
    said = words(html)
    assert "Nothing has “rihgts”" in said
    assert '<a href="/search/?q=rights"><bdi>rights</bdi></a>' in html
    assert 'href="/terms/#your-rights">2. Your rights' in html
    assert "an earlier version" in said


def test_words_that_never_stand_together_are_offered_apart() -> None:
    html = answer("address rights").content.decode()
    assert '/search/?q=address"' in html
    assert '/search/?q=rights"' in html
    html = answer("rights zzzzzz").content.decode()
    assert '/search/?q=rights"' in html
    assert '/search/?q=zzzzzz"' not in html


def test_a_wrong_word_does_not_hide_those_that_are_right() -> None:
    html = answer("rihgts of my address").content.decode()
    assert '/search/?q=rights"' in html
    assert '/search/?q=address"' in html


def test_no_spelling_is_offered_for_the_shortest_words() -> None:
    """Nobody knows which of them stand in a text, and "ask" is near to "as"."""
    html = answer("as zzzzzz").content.decode()
    assert "Look for:" not in words(html)


def test_what_has_no_word_is_said() -> None:
    for text in ("🍪", '"', "***"):
        assert "There is no word in it to look for." in words(
            answer(text).content.decode()
        )


@pytest.mark.parametrize("text", HOSTILE)
def test_whatever_is_typed_gets_a_polite_answer(text: str) -> None:
    for more in ({}, {"earlier": 1}, {"earlier": "x"}):
        page = answer(text, **more)
        assert page.status_code == 200
        html = page.content.decode()
        assert "<script>alert" not in html
        assert "<img src=x" not in html
        box = next(each for each in elements(html, "input") if each["name"] == "q")
        assert box["value"] == " ".join(text.replace("\0", " ").split())


def test_a_query_that_is_too_long_is_refused_and_comes_back_cut() -> None:
    for length in (MOST_CHARACTERS + 1, 10_000):
        page = answer("r" * length)
        assert page.status_code == 400
        html = page.content.decode()
        assert "That is more than can be looked for" in words(html)
        assert f'value="{"r" * MOST_CHARACTERS}"' in html


def test_more_words_than_count_are_named() -> None:
    text = " ".join(f"rights{number}" for number in range(MOST_WORDS + 5))
    assert f"Only the first {MOST_WORDS} words count." in words(
        answer(text).content.decode()
    )


def test_bytes_that_are_no_text_are_answered_too() -> None:
    for query in ("q=%ff%fe", "q=%C3%28", "q=a&q=b", "q[]=a", "%00=1", "q=%E0%80%80"):
        assert Client().get(f"/search/?{query}").status_code == 200


def test_hits_come_in_pages_that_keep_the_query() -> None:
    for number in range(23):
        make_version(
            make_policy(slug=f"policy-of-{number}"),
            source=f"## H{number}\n\nYak & co.\n",
        )
    first = answer("yak & co", earlier=1)
    assert len(addresses("yak & co", earlier=1)) == 10
    html = first.content.decode()
    assert 'href="?q=yak+%26+co&amp;earlier=1&amp;page=2" rel="next"' in html
    last = answer("yak & co", earlier=1, page=3).content.decode()
    assert "Page 3 of 3" in words(last)
    assert 'start="21"' in last
    seen = [a for page in (1, 2, 3) for a in addresses("yak", page=page)]
    assert len(set(seen)) == len(seen) == 23


def test_more_than_are_looked_at_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    said = "There may be more"
    assert said not in answer("rights").content.decode()
    for place in ("policy.search.finding", "policy.views.search"):
        monkeypatch.setattr(f"{place}.MOST_CANDIDATES", 1)
    assert said in answer("rights").content.decode()


@pytest.mark.parametrize("page", ["0", "2", "-1", "x", "9" * 50, "١"])
def test_a_page_that_is_not_there_is_404(page: str) -> None:
    assert answer("rights", page=page).status_code == 404


def test_other_methods_are_refused() -> None:
    for method in ("post", "put", "delete", "patch"):
        assert getattr(Client(), method)("/search/?q=rights").status_code == 405
    assert Client().head("/search/?q=rights").status_code == 200


@pytest.mark.parametrize("visitor", VISITORS, ids=lambda visitor: visitor.__name__)
def test_everybody_gets_the_same_bytes_and_no_cookie(visitor: type[Client]) -> None:
    page = visitor().get("/search/?q=rights")
    assert page.content == answer("rights").content
    assert not page.cookies


def test_what_somebody_looks_for_is_kept_nowhere(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    page = answer("confidential-word")
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["Referrer-Policy"] == "strict-origin"
    answer("confidential-word", page=99)
    answer("confidential-word" * 20)
    assert "confidential-word" not in caplog.text
    assert not any("/search/" in kept.address.path for kept in store.contents())


def test_no_analytics_is_told_of_it(settings: LazySettings) -> None:
    settings.GOOGLE_ANALYTICS_GTAG_PROPERTY_ID = "G-ABC1234567"
    html = answer("rights").content.decode()
    assert "<script" not in html
    assert "google" not in answer("rights").headers["Content-Security-Policy"]


def test_every_page_has_the_search_box() -> None:
    for address in ("/", "/terms/", "/notices/", "/cookies/", "/nothing/"):
        html = Client().get(address).content.decode()
        box = next(each for each in elements(html, "input") if each["name"] == "q")
        assert "search" in box.inside
        assert box["aria-label"] == "Search policies and notices"
        assert '<search role="search">' in html


def test_a_page_costs_two_queries_in_a_worker(
    monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    monkeypatch.setattr(background, "is_running", lambda: True)
    for query in ("q=little&earlier=1", "q=rihgts", "q=little", "q="):
        Client().get(f"/search/?{query}")
        expected = {"q=rihgts": 1, "q=": 0}.get(query, 2)
        with django_assert_num_queries(expected):
            Client().get(f"/search/?{query}")
