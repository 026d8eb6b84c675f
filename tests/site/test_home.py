"""/: policies in force, the latest change, what is upcoming, ways to act."""

from __future__ import annotations

import pytest
from django.test import Client

from policy.publishing import withdraw
from tests.factories import (
    make_draft,
    make_policy,
    make_staff,
    make_upcoming,
    make_version,
)
from tests.html import elements, words
from tests.policy.test_policy_page import read

pytestmark = pytest.mark.django_db


def home(client: Client) -> str:
    return read(client, "/")


def test_an_empty_site_says_so(client: Client) -> None:
    text = words(home(client))
    assert "No policy is in force yet." in text
    assert "Latest change" not in text
    assert "Upcoming" not in text


def test_it_lists_the_policies_in_force_in_their_order(client: Client) -> None:
    for order, title in [(2, "Second"), (1, "First"), (3, "Third"), (0, "Zeroth")]:
        policy = make_policy(title=title, order=order)
        make_version(policy, effective="2020-04-17 05:00")
    make_draft(make_policy(title="Secret"))
    html = home(client)
    titles = [e.text for e in elements(html, "h3")]
    assert titles == ["Zeroth", "First", "Second", "Third"]
    assert words(html).count("Version 1, in force since April 17, 2020") == 4
    assert "Secret" not in html


def test_the_latest_change_is_the_one_that_took_force_last(client: Client) -> None:
    make_version(
        make_policy(title="New"), effective="2024-01-01", change_note="Newest."
    )
    make_version(
        make_policy(title="Old"), effective="2020-01-01", change_note="Oldest."
    )
    text = words(home(client))
    assert "Latest change New, version 1 ·" in text
    assert "Newest." in text
    assert "Oldest." not in text


def test_it_says_what_takes_effect_next(client: Client) -> None:
    policy = make_policy(title="Terms")
    make_version(policy)
    later, sooner = make_upcoming(days=60), make_upcoming(policy, days=30)
    withdraw(make_upcoming(days=1), by=make_staff(), reason="No.")
    html = home(client)
    links = [e["href"] for e in elements(html, "a")]
    coming = [
        href for href in links if "/versions/" in href and href[-3].isalpha() is False
    ]
    assert coming.index(sooner.get_absolute_url()) < coming.index(
        later.get_absolute_url()
    )
    assert words(html).count("takes effect on") == 2


def test_it_leads_to_what_a_visitor_can_do(client: Client) -> None:
    links = {e["href"] for e in elements(home(client), "a") if "main" in e.inside}
    assert {"/cookies/", "/notices/", "tel:+18003451642"} <= links


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_it_can_only_be_read(client: Client, method: str) -> None:
    assert getattr(client, method)("/").status_code == 405
