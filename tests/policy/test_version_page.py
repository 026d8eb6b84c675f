"""/<policy>/versions/<n>/: one version, for ever, and where it stands."""

from __future__ import annotations

import pytest
import time_machine
from django.test import Client

from policy.models import Policy
from policy.publishing import withdraw
from tests.factories import (
    make_draft,
    make_policy,
    make_staff,
    make_upcoming,
    make_version,
    moment,
)
from tests.html import elements, words
from tests.policy.test_policy_page import read

pytestmark = pytest.mark.django_db

SECRET = "The merger is not announced."


@pytest.fixture
def policy() -> Policy:
    """Version 1 is superseded, version 2 in force."""
    policy = make_policy(slug="terms", title="Terms")
    make_version(policy, effective="2018-01-01 06:00", source="Old words.")
    make_version(policy, effective="2020-04-17 05:00", source="New words.")
    return policy


def canonical(html: str) -> list[str]:
    return [e["href"] for e in elements(html, "link") if e["rel"] == "canonical"]


def test_a_superseded_version_says_when_it_was_in_force(
    client: Client, policy: Policy
) -> None:
    html = read(client, "/terms/versions/1/")
    assert (
        "Superseded. In force from January 1, 2018 to April 17, 2020. "
        "Read the version in force" in words(html)
    )
    assert "Old words." in html
    assert "noindex" in html
    assert canonical(html) == ["http://localhost:8000/terms/"]
    assert elements(html, "title")[0].text.startswith("Terms, version 1 · ")


def test_the_version_in_force_says_since_when(client: Client, policy: Policy) -> None:
    html = read(client, "/terms/versions/2/")
    assert "In force. In force since April 17, 2020." in words(html)
    assert "noindex" not in html
    assert canonical(html) == ["http://localhost:8000/terms/"]


def test_an_upcoming_version_says_from_when(client: Client, policy: Policy) -> None:
    make_version(policy, effective="2100-01-02 06:00")
    html = read(client, "/terms/versions/3/")
    assert "Upcoming. Takes effect on January 2, 2100." in words(html)
    assert "noindex" in html


def test_a_withdrawn_version_says_that_it_never_was_in_force(
    client: Client, policy: Policy
) -> None:
    upcoming = make_upcoming(policy)
    withdraw(upcoming, by=make_staff(username="pat"), reason="A <court> forbade it.")
    html = read(client, "/terms/versions/3/")
    text = words(html)
    assert "Withdrawn. Announced on " in text
    assert ", never in force. Reason: A <court> forbade it." in text
    assert "A &lt;court&gt;" in html
    assert "noindex" in html
    assert "pat" not in text.split()


def test_the_same_address_changes_its_standing_with_time(client: Client) -> None:
    policy = make_policy(slug="terms")
    make_version(policy, effective="2100-01-02")
    make_version(policy, effective="2101-01-02")
    said = []
    for day in ("2099-01-01", "2100-01-02", "2101-01-02"):
        with time_machine.travel(moment(day), tick=False):
            said.append(words(read(client, "/terms/versions/1/")))
    assert "Upcoming." in said[0]
    assert "In force since" in said[1]
    assert "Superseded." in said[2]


# --- Drafts never leak ---


@pytest.fixture
def draft_beside(policy: Policy) -> Policy:
    make_draft(policy, source=SECRET, change_note=SECRET, reason=SECRET)
    return policy


@pytest.mark.parametrize("signed_in", [False, True])
@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/terms/",
        "/terms/versions/",
        "/terms/versions/2/",
        "/notices/",
        "/nothing/",
    ],
)
def test_no_public_page_knows_a_draft(
    client: Client, draft_beside: Policy, address: str, signed_in: bool
) -> None:
    if signed_in:
        client.force_login(make_staff(is_superuser=True))
    html = client.get(address).content.decode()
    assert SECRET not in html
    assert "Draft" not in html
    assert "/admin/policy" not in html


def test_a_draft_has_no_number_and_no_address(
    client: Client, draft_beside: Policy
) -> None:
    client.force_login(make_staff(is_superuser=True))
    assert client.get("/terms/versions/3/").status_code == 404
    draft = draft_beside.versions.drafts().get()
    assert client.get(f"/terms/versions/{draft.pk}/").status_code in (200, 404)
    assert SECRET not in client.get(f"/terms/versions/{draft.pk}/").content.decode()


def test_a_policy_with_a_draft_alone_is_nowhere(client: Client) -> None:
    make_draft(make_policy(slug="secret-plan", title="Secret plan"))
    for address in ("/", "/notices/", "/nothing/"):
        html = client.get(address).content.decode()
        assert "Secret plan" not in html
        assert "secret-plan" not in html
