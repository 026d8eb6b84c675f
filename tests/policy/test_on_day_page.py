"""What was in force on a day: any day, in the policy's time zone."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
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
    moment,
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
    "day", ["yesterday", "2020-02-30", "2020-4-17", "2020-W16-5", "0000-12-31", "0001"]
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


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("9999-12-31", "9999-12-31 is after December 31, 9998, the last day"),
        ("0001-01-01", "0001-01-01 is before January 1, 1000, the first day"),
    ],
)
def test_a_day_beyond_all_reckoning_is_called_a_day_all_the_same(
    client: Client, terms: Policy, day: str, sentence: str
) -> None:
    make_version(terms)
    answer = client.get(f"/terms/on/{day}/")
    assert answer.status_code == 404
    assert sentence in text_of(answer)
    answer = client.get("/terms/on/", {"day": day})
    assert answer.status_code == 400
    assert sentence in text_of(answer)
    for edge in ("1000-01-01", "9998-12-31"):
        assert client.get("/terms/on/", {"day": edge}).status_code == 302
        assert client.get(f"/terms/on/{edge}/").status_code == 404


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


# Noon in Chicago.
NOON = moment("2030-06-01 17:00")


def test_what_takes_force_later_today_is_not_shown_as_in_force(
    client: Client, terms: Policy
) -> None:
    make_version(terms, effective="2020-04-17 05:00", source="Old words.")
    with time_machine.travel(NOON - timedelta(days=40)):
        make_upcoming(terms, effective_at=NOON, source="New words.")
    with time_machine.travel(NOON - timedelta(hours=1), tick=False):
        page = text_of(client.get("/terms/on/2030-06-01/"))
        assert "Old words." in page and "New words." not in page
        since = "Version 1, in force since April 17, 2020, to be superseded on"
        assert f"{since} June 1, 2030, noon CDT" in page
        assert "Version 2, in force" not in page
        announced = page.index("Published by then, not yet in force")
        assert announced < page.index("Version 2: published on")
    with time_machine.travel(NOON, tick=False):
        page = text_of(client.get("/terms/on/2030-06-01/"))
        assert "New words." in page
        assert "Version 1, in force from April 17, 2020 to June 1, 2030, noon" in page
        assert "Version 2, in force since June 1, 2030, noon CDT" in page
        assert "Published by then" not in page


def test_before_a_first_version_takes_force_later_today_nothing_was_in_force(
    client: Client, terms: Policy
) -> None:
    with time_machine.travel(NOON - timedelta(days=40)):
        make_upcoming(terms, effective_at=NOON, source="New words.")
    with time_machine.travel(NOON - timedelta(hours=1)):
        answer = client.get("/terms/on/2030-06-01/")
        assert answer.status_code == 404
        assert "No version of this policy has ever been in force." in text_of(answer)
        assert "Version 1: published on" in text_of(answer)


def test_what_was_published_long_after_its_effective_date_counts_from_that_date(
    client: Client, terms: Policy
) -> None:
    """An import is published today; it says what was in force then all the same."""
    make_version(terms, effective="2001-02-03 06:00", source="Old words.")
    page = text_of(client.get("/terms/on/2001-02-03/"))
    assert "Old words." in page
    assert "Published by then" not in page
    assert "this site did not witness its publication" in page


def test_a_leap_day_is_a_day(client: Client, terms: Policy) -> None:
    make_version(terms, effective="2024-02-28 06:00", source="Of the 28th.")
    make_version(terms, effective="2024-02-29 06:00", source="Of the 29th.")
    make_version(terms, effective="2024-03-01 06:00", source="Of the first.")
    page = text_of(client.get("/terms/on/2024-02-29/"))
    assert "Of the 29th." in page
    assert "in force from February 29, 2024 to March 1, 2024" in page
    assert "Version 1, " not in page and "Version 3, " not in page
    assert client.get("/terms/on/2023-02-29/").status_code == 404


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [
        # Clocks go forward: the day begins at 06:00 and ends at 05:00 UTC.
        ("2024-03-10", "2024-03-10 06:00", "2024-03-11 04:59"),
        # Clocks go back: it begins at 05:00 and ends at 06:00 UTC.
        ("2024-11-03", "2024-11-03 05:00", "2024-11-04 05:59"),
    ],
)
def test_a_day_on_which_clocks_change_ends_at_its_own_midnight(
    client: Client, terms: Policy, day: str, first: str, last: str
) -> None:
    minute = timedelta(minutes=1)
    make_version(terms, effective="2020-01-01", source="Zeroth.")
    for number, effective_at in enumerate(
        [moment(first) - minute, moment(first), moment(last), moment(last) + minute]
    ):
        make_version(terms, effective_at=effective_at, source=f"Text {number}.")
    page = text_of(client.get(f"/terms/on/{day}/"))
    listed = [n for n in range(1, 6) if f"Version {n}, in force" in page]
    # Version 2 ended when the day began, version 5 began when it had ended.
    assert listed == [3, 4]
    assert "Text 2." in page


@pytest.mark.parametrize(("number", "has_moment"), [(1, True), (2, True), (3, False)])
def test_only_what_has_been_in_force_is_a_memento(
    client: Client, terms: Policy, number: int, has_moment: bool
) -> None:
    make_version(terms, effective="2018-01-01")
    make_version(terms)
    make_upcoming(terms)
    headers = client.get(f"/terms/versions/{number}/").headers
    assert ("Memento-Datetime" in headers) is has_moment


def test_a_withdrawn_version_is_no_memento(client: Client, terms: Policy) -> None:
    withdraw(make_upcoming(terms), by=make_staff(), reason="No.")
    assert "Memento-Datetime" not in client.get("/terms/versions/1/").headers
