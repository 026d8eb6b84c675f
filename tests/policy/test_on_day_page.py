"""What was in force on a day: any day, in the policy's time zone."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from policy.days import parse_day, span
from policy.models import Policy
from policy.publishing import withdraw
from tests.desk import text_of
from tests.factories import (
    make_draft,
    make_policy,
    make_staff,
    make_upcoming,
    make_version,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def terms() -> Policy:
    return make_policy(slug="terms", title="Terms")


def test_it_shows_the_version_in_force_on_that_day(
    client: Client, terms: Policy
) -> None:
    make_version(terms, effective="2018-01-01 06:00", source="Old words.")
    make_version(terms, effective="2020-04-17 05:00", source="New words.")
    page = text_of(client.get("/terms/on/2020-04-16/"))
    assert "In force on April 16, 2020" in page
    assert "Old words." in page
    assert "New words." not in page


def test_a_day_begins_at_midnight_of_the_policys_time_zone(
    client: Client, terms: Policy
) -> None:
    make_version(terms, effective="2018-01-01", source="Old words.")
    # In Chicago, 11 p.m. of the 16th.
    make_version(terms, effective="2020-04-17 04:00", source="New words.")
    page = text_of(client.get("/terms/on/2020-04-16/"))
    assert "Version 1" in page and "Version 2" in page
    assert "New words." in page
    assert "Version 1, in force" not in text_of(client.get("/terms/on/2020-04-17/"))


def test_every_version_of_the_day_is_listed_and_the_last_one_shown(
    client: Client, terms: Policy
) -> None:
    for hour in (6, 12, 18):
        make_version(terms, effective=f"2020-04-17 {hour:02}:00", source=f"At {hour}.")
    page = text_of(client.get("/terms/on/2020-04-17/"))
    assert [f"Version {n}, in force" in page for n in (1, 2, 3)] == [True] * 3
    assert "At 18." in page
    assert "At 12." not in page


def test_a_version_that_ended_at_midnight_is_not_of_the_day_it_ended(
    client: Client, terms: Policy
) -> None:
    make_version(terms, effective="2018-01-01")
    make_version(terms, effective="2020-04-17 05:00")
    assert "Version 1, in force" not in text_of(client.get("/terms/on/2020-04-17/"))


def test_what_was_announced_stands_apart(client: Client, terms: Policy) -> None:
    make_version(terms)
    upcoming = make_upcoming(terms)
    today = upcoming.published_at.astimezone(terms.zone).date()  # type: ignore[union-attr]
    page = text_of(client.get(f"/terms/on/{today}/"))
    assert "Published by then, not yet in force" in page
    withdraw(upcoming, by=make_staff(), reason="No.")
    page = text_of(client.get(f"/terms/on/{today}/"))
    assert "Published by then" not in page
    assert "Version 2" not in page


def test_before_the_first_version_it_helps(client: Client, terms: Policy) -> None:
    make_version(terms, effective="2020-04-17 05:00")
    answer = client.get("/terms/on/2019-12-31/")
    assert answer.status_code == 404
    assert "the first version took effect on April 17, 2020" in text_of(answer)


def test_in_the_future_it_says_that_nobody_knows(client: Client, terms: Policy) -> None:
    make_version(terms)
    answer = client.get("/terms/on/2999-12-31/")
    assert answer.status_code == 404
    assert "This day has not come yet" in text_of(answer)


@pytest.mark.parametrize(
    "day", ["yesterday", "2020-02-30", "2020-4-17", "2020-W16-5", "9999-12-31", "0001"]
)
def test_what_is_no_day_gets_the_form_again(
    client: Client, terms: Policy, day: str
) -> None:
    make_version(terms)
    answer = client.get(f"/terms/on/{day}/")
    assert answer.status_code == 404
    assert "is not a day" in text_of(answer)
    answer = client.get("/terms/on/", {"day": day})
    assert answer.status_code == 400
    assert f'value="{day}"' in answer.content.decode()


def test_the_form_leads_to_the_day(client: Client, terms: Policy) -> None:
    make_version(terms)
    assert client.get("/terms/on/").status_code == 200
    answer = client.get("/terms/on/?day=2020-05-01")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/terms/on/2020-05-01/"
    assert 'action="/terms/on/"' in client.get("/terms/versions/").content.decode()


def test_it_rejects_other_methods(client: Client, terms: Policy) -> None:
    make_version(terms)
    assert client.post("/terms/on/2020-05-01/").status_code == 405
    assert client.post("/terms/on/").status_code == 405


@pytest.mark.parametrize("address", ["/no/on/", "/no/on/2020-05-01/"])
def test_a_draft_leaves_no_trace(client: Client, address: str) -> None:
    make_draft(make_policy(slug="no-policy"))
    assert client.get(address).status_code == 404
    assert client.get(address.replace("/no/", "/no-policy/")).status_code == 404


@pytest.mark.parametrize(
    ("day", "hours"), [("2024-03-10", 23), ("2024-11-03", 25), ("2024-02-29", 24)]
)
def test_a_day_has_the_hours_of_its_time_zone(day: str, hours: int) -> None:
    whole = span(date.fromisoformat(day), Policy(time_zone="America/Chicago"))
    assert (whole.end - whole.start).total_seconds() == hours * 3600


def test_it_knows_days() -> None:
    assert parse_day("2024-02-29") == date(2024, 2, 29)
    assert parse_day("2023-02-29") is None


def test_versions_say_from_when_they_were_in_force(
    client: Client, terms: Policy
) -> None:
    make_version(terms, effective="2020-04-17 05:00")
    headers = client.get("/terms/versions/1/").headers
    assert headers["Memento-Datetime"] == "Fri, 17 Apr 2020 05:00:00 GMT"
    assert headers["Link"] == '<http://testserver/terms/>; rel="original"'
