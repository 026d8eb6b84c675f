"""What changed between two versions."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.test import Client

from policy import turns
from policy.changenotes import MOST_SHOWN
from policy.models import Policy, StoredRedline
from policy.publishing import withdraw
from tests.desk import text_of
from tests.factories import (
    make_draft,
    make_policy,
    make_staff,
    make_upcoming,
    make_version,
)
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
    assert "From version 1, in force from January 1, 2018 to January 1, 2019" in page
    assert "to version 2, in force from January 1, 2019 to January 1, 2020" in page
    assert "1 change" in page
    assert "“may” became “will”" in page
    html = answer.content.decode()
    assert [e.tag for e in elements(html) if e.tag in ("ins", "del")]


def test_a_policy_waits_for_no_stylesheet_of_redlines(
    client: Client, terms: Policy
) -> None:
    sheet = '<link rel="stylesheet" href="/static/more.css">'
    assert sheet in client.get("/terms/compare/1...2/").content.decode()
    assert sheet not in client.get("/terms/").content.decode()


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
    ("address", "permanent"),
    [
        ("/terms/compare/01...02/", "/terms/compare/1...2/"),
        ("/terms/compare/003...1/", "/terms/compare/1...3/"),
        ("/terms/versions/0002/", "/terms/versions/2/"),
    ],
)
def test_another_spelling_of_a_number_leads_to_the_permanent_address(
    client: Client, terms: Policy, address: str, permanent: str
) -> None:
    answer = client.get(address)
    assert answer.status_code == 302
    assert answer.headers["Location"] == permanent


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
    with turns.costly.take():
        answer = client.get("/terms/compare/1...3/")
        assert answer.status_code == 503
        assert answer.headers["Retry-After"]
        # What is stored needs no turn.
        assert client.get("/terms/compare/1...2/").status_code == 200


def links(client: Client, address: str) -> dict[str, str]:
    """The address of every link of a page, by its words."""
    html = client.get(address).content.decode()
    return {" ".join(e.text.split()): e["href"] for e in elements(html, "a")}


def test_the_page_leads_to_what_changed_before_and_next(
    client: Client, terms: Policy
) -> None:
    first, second = (
        links(client, f"/terms/compare/{pair}/") for pair in ("1...2", "2...3")
    )
    before = "What changed before: from version 1 to 2"
    after = "What changed next: from version 2 to 3"
    assert second[before] == "/terms/compare/1...2/"
    assert first[after] == "/terms/compare/2...3/"
    assert before not in first and after not in second


def test_a_form_asks_for_any_two_versions(client: Client, terms: Policy) -> None:
    html = client.get("/terms/compare/1...3/").content.decode()
    fields = {e["name"]: e for e in elements(html, "input")}
    assert (fields["from"]["value"], fields["to"]["value"]) == ("1", "3")
    assert 'action="/terms/compare/"' in client.get("/terms/versions/").content.decode()
    assert client.get("/terms/compare/").status_code == 200


@pytest.mark.parametrize(
    ("first", "second", "address"),
    [("1", "3", "1...3"), ("3", "1", "1...3"), (" 02 ", "2", "2...2")],
)
def test_the_form_leads_to_the_permanent_address(
    client: Client, terms: Policy, first: str, second: str, address: str
) -> None:
    answer = client.get("/terms/compare/", {"from": first, "to": second})
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/terms/compare/{address}/"


@pytest.mark.parametrize(
    ("first", "second", "status", "sentence"),
    [
        ("one", "2", 400, "Write the numbers of two versions, from 1 to 3."),
        ("1", "", 400, "Write the numbers of two versions, from 1 to 3."),
        ("-1", "2", 400, "Write the numbers of two versions, from 1 to 3."),
        ("1", "²", 400, "Write the numbers of two versions, from 1 to 3."),
        ("1", "\x00", 400, "Write the numbers of two versions, from 1 to 3."),
        ("1", "4", 404, "There is no version 4: the newest is 3."),
        ("0", "2", 404, "There is no version 0: the newest is 3."),
        ("1", "9" * 5000, 404, "the newest is 3."),
    ],
)
def test_bad_numbers_get_the_form_again(
    client: Client, terms: Policy, first: str, second: str, status: int, sentence: str
) -> None:
    make_draft(terms)
    answer = client.get("/terms/compare/", {"from": first, "to": second})
    assert answer.status_code == status
    assert sentence in text_of(answer)
    fields = {e["name"]: e for e in elements(answer.content.decode(), "input")}
    assert fields["from"]["value"] == first
    if second.isprintable():
        assert fields["to"]["value"] == second


def test_the_form_rejects_other_methods_and_what_does_not_exist(
    client: Client, terms: Policy
) -> None:
    assert client.post("/terms/compare/").status_code == 405
    make_draft(make_policy(slug="no-policy"))
    for slug in ("no-policy", "nobody"):
        assert client.get(f"/{slug}/compare/?from=1&to=2").status_code == 404


def test_a_single_version_has_no_form(client: Client) -> None:
    make_version(make_policy(slug="single"))
    html = client.get("/single/versions/").content.decode()
    assert "/single/compare/" not in html


def test_other_versions_lead_to_what_differs_from_the_one_in_force(
    client: Client, terms: Policy
) -> None:
    make_upcoming(terms)
    words = "Compare with the version in force"
    assert links(client, "/terms/versions/1/")[words] == "/terms/compare/1...3/"
    assert links(client, "/terms/versions/4/")[words] == "/terms/compare/3...4/"
    assert words not in links(client, "/terms/versions/3/")
    assert words not in links(client, "/terms/")


def test_where_nothing_is_in_force_there_is_nothing_to_compare_with(
    client: Client,
) -> None:
    make_upcoming(make_policy(slug="coming"))
    assert "Compare with the" not in text_of(client.get("/coming/versions/1/"))


def test_a_redline_says_that_a_version_was_withdrawn_or_is_not_in_force_yet(
    client: Client, terms: Policy
) -> None:
    withdraw(make_upcoming(terms), by=make_staff(), reason="No.")
    make_upcoming(terms, days=60)
    page = text_of(client.get("/terms/compare/3...4/"))
    assert "From version 3, in force since January 1, 2020" in page
    assert "to version 4, withdrawn before it took force: announced on" in page
    page = text_of(client.get("/terms/compare/4...5/"))
    assert "From version 4, withdrawn before it took force" in page
    assert "to version 5, not in force yet: takes effect on" in page


def test_readers_are_led_past_what_was_withdrawn(client: Client, terms: Policy) -> None:
    withdraw(make_upcoming(terms), by=make_staff(), reason="No.")
    make_upcoming(terms, days=60)
    assert links(client, "/terms/versions/5/")["See what changed"] == (
        "/terms/compare/3...5/"
    )
    history = links(client, "/terms/versions/")
    assert history["See what changed in version 5"] == "/terms/compare/3...5/"
    assert history["See what changed in version 4"] == "/terms/compare/3...4/"
    after = "What changed next: from version 3 to 5"
    assert links(client, "/terms/compare/2...3/")[after] == "/terms/compare/3...5/"
    pairs = StoredRedline.objects.values_list("old__number", "new__number")
    assert (4, 5) in pairs


def test_what_follows_a_withdrawn_first_version_has_nothing_before_it(
    client: Client,
) -> None:
    policy = make_policy(slug="coming")
    withdraw(make_upcoming(policy), by=make_staff(), reason="No.")
    make_upcoming(policy, days=60)
    assert "See what changed" not in text_of(client.get("/coming/versions/2/"))


def test_every_change_note_on_the_way_is_shown(client: Client) -> None:
    policy = make_policy(slug="terms")
    for year in range(4):
        note = f"The note of {year}."
        make_version(policy, effective=f"{2001 + year}-01-01", change_note=note)
    withdraw(
        make_upcoming(policy, change_note="Called off."), by=make_staff(), reason="No."
    )
    make_upcoming(policy, days=60, change_note="The newest note.")
    answer = client.get("/terms/compare/1...4/")
    page = text_of(answer)
    assert "In the words of 3 change notes:" in page
    assert "Version 4, December 31, 2003: The note of 3. Version 3" in page
    assert "The note of 0." not in page
    assert "change-notes" not in answer.content.decode()
    answer = client.get("/terms/compare/1...6/")
    assert "In the words of 4 change notes" in text_of(answer)
    assert "Called off." not in text_of(answer)
    assert '<details class="change-notes">' in answer.content.decode()
    page = text_of(client.get("/terms/compare/4...5/"))
    assert "In the words of its change note: Called off." in page
    page = text_of(client.get("/terms/compare/4...6/"))
    assert "In the words of its change note: The newest note." in page
    assert "change note" not in text_of(client.get("/terms/compare/2...2/"))


def test_of_very_many_change_notes_the_newest_are_shown(client: Client) -> None:
    policy = make_policy(slug="terms")
    count = MOST_SHOWN + 2
    for year in range(count):
        make_version(policy, effective=f"{1901 + year}-01-01", source="Words.")
    page = client.get(f"/terms/compare/1...{count}/").content.decode()
    assert "In the words of the newest change notes" in page
    assert "There are earlier ones." in page
    assert "All versions with their notes" in page
    listed = [e for e in elements(page, "li") if "details" in e.inside]
    assert len(listed) == MOST_SHOWN


def test_what_was_written_into_the_table_of_redlines_brings_no_script(
    client: Client, terms: Policy
) -> None:
    forged = (
        '<p onclick="x()">Words.<script>alert(1)</script></p>'
        '<a href="javascript:x()">Here</a><iframe src="/"></iframe>'
        '<details class="redline-fold" open><summary>One</summary></details>'
    )
    StoredRedline.objects.update(html=forged)
    html = client.get("/terms/compare/1...2/").content.decode()
    for bad in ("onclick", "alert(1)", "javascript:", "<iframe", " open"):
        assert bad not in html
    assert "<p>Words.</p>" in html
