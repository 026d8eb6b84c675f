"""By when a request has to be answered: vectors that were reckoned by hand."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from policy.refusals import Refused
from rights.businessdays import Calendar, office_calendar, office_day
from rights.clocks import Clock, clocks_for, confirm_by, extend, last_lawful_day
from rights.law import EEA, Law, Relation, Residence, Right
from rights.rules import DEFAULTS, RULES

VECTORS = Path(__file__).with_name("vectors.csv")
HIPAA_OF_ACCESS = ["45 CFR 164.524(b)(2)", "45 CFR 164.528(c)(1)"]
Vector = dict[str, str]


def read_vectors() -> list[Vector]:
    with VECTORS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def clocks(
    right: str, received: str, *, country: str = "US", state: str = "", who: str = ""
) -> list[Clock]:
    return clocks_for(
        Right(right),
        Residence(country, state),
        Relation(who or "visitor"),
        date.fromisoformat(received),
    )


def name(vector: Vector) -> str:
    where = f"{vector['country']}-{vector['state']}".strip("-")
    return f"{vector['right']} {where} {vector['relation']} {vector['received']}"


def written(day: date | None) -> str:
    return day.isoformat() if day else ""


# --- The table ---


def test_the_table_has_sixty_vectors_and_every_rule() -> None:
    vectors = read_vectors()
    assert len(vectors) >= 60
    named = {vector["source"] for vector in vectors}
    assert named == {rule.source for rule in RULES} | {"default"}
    assert {vector["right"] for vector in vectors} == set(Right)


@pytest.mark.parametrize("vector", read_vectors(), ids=name)
def test_it_reckons_as_the_table_says(vector: Vector) -> None:
    found = clocks(
        vector["right"],
        vector["received"],
        country=vector["country"],
        state=vector["state"],
        who=vector["relation"],
    )
    (clock,) = [
        clock
        for clock in found
        if vector["source"] == ("default" if clock.law is Law.DEFAULT else clock.source)
    ]
    assert {
        "answer_by": written(clock.answer_by),
        "last_lawful_day": written(clock.last_lawful_day),
        "confirm_by": written(clock.confirm_by),
        "extended": written(clock.extended_answer_by),
        "extended_last": written(clock.extended_last_lawful_day),
    } == {
        name: vector[name]
        for name in (
            "answer_by",
            "last_lawful_day",
            "confirm_by",
            "extended",
            "extended_last",
        )
    }, vector["why"]


# --- Several laws ---


@pytest.mark.parametrize(
    ("right", "country", "state", "who", "received", "sources"),
    [
        ("access", "DE", "", "visitor", "2027-01-31", ["GDPR, article 12(3)"]),
        # December 28, January 12, January 27.
        (
            *("access", "US", "CA", "member", "2026-11-28"),
            ["45 CFR 164.524(b)(2)", "11 CCR 7021", "45 CFR 164.528(c)(1)"],
        ),
        # February 28, March 2, April 1.
        (
            *("access", "DE", "", "member", "2027-01-31"),
            ["GDPR, article 12(3)", "45 CFR 164.524(b)(2)", "45 CFR 164.528(c)(1)"],
        ),
        # August 14 comes before August 15, which moves to August 16.
        (
            *("access", "DE", "", "member", "2027-07-15"),
            ["45 CFR 164.524(b)(2)", "GDPR, article 12(3)", "45 CFR 164.528(c)(1)"],
        ),
        # January 12, January 27.
        (
            *("rectification", "US", "CA", "member", "2026-11-28"),
            ["11 CCR 7021", "45 CFR 164.526(b)(2)"],
        ),
        # CA is a country, too, and may be a part of others.
        ("access", "DE", "CA", "visitor", "2027-01-31", ["GDPR, article 12(3)"]),
        ("access", "CA", "", "member", "2027-01-31", HIPAA_OF_ACCESS),
        # Parts of France and Finland that have a code of their own; Greenland left.
        ("access", "RE", "", "visitor", "2027-01-31", ["GDPR, article 12(3)"]),
        ("erasure", "AX", "", "visitor", "2027-01-31", ["GDPR, article 12(3)"]),
        (
            *("access", "GL", "", "visitor", "2027-01-31"),
            ["this company’s own limit, as in 11 CCR 7021(b)"],
        ),
        ("opt-out", "US", "CA", "member", "2026-11-28", ["11 CCR 7026(f)"]),
        ("limit", "US", "CA", "member", "2026-11-28", ["11 CCR 7027(g)"]),
    ],
)
def test_the_shortest_clock_comes_first_and_all_are_listed(
    right: str, country: str, state: str, who: str, received: str, sources: list[str]
) -> None:
    found = clocks(right, received, country=country, state=state, who=who)
    assert [clock.source for clock in found] == sources


def german_easter() -> list[Clock]:
    """Good Friday, March 26, moves to Tuesday; HIPAA's 30 days end on March 28."""
    where, received = Residence("DE"), date(2027, 2, 26)
    days = Calendar("DE")
    return clocks_for(Right.ACCESS, where, Relation.MEMBER, received, days)


