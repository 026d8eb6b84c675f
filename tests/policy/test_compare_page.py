"""What changed between two versions."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.test import Client

from policy import redlines, turns
from policy.models import Policy, StoredRedline
from tests.desk import text_of
from tests.factories import make_draft, make_policy, make_version
from tests.html import elements

pytestmark = pytest.mark.django_db

RIGHTS = "\n\n## 2. Your rights\n\nMany.\n"
TEXTS = [
    f"## 1. About\n\nWe may share it.{RIGHTS}",
    f"## 1. About\n\nWe will share it.{RIGHTS}",
    f"## 1. About\n\nWe will share it.{RIGHTS}\n## 3. New\n\nMore.\n",
]


@pytest.fixture
def terms() -> Policy:
    policy = make_policy(slug="terms", title="Terms")
    for year, source in enumerate(TEXTS, start=2018):
        make_version(policy, effective=f"{year}-01-01 06:00", source=source)
    return policy


def test_it_lists_changes_in_prose_and_marks_the_text(
    client: Client, terms: Policy
) -> None:
    answer = client.get("/terms/compare/1...2/")
    page = text_of(answer)
    assert "From version 1 (January 1, 2018) to version 2 (January 1, 2019)" in page
    assert "1 change" in page
    assert "“may” became “will”" in page
    html = answer.content.decode()
    assert [e.tag for e in elements(html) if e.tag in ("ins", "del")]


def test_each_listed_change_leads_to_its_place(client: Client, terms: Policy) -> None:
    html = client.get("/terms/compare/1...3/").content.decode()
    ids = {element["id"] for element in elements(html)}
    targets = {
        link["href"][1:] for link in elements(html, "a") if link["href"][:1] == "#"
    }
    assert {target for target in targets if target.startswith("change-")} <= ids
    assert len([i for i in ids if i.startswith("change-")]) >= 2


def test_neighbors_are_stored_at_publication(client: Client, terms: Policy) -> None:
    pairs = StoredRedline.objects.values_list("old__number", "new__number")
    assert sorted(pairs) == [(1, 2), (2, 3)]
    StoredRedline.objects.update(html="<p>Stored words.</p>")
    assert "Stored words." in text_of(client.get("/terms/compare/1...2/"))
    assert "Stored words." not in text_of(client.get("/terms/compare/1...3/"))
    assert StoredRedline.objects.count() == 2


def test_what_another_engine_stored_is_made_again(
    client: Client, terms: Policy
) -> None:
    StoredRedline.objects.update(html="<p>Stored words.</p>", engine=0)
    assert "Stored words." not in text_of(client.get("/terms/compare/1...2/"))
    call_command("rebuild_derived", verbosity=0)
    assert not StoredRedline.objects.filter(engine=0).exists()


def test_a_reversed_address_leads_to_the_redline(client: Client, terms: Policy) -> None:
    answer = client.get("/terms/compare/3...1/")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/terms/compare/1...3/"


def test_a_version_and_itself_say_the_same(client: Client, terms: Policy) -> None:
    page = text_of(client.get("/terms/compare/2...2/"))
    assert "0 changes" in page
    assert "The two versions say the same." in page


@pytest.mark.parametrize(
    "address",
    [
        "/terms/compare/1...9/",
        "/terms/compare/0...1/",
        "/terms/compare/1...99999999999999999999/",
        "/terms/compare/1..2/",
        "/terms/compare/one...two/",
        "/nobody/compare/1...2/",
    ],
)
def test_what_does_not_exist_is_not_found(
    client: Client, terms: Policy, address: str
) -> None:
    make_draft(terms)
    assert client.get(address).status_code == 404


def test_it_rejects_other_methods(client: Client, terms: Policy) -> None:
    assert client.post("/terms/compare/1...2/").status_code == 405


def test_while_another_is_made_it_asks_for_patience(
    client: Client, terms: Policy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "PATIENCE_SECONDS", 0)
    with redlines.comparing.take():
        answer = client.get("/terms/compare/1...3/")
        assert answer.status_code == 503
        assert answer.headers["Retry-After"]
        # What is stored needs no turn.
        assert client.get("/terms/compare/1...2/").status_code == 200
