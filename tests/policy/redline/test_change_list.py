"""The list of changes on the page of a comparison."""

from __future__ import annotations

import pytest
from django.test import Client

from policy.models import Policy
from policy.models.derived import MOST_LISTED
from tests.factories import make_policy, make_version
from tests.html import elements, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def terms() -> Policy:
    return make_policy(slug="terms", title="Terms")


def publish(policy: Policy, *sources: str) -> None:
    for year, source in enumerate(sources, start=2018):
        make_version(policy, effective=f"{year}-01-01 06:00", source=source)


def page(client: Client) -> str:
    return client.get("/terms/compare/1...2/").content.decode()


def test_changes_stand_under_their_sections_and_are_numbered_through(
    client: Client, terms: Policy
) -> None:
    old = "## 1. About\n\nWe may share it, or not.\n\n## 2. Your rights\n\nAsk us."
    new = "## 1. About\n\nWe will share it, if not.\n\n## 2. Your rights\n\nTell us."
    publish(terms, old, new)
    html = page(client)
    headings = [e.text for e in elements(html, "h3")]
    assert headings == ["Section 1, About", "Section 2, Your rights"]
    lists = [e for e in elements(html, "ol") if e["class"] == "redline-changes"]
    assert [e["start"] for e in lists] == ["1", "3"]
    assert [words(e.text) for e in lists] == [
        "“may” became “will” “or” became “if” after “will share it,”",
        "“Ask” became “Tell”",
    ]


def test_a_long_list_is_cut_and_says_how_much_is_left(
    client: Client, terms: Policy
) -> None:
    count = MOST_LISTED + 2
    old = "\n\n".join(f"Paragraph {n} says that we may do it." for n in range(count))
    publish(terms, old, old.replace("may", "will"))
    html = page(client)
    (found,) = [e for e in elements(html, "ol") if e["class"] == "redline-changes"]
    assert found.text.count("became") == MOST_LISTED
    assert "302 changes" in words(html)
    assert "And 2 more, marked in the text." in words(html)
    assert {f"change-{count}", f"change-{MOST_LISTED}"} <= {
        element["id"] for element in elements(html)
    }