def test_the_day_to_keep_decides_which_clock_is_the_shortest() -> None:
    assert [(clock.law, clock.last_lawful_day) for clock in german_easter()[:2]] == [
        (Law.GDPR, date(2027, 3, 30)),
        (Law.HIPAA, date(2027, 3, 28)),
    ]


@pytest.mark.parametrize("right", Right)
def test_every_request_has_a_clock(right: Right) -> None:
    received = date(2027, 1, 31)
    countries = [*sorted(EEA), "GB", "CH", "US", "JP", ""]
    for country, state, who in product(countries, ["CA", "NY", ""], Relation):
        found = clocks_for(right, Residence(country, state), who, received)
        assert found
        assert found[0].answer_by == min(clock.answer_by for clock in found)
        assert all(clock.answer_by <= clock.last_lawful_day for clock in found)
        assert all(received < clock.answer_by for clock in found)


def test_the_european_economic_area_has_thirty_members_and_seven_regions() -> None:
    assert len(EEA) == 30 + len({"AX", "GF", "GP", "MF", "MQ", "RE", "YT"})
    assert not EEA & {"GB", "CH", "US"}


def test_every_rule_names_its_source() -> None:
    assert all(rule.source and rule.rights for rule in (*RULES, *DEFAULTS))
    for rule in (*RULES, *DEFAULTS):
        if rule.extended:
            assert rule.extended.unit is rule.answer.unit
            assert rule.extended.count > rule.answer.count


def test_only_california_sets_a_time_to_confirm() -> None:
    assert confirm_by(clocks("access", "2026-11-28", who="member")) is None
    californian = clocks("access", "2026-11-28", state="CA", who="member")
    assert confirm_by(californian) == date(2026, 12, 11)


# --- The day of receipt ---


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        # Central Standard Time is six hours behind UTC.
        ("2026-12-01 05:59:59", "2026-11-30"),
        ("2026-12-01 06:00:00", "2026-12-01"),
        # Central Daylight Time is five hours behind.
        ("2026-07-01 04:59:59", "2026-06-30"),
        ("2026-07-01 05:00:00", "2026-07-01"),
        # November 1, 2026 has 25 hours: from 5:00 UTC to 6:00 UTC of the next day.
        ("2026-11-01 04:59:59", "2026-10-31"),
        ("2026-11-01 05:00:00", "2026-11-01"),
        ("2026-11-02 05:59:59", "2026-11-01"),
        ("2026-11-02 06:00:00", "2026-11-02"),
        # March 14, 2027 has 23 hours: from 6:00 UTC to 5:00 UTC of the next day.
        ("2027-03-14 05:59:59", "2027-03-13"),
        ("2027-03-14 06:00:00", "2027-03-14"),
        ("2027-03-15 04:59:59", "2027-03-14"),
        ("2027-03-15 05:00:00", "2027-03-15"),
        # Year ends and a leap day.
        ("2027-01-01 05:59:59", "2026-12-31"),
        ("2028-02-29 05:59:59", "2028-02-28"),
        ("2028-03-01 05:59:59", "2028-02-29"),
    ],
)
def test_the_day_of_receipt_is_that_of_the_office(moment: str, day: str) -> None:
    received = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    assert office_day(received) == date.fromisoformat(day)


