"""Whatever is typed, the answer is a page, and nothing of it is more than text."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from policy.search.asking import read
from policy.search.snippets import marked, snippet
from tests.factories import make_policy, make_version
from tests.html import elements, words
from tests.policy.search.finding import answer

pytestmark = pytest.mark.django_db

PARTS = st.sampled_from(
    [
        *('"', "(", ")", "*", ":", "-", "AND", "NOT", "NEAR", "\0", "'", "\\", "<b>"),
        *("rights", "cookie", "e-mail", "“", "”", "&", "|", "!", "🍪", "个人", "ﬁ"),
    ]
)
TYPED = st.one_of(
    st.text(max_size=300), st.lists(PARTS, max_size=40).map("".join), st.lists(PARTS)
).map(lambda typed: typed if isinstance(typed, str) else " ".join(typed))


class AnyText(TestCase):
    """One site, asked again and again."""

    @classmethod
    def setUpTestData(cls) -> None:
        source = "## Your rights\n\nCookies, e-mail & <b>个人信息</b>: ﬁle.\n"
        make_version(make_policy(slug="terms"), source=source)

    @settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow])
    @given(typed=TYPED, earlier=st.booleans())
    def test_any_text_gets_a_page_and_stays_text(
        self, typed: str, earlier: bool
    ) -> None:
        page = answer(typed, **({"earlier": 1} if earlier else {}))
        assert page.status_code in (200, 400)
        html = page.content.decode()
        tags = {element.tag for element in elements(html)}
        assert tags <= KNOWN_TAGS
        assert "<b>" not in html


KNOWN_TAGS = {
    *("html", "head", "meta", "title", "link", "body", "section", "div", "form"),
    *("input", "button", "header", "a", "span", "label", "nav", "ul", "li", "search"),
    *("main", "h1", "h2", "h3", "p", "ol", "bdi", "mark", "footer", "address"),
    *("strong", "br", "img", "svg"),
}


@given(text=st.text(max_size=600), typed=TYPED)
def test_what_is_shown_of_a_text_is_that_text(text: str, typed: str) -> None:
    terms = read(typed).terms
    assert words(marked(text, terms)) == words(plain(text))
    shown = words(snippet(text, terms)).strip(" …")
    assert shown in words(plain(text)) or not shown


def plain(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


@given(text=st.text(min_size=1, max_size=100))
def test_a_word_of_a_text_is_marked_in_it(text: str) -> None:
    for term in read(text.replace('"', " ")).terms:
        assert "<mark>" in marked(text, [term])
