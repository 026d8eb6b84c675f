"""/<policy>/: the version in force, and what a reader is told beside it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from policy.anchors import PAGE_IDS, PAGE_PREFIXES
from policy.models import Policy, Review
from policy.publishing import publish, withdraw
from tests.factories import (
    make_draft,
    make_notice,
    make_policy,
    make_ready,
    make_staff,
    make_upcoming,
    make_version,
    moment,
)
from tests.html import elements, words

pytestmark = pytest.mark.django_db

TEXT = (
    "## 1. What we collect\n\nVery little.\n\n"
    "### Cookies\n\nFew.\n\n## 2. Your rights\n"
)


def read(client: Client, address: str = "/terms/") -> str:
    answer: Any = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()  # type: ignore[no-any-return]


def dates(html: str) -> list[str]:
    """What stands in the line under the title."""
    texts = [span.text for span in elements(html, "span") if span.inside[-1] == "p"]
    return [text for text in texts if text.startswith(("Effective", "Wording", "Last"))]


@pytest.fixture
def policy() -> Policy:
    return make_policy(slug="terms", title="Terms", company="Us")


def test_it_shows_the_version_in_force(client: Client, policy: Policy) -> None:
    make_version(policy, effective="2018-01-01", source="Old words.")
    make_version(policy, effective="2020-04-17 05:00", source=TEXT)
    make_upcoming(policy)
    make_draft(policy, source="Draft words.")
    text = words(read(client))
    assert "Very little." in text
    assert "Effective April 17, 2020" in text
    assert "Version 2" in text
    for other in ("Old words.", "Draft words.", "Upcoming"):
        assert other not in text


def test_its_title_is_the_heading_and_the_name_of_the_page(
    client: Client, policy: Policy
) -> None:
    make_version(policy, source=f"# Terms\n\n{TEXT}")
    html = read(client)
    assert [heading.text for heading in elements(html, "h1")] == ["Terms"]
    assert elements(html, "title")[0].text == "Terms · Centene Corporation"


def test_it_is_found_by_search_engines_under_its_own_address(
    client: Client, policy: Policy
) -> None:
    make_version(policy)
    html = read(client)
    links = [e["href"] for e in elements(html, "link") if e["rel"] == "canonical"]
    assert links == ["http://localhost:8000/terms/"]
    assert "noindex" not in html


def test_the_contents_lead_to_every_section(client: Client, policy: Policy) -> None:
    make_version(policy, source=TEXT)
    html = read(client)
    listed = [e["href"] for e in elements(html, "a") if e.inside[-2:] == ["ul", "li"]]
    contents = [href for href in listed if href.startswith("#")]
    assert contents == ["#what-we-collect", "#cookies", "#your-rights", "#contact"]
    ids = [element["id"] for element in elements(html) if element["id"]]
    assert len(set(ids)) == len(ids), "an id stands twice"
    assert {href[1:] for href in contents} <= set(ids)
    permalinks = [e["href"] for e in elements(html, "a") if e["class"] == "permalink"]
    assert permalinks == contents[:3]


def test_the_ids_of_the_page_are_all_reserved(client: Client, policy: Policy) -> None:
    """So that no heading can take one: see policy/anchors.py."""
    version = make_version(policy, source="## Only\n")
    make_notice(version=version)
    ids = {element["id"] for element in elements(read(client)) if element["id"]}
    own = {name for name in ids - {"only"} if not name.startswith(PAGE_PREFIXES)}
    assert own <= PAGE_IDS, own - PAGE_IDS


def test_the_text_carries_its_language_and_direction(
    client: Client, policy: Policy
) -> None:
    make_version(policy, language="ar", source="## مرحبا\n")
    (prose,) = [e for e in elements(read(client), "div") if e["class"] == "prose"]
    assert (prose["lang"], prose["dir"]) == ("ar", "rtl")


def test_it_says_how_to_have_it_in_another_form(client: Client, policy: Policy) -> None:
    make_version(policy)
    html = read(client)
    assert (
        "Need this in large print, braille, audio or another language? "
        "Call 1-800-345-1642." in words(html)
    )
    assert any(link["href"] == "tel:+18003451642" for link in elements(html, "a"))


def test_the_contact_box_is_filled_from_the_settings(
    client: Client, policy: Policy, settings: Any
) -> None:
    make_version(policy)
    assert "mailto:" not in read(client)
    settings.PRIVACY_EMAIL = "privacy@example.com"
    html = read(client)
    assert any(e["href"] == "mailto:privacy@example.com" for e in elements(html, "a"))
    assert "7700 Forsyth Boulevard" in html


def test_it_seals_the_version_with_hash_and_permanent_address(
    client: Client, policy: Policy
) -> None:
    first = make_version(policy, effective="2018-01-01")
    second = make_version(policy)
    html = read(client)
    assert [code.text for code in elements(html, "code")] == [
        second.digest,
        first.digest,
    ]
    assert "http://localhost:8000/terms/versions/2/" in words(html)


def test_the_change_note_is_escaped(client: Client, policy: Policy) -> None:
    make_version(policy, change_note="<script>alert(1)</script>")
    html = read(client)
    assert "&lt;script&gt;alert(1)" in html
    assert "<script>" not in html


def test_an_import_says_that_nobody_here_witnessed_it(
    client: Client, policy: Policy
) -> None:
    version = make_version(policy)
    assert version.published_at is not None
    local = version.published_at.astimezone(policy.zone)
    day = f"{local:%B} {local.day}, {local.year}"
    sentence = f"Imported on {day}; this site did not witness its publication."
    assert sentence in words(read(client))


def test_what_was_published_here_says_nothing_of_an_import(
    client: Client, policy: Policy
) -> None:
    publish(make_ready(policy), by=make_staff())
    assert "did not witness" not in read(client)


# --- The three dates ---


def test_the_effective_date_is_that_of_the_meaning(
    client: Client, policy: Policy
) -> None:
    make_version(policy, effective="2020-04-17 05:00", material=True)
    make_version(policy, effective="2021-05-01 05:00", material=False)
    make_version(policy, effective="2022-06-02 05:00", material=False)
    assert dates(read(client)) == [
        "Effective April 17, 2020",
        "Wording corrected June 2, 2022 (meaning unchanged)",
    ]
    assert dates(read(client, "/terms/versions/2/")) == [
        "Effective April 17, 2020",
        "Wording corrected May 1, 2021 (meaning unchanged)",
    ]


def test_a_first_version_has_a_meaning_even_if_it_is_editorial(
    client: Client, policy: Policy
) -> None:
    make_version(policy, effective="2020-04-17 05:00", material=False)
    assert dates(read(client)) == ["Effective April 17, 2020"]


def test_a_withdrawn_material_version_gives_no_date(
    client: Client, policy: Policy
) -> None:
    make_version(policy, effective="2020-04-17 05:00")
    withdraw(make_upcoming(policy, days=1), by=make_staff(), reason="No.")
    days = timezone.now() + timedelta(days=2)
    make_version(policy, effective_at=days, material=False)
    with time_machine.travel(days + timedelta(days=1)):
        given = dates(read(client, "/terms/versions/3/"))
    assert given[0] == "Effective April 17, 2020"


def test_what_is_not_in_force_claims_no_dates(client: Client, policy: Policy) -> None:
    make_version(policy, effective="2020-04-17 05:00")
    withdraw(make_upcoming(policy, days=1), by=make_staff(), reason="No.")
    make_upcoming(policy, days=2)
    for number in (2, 3):
        assert dates(read(client, f"/terms/versions/{number}/")) == []


def test_it_says_when_it_was_last_reviewed(client: Client, policy: Policy) -> None:
    version = make_version(policy, effective="2020-04-17 05:00")
    for day in ("2026-02-03 12:00", "2026-01-02 12:00"):
        Review.objects.create(
            version=version,
            reviewed_at=moment(day),
            reviewed_by=make_staff(),
            reviewed_by_name="pat",
        )
    html = read(client)
    assert dates(html) == ["Effective April 17, 2020", "Last reviewed February 3, 2026"]
    assert "pat" not in words(html).split()


@pytest.mark.parametrize(
    ("zone", "text"),
    [
        ("America/Chicago", "Effective April 16, 2020, 10 p.m. CDT"),
        ("Asia/Tokyo", "Effective April 17, 2020, noon JST"),
        ("UTC", "Effective April 17, 2020, 3 a.m. UTC"),
    ],
)
def test_moments_are_shown_in_the_time_zone_of_the_policy(
    client: Client, zone: str, text: str
) -> None:
    make_version(
        make_policy(slug="terms", time_zone=zone), effective="2020-04-17 03:00"
    )
    assert dates(read(client)) == [text]


# --- Before the first version, and bad addresses ---


def test_before_the_first_takes_force_it_says_what_is_coming(
    client: Client, policy: Policy
) -> None:
    upcoming = make_upcoming(policy)
    make_upcoming(policy, days=60)
    html = read(client)
    assert "No version of this policy is in force yet." in words(html)
    assert "Version 1 takes effect on " in words(html)
    assert any(e["href"] == upcoming.get_absolute_url() for e in elements(html, "a"))
    assert "noindex" in html


def test_after_the_only_one_was_withdrawn_nothing_is_coming(
    client: Client, policy: Policy
) -> None:
    withdraw(make_upcoming(policy), by=make_staff(), reason="No.")
    text = words(read(client))
    assert "No version of this policy is in force yet." in text
    assert "takes effect on" not in text


@pytest.mark.parametrize(
    "address",
    [
        "/terms/",
        "/terms/versions/",
        "/terms/versions/1/",
        "/terms/versions/0/",
        f"/terms/versions/{'9' * 30}/",
        f"/terms/versions/{'9' * 5000}/",
        "/terms/versions/-1/",
        "/terms/versions/1.5/",
        "/terms/versions/one/",
        "/nobody/",
        "/nobody/versions/",
        "/TERMS/",
        "/te%00rms/",
        "/terms%2Fversions/",
        "/%F0%9F%94%92/",
        f"/{'x' * 3000}/",
    ],
)
def test_what_is_not_published_is_not_found(
    client: Client, policy: Policy, address: str
) -> None:
    make_draft(policy)
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    "address", ["/terms/", "/terms/versions/", "/terms/versions/1/"]
)
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_it_can_only_be_read(
    client: Client, policy: Policy, address: str, method: str
) -> None:
    make_version(policy)
    answer = getattr(client, method)(address)
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "GET, HEAD"