def test_an_office_elsewhere_has_days_of_its_own(settings: Any) -> None:
    settings.TIME_ZONE = "Europe/Berlin"
    received = datetime(2026, 11, 30, 23, 30, tzinfo=UTC)
    assert office_day(received) == date(2026, 12, 1)


# --- Working days ---


@pytest.mark.parametrize(
    ("country", "subdivision", "day", "is_working_day"),
    [
        ("US", "", "2026-11-27", True),
        ("US", "", "2026-11-26", False),  # Thanksgiving
        ("US", "", "2026-11-28", False),  # Saturday
        ("US", "", "2026-11-29", False),  # Sunday
        ("US", "", "2026-07-03", False),  # July 4, observed
        ("US", "", "2027-07-05", False),  # July 4, observed
        ("US", "", "2027-12-31", False),  # New Year's Day of 2028, observed
        ("US", "", "2026-05-08", True),
        ("US", "MO", "2026-05-08", False),  # Truman Day
        ("DE", "", "2027-01-06", True),
        ("DE", "BY", "2027-01-06", False),  # Epiphany
        ("GB", "", "2026-12-28", False),  # Boxing Day, observed
    ],
)
def test_a_working_day_is_no_weekend_and_no_holiday(
    country: str, subdivision: str, day: str, is_working_day: bool
) -> None:
    calendar = Calendar(country, subdivision)
    assert calendar.is_working_day(date.fromisoformat(day)) is is_working_day


def test_the_office_stands_in_settings(settings: Any) -> None:
    assert office_calendar() == Calendar("US", "")
    # Christmas is observed on Friday in the United States, on Monday in Britain.
    assert clocks("access", "2027-11-27", country="DE")[0].last_lawful_day == date(
        2027, 12, 27
    )
    settings.OFFICE_COUNTRY, settings.OFFICE_SUBDIVISION = "GB", "ENG"
    assert clocks("access", "2027-11-27", country="DE")[0].last_lawful_day == date(
        2027, 12, 29
    )


# --- Extensions ---


