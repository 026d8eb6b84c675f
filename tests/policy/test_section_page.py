"""One section through time, and since when each part of a version reads as it does."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.test import Client

from policy.models import Policy, UnchangedSince
from policy.publishing import withdraw
from policy.views.sections import READINGS_PER_PAGE
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


@pytest.fixture
def terms() -> Policy:
    """Rights: kept from 1 to 2, other in 3, gone in 4, back as in 1 in 5."""
    policy = make_policy(slug="terms", title="Terms")
    rights = ["Many.", "Many.", "Few.", None, "Many."]
    for year, words in enumerate(rights, start=2018):
        source = f"## 1. About\n\nAs of {year}.\n"
        if words:
            source += f"\n## 2. Your rights\n\n{words}\n"
        make_version(policy, effective=f"{year}-01-01 06:00", source=source)
    return policy


def notes(client: Client, number: int) -> list[str]:
    html = client.get(f"/terms/versions/{number}/").content.decode()
    return [e.text for e in elements(html, "p") if e["class"] == "since"]


def test_each_section_says_since_when_it_reads_so(
    client: Client, terms: Policy
) -> None:
    assert notes(client, 1) == []
    assert notes(client, 2) == [
        "In this wording since this version: 1. About",
        "Unchanged since version 1, January 1, 2018: 2. Your rights",
    ]
    assert notes(client, 3)[1].startswith("In this wording since this version")
    assert notes(client, 5)[1].startswith("In this wording since this version")


def test_a_withdrawn_version_does_not_count(client: Client, terms: Policy) -> None:
    """Nor does one that is withdrawn after its successor was published."""
    source = "## 2. Your rights\n\nNone.\n"
    second = make_upcoming(terms, days=10, source=source)
    make_upcoming(terms, days=20, source=source)
    assert notes(client, 7)[0].startswith("Unchanged since version 6")
    withdraw(second, by=make_staff(), reason="No.")
    assert notes(client, 7)[0].startswith("In this wording since this version")


def test_derived_rows_can_be_made_again(terms: Policy) -> None:
    def rows() -> list[tuple[int, int]]:
        return list(
            UnchangedSince.objects.order_by("section").values_list("section", "version")
        )

    before = rows()
    UnchangedSince.objects.all().delete()
    call_command("rebuild_derived", verbosity=0)
    assert rows() == before


def test_the_page_shows_every_wording_the_newest_first(
    client: Client, terms: Policy
) -> None:
    page = text_of(client.get("/terms/sections/your-rights/"))
    assert "2. Your rights, through time" in page
    assert "This section has had 3 wordings." in page
    places = [
        page.index(words)
        for words in (
            "Version 5 · since January 1, 2022",
            "Version 3 · from January 1, 2020 to January 1, 2021",
            "Versions 1 to 2 · from January 1, 2018 to January 1, 2020",
        )
    ]
    assert places == sorted(places)


def test_ids_stand_once(client: Client, terms: Policy) -> None:
    html = client.get("/terms/sections/your-rights/").content.decode()
    ids = [element["id"] for element in elements(html) if element["id"]]
    assert len(ids) == len(set(ids))


def test_many_wordings_have_pages(client: Client) -> None:
    policy = make_policy(slug="terms")
    for year in range(READINGS_PER_PAGE + 1):
        make_version(policy, effective=f"{1950 + year}-01-01", source=f"## A\n\n{year}")
    assert "Page 1 of 2" in text_of(client.get("/terms/sections/a/"))
    assert "Version 1" in text_of(client.get("/terms/sections/a/?page=2"))
    assert client.get("/terms/sections/a/?page=3").status_code == 404


def test_a_version_links_to_the_page(client: Client, terms: Policy) -> None:
    html = client.get("/terms/").content.decode()
    assert 'href="/terms/sections/your-rights/"' in html


@pytest.mark.parametrize(
    "address",
    [
        "/terms/sections/nothing/",
        "/terms/sections/%00/",
        "/terms/sections/" + "x" * 3000 + "/",
        "/nobody/sections/about/",
    ],
)
def test_what_never_was_is_not_found(
    client: Client, terms: Policy, address: str
) -> None:
    assert client.get(address).status_code == 404


def test_it_rejects_other_methods(client: Client, terms: Policy) -> None:
    assert client.post("/terms/sections/about/").status_code == 405


def test_a_draft_leaves_no_trace(client: Client, terms: Policy) -> None:
    make_draft(terms, source="## Secret\n\nWords.\n")
    assert client.get("/terms/sections/secret/").status_code == 404


def test_a_return_to_an_earlier_wording_counts_from_the_return(client: Client) -> None:
    policy = make_policy(slug="terms")
    for year, words in enumerate(["Many.", "Few.", "Many.", "Many."], start=2018):
        source = f"## Your rights\n\n{words}\n"
        make_version(policy, effective=f"{year}-01-01 06:00", source=source)
    assert notes(client, 3) == ["In this wording since this version: Your rights"]
    assert notes(client, 4) == [
        "Unchanged since version 3, January 1, 2020: Your rights"
    ]
    page = text_of(client.get("/terms/sections/your-rights/"))
    assert "This section has had 3 wordings." in page
    places = [
        page.index(words)
        for words in (
            "Versions 3 to 4 · since January 1, 2020 Your rights Many.",
            "Version 2 · from January 1, 2019 to January 1, 2020 Your rights Few.",
            "Version 1 · from January 1, 2018 to January 1, 2019 Your rights Many.",
        )
    ]
    assert places == sorted(places)


def test_wordings_of_one_day_say_their_hours(client: Client) -> None:
    policy = make_policy(slug="terms")
    for hour, words in ((14, "Few."), (19, "Many.")):
        moment = f"2020-04-17 {hour}:30"
        make_version(policy, effective=moment, source=f"## Your rights\n\n{words}\n")
    page = text_of(client.get("/terms/sections/your-rights/"))
    assert "since April 17, 2020, 2:30 p.m. CDT" in page
    assert "from April 17, 2020, 9:30 a.m. CDT to April 17, 2020, 2:30 p.m. CDT" in page