@pytest.mark.parametrize(
    ("right", "country", "state", "who", "received", "told_on", "extended_to"),
    [
        # Inside the first month, and on the working day that it moves to.
        ("access", "DE", "", "visitor", "2027-01-31", "2027-01-31", "2027-04-30"),
        ("access", "DE", "", "visitor", "2027-01-31", "2027-02-28", "2027-04-30"),
        ("access", "DE", "", "visitor", "2027-01-31", "2027-03-01", "2027-04-30"),
        ("access", "DE", "", "visitor", "2027-01-31", "2027-03-02", ""),
        ("erasure", "GB", "", "visitor", "2026-12-01", "2027-01-04", "2027-03-01"),
        ("erasure", "GB", "", "visitor", "2026-12-01", "2027-01-05", ""),
        ("access", "US", "CA", "visitor", "2026-11-28", "2027-01-12", "2027-02-26"),
        ("access", "US", "CA", "visitor", "2026-11-28", "2027-01-13", ""),
        # A Saturday ends what it ends.
        ("access", "US", "CA", "visitor", "2027-01-06", "2027-02-20", "2027-04-06"),
        ("access", "US", "CA", "visitor", "2027-01-06", "2027-02-21", ""),
        ("access", "US", "TX", "member", "2026-11-28", "2026-12-28", "2027-01-27"),
        ("access", "US", "TX", "member", "2026-11-28", "2026-12-29", ""),
        (
            *("rectification", "US", "TX", "member", "2026-11-28", "2027-01-27"),
            "2027-02-26",
        ),
        ("rectification", "US", "TX", "member", "2026-11-28", "2027-01-28", ""),
        ("access", "CH", "", "visitor", "2027-01-31", "2027-03-02", "2027-04-01"),
        ("access", "CH", "", "visitor", "2027-01-31", "2027-03-03", ""),
        ("complaint", "US", "TX", "visitor", "2026-11-28", "2027-01-12", "2027-02-26"),
        ("complaint", "US", "TX", "visitor", "2026-11-28", "2027-01-13", ""),
        # These know no extension.
        ("opt-out", "US", "CA", "visitor", "2026-11-28", "2026-11-28", ""),
        ("limit", "US", "TX", "visitor", "2026-11-28", "2026-11-28", ""),
        ("withdrawal", "DE", "", "visitor", "2027-01-31", "2027-02-01", ""),
    ],
)
def test_an_extension_is_told_inside_the_first_period(
    right: str,
    country: str,
    state: str,
    who: str,
    received: str,
    told_on: str,
    extended_to: str,
) -> None:
    found = clocks(right, received, country=country, state=state, who=who)
    day = date.fromisoformat(told_on)
    if not extended_to:
        with pytest.raises(Refused):
            extend(found, told_on=day, reason="There are many files.")
        return
    longer = extend(found, told_on=day, reason="There are many files.")
    assert longer[0].answer_by == date.fromisoformat(extended_to)


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_an_extension_needs_a_reason(reason: str) -> None:
    found = clocks("access", "2027-01-31", country="DE")
    with pytest.raises(Refused, match="Say why"):
        extend(found, told_on=date(2027, 2, 1), reason=reason)


def test_there_is_only_one_extension() -> None:
    found = clocks("access", "2027-01-31", country="DE")
    longer = extend(found, told_on=date(2027, 2, 1), reason="Many files.")
    with pytest.raises(Refused, match="cannot be extended"):
        extend(longer, told_on=date(2027, 2, 2), reason="Even more files.")


def test_an_extension_is_of_every_law_and_the_shortest_governs() -> None:
    found = clocks("access", "2026-11-28", state="CA", who="member")
    longer = extend(found, told_on=date(2026, 12, 1), reason="Many files.")
    assert [(clock.source, clock.answer_by) for clock in longer] == [
        ("45 CFR 164.524(b)(2)", date(2027, 1, 27)),
        ("11 CCR 7021", date(2027, 2, 26)),
        ("45 CFR 164.528(c)(1)", date(2027, 2, 26)),
    ]
    assert [clock.answer_by for clock in found] == [
        date(2026, 12, 28),
        date(2027, 1, 12),
        date(2027, 1, 27),
    ]


def test_there_is_no_extension_once_any_clock_ran_out() -> None:
    found = german_easter()
    longer = extend(found, told_on=date(2027, 3, 28), reason="Many files.")
    assert [(clock.law, clock.answer_by) for clock in longer[:2]] == [
        (Law.HIPAA, date(2027, 4, 27)),
        (Law.GDPR, date(2027, 5, 26)),
    ]
    with pytest.raises(Refused, match="45 CFR 164.524"):
        extend(found, told_on=date(2027, 3, 29), reason="Many files.")


def test_the_last_lawful_day_is_the_last_for_every_law() -> None:
    # The month ends on Saturday, March 25, and moves to Monday; the 30 days on Sunday.
    found = clocks("access", "2028-02-25", country="DE", who="member")
    assert [(clock.law, clock.answer_by, clock.last_lawful_day) for clock in found] == [
        (Law.GDPR, date(2028, 3, 25), date(2028, 3, 27)),
        (Law.HIPAA, date(2028, 3, 26), date(2028, 3, 26)),
        (Law.HIPAA, date(2028, 4, 25), date(2028, 4, 25)),
    ]
    assert last_lawful_day(found) == date(2028, 3, 26)
    assert last_lawful_day(german_easter()) == date(2027, 3, 28)
