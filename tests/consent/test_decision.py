"""The legal rule as a table."""

from dataclasses import replace
from datetime import timedelta

import pytest

from consent.choices import (
    CATEGORIES,
    Asking,
    Choice,
    Decision,
    Outcome,
    Validity,
    answer_banner,
    decide,
)
from tests.consent.posting import EVERYTHING, WITHOUT_ANALYTICS, at

NOW = at("2026-04-17T12:00:00")
VALIDITY = Validity(accept_days=182, reject_days=365)
SECOND = timedelta(seconds=1)
NOTHING: frozenset[str] = frozenset()


def chosen(
    accepted: frozenset[str],
    *,
    age: timedelta = timedelta(days=1),
    under_signal: bool = False,
    catalogue_version: int = 3,
) -> Choice:
    return Choice(accepted, catalogue_version, NOW - age, under_signal)


def decided(choice: Choice | None, signal: bool) -> Decision:
    return decide(
        choice, signal=signal, now=NOW, asking=Asking(3, 3), validity=VALIDITY
    )


ACCEPTED = chosen(EVERYTHING)
ACCEPTED_UNDER_SIGNAL = chosen(EVERYTHING, under_signal=True)
REJECTED = chosen(WITHOUT_ANALYTICS)
REJECTED_UNDER_SIGNAL = chosen(WITHOUT_ANALYTICS, under_signal=True)
OLD_CATALOGUE = chosen(EVERYTHING, catalogue_version=2)
NEWER_CATALOGUE = chosen(EVERYTHING, catalogue_version=4)
ALMOST_EXPIRED = chosen(EVERYTHING, age=timedelta(days=182) - SECOND)
EXPIRED = chosen(EVERYTHING, age=timedelta(days=182))
REJECTION_LIVES = chosen(WITHOUT_ANALYTICS, age=timedelta(days=365) - SECOND)
REJECTION_EXPIRED = chosen(WITHOUT_ANALYTICS, age=timedelta(days=365))
EXPIRED_UNDER_SIGNAL = chosen(EVERYTHING, age=timedelta(days=182), under_signal=True)
ONLY_ANALYTICS = chosen(frozenset({"analytics"}), age=timedelta(days=183))

TABLE = [
    # choice, signal, outcome, what is allowed
    (None, False, Outcome.UNDECIDED, NOTHING),
    (None, True, Outcome.OPTED_OUT_BY_SIGNAL, NOTHING),
    (ACCEPTED, False, Outcome.DECIDED, EVERYTHING),
    (ACCEPTED, True, Outcome.OPTED_OUT_BY_SIGNAL, WITHOUT_ANALYTICS),
    (ACCEPTED_UNDER_SIGNAL, True, Outcome.DECIDED, EVERYTHING),
    (ACCEPTED_UNDER_SIGNAL, False, Outcome.DECIDED, EVERYTHING),
    (REJECTED, False, Outcome.DECIDED, WITHOUT_ANALYTICS),
    (REJECTED, True, Outcome.DECIDED, WITHOUT_ANALYTICS),
    (REJECTED_UNDER_SIGNAL, False, Outcome.DECIDED, WITHOUT_ANALYTICS),
    (chosen(NOTHING), False, Outcome.DECIDED, NOTHING),
    (chosen(NOTHING), True, Outcome.DECIDED, NOTHING),
    (OLD_CATALOGUE, False, Outcome.UNDECIDED, NOTHING),
    (OLD_CATALOGUE, True, Outcome.OPTED_OUT_BY_SIGNAL, NOTHING),
    (NEWER_CATALOGUE, False, Outcome.UNDECIDED, NOTHING),
    (ALMOST_EXPIRED, False, Outcome.DECIDED, EVERYTHING),
    (EXPIRED, False, Outcome.UNDECIDED, NOTHING),
    (EXPIRED_UNDER_SIGNAL, True, Outcome.OPTED_OUT_BY_SIGNAL, NOTHING),
    (REJECTION_LIVES, False, Outcome.DECIDED, WITHOUT_ANALYTICS),
    (REJECTION_EXPIRED, False, Outcome.UNDECIDED, NOTHING),
    (ONLY_ANALYTICS, False, Outcome.UNDECIDED, NOTHING),
]


@pytest.mark.parametrize(("choice", "signal", "outcome", "allowed"), TABLE)
def test_it_decides(
    choice: Choice | None, signal: bool, outcome: Outcome, allowed: frozenset[str]
) -> None:
    decision = decided(choice, signal)
    assert decision.outcome is outcome
    assert {name for name in CATEGORIES if decision.allows(name)} == allowed
    assert decision.is_decided == (outcome is Outcome.DECIDED)


MATERIAL_TABLE = [
    # choice, number of the last material version, does it count?
    (OLD_CATALOGUE, 1, True),
    (OLD_CATALOGUE, 2, True),
    (OLD_CATALOGUE, 3, False),
    (chosen(WITHOUT_ANALYTICS, catalogue_version=1), 3, True),
    (chosen(NOTHING, catalogue_version=1), 3, True),
    (chosen(frozenset({"analytics"}), catalogue_version=1), 3, False),
    # Nothing is granted by a version that is not known here; a rejection counts.
    (chosen(EVERYTHING, catalogue_version=4), 3, False),
    (chosen(WITHOUT_ANALYTICS, catalogue_version=4), 3, True),
]


@pytest.mark.parametrize(("choice", "material", "counts"), MATERIAL_TABLE)
def test_a_material_catalogue_asks_those_again_who_accepted(
    choice: Choice, material: int, counts: bool
) -> None:
    asking = Asking(version=3, material=material)
    decision = decide(choice, signal=False, now=NOW, asking=asking, validity=VALIDITY)
    assert decision.is_decided == counts


REPEATS = [
    (chosen(EVERYTHING, age=timedelta()), True, True),
    (chosen(EVERYTHING, age=timedelta(minutes=10) - SECOND), True, True),
    (chosen(EVERYTHING, age=timedelta(minutes=10)), True, False),
    (chosen(EVERYTHING, age=timedelta()), False, False),
    (chosen(WITHOUT_ANALYTICS, age=timedelta()), True, False),
    (chosen(EVERYTHING, age=timedelta(), under_signal=True), True, False),
    (chosen(EVERYTHING, age=timedelta(), catalogue_version=2), True, False),
]


@pytest.mark.parametrize(("other", "is_recorded", "repeats"), REPEATS)
def test_the_same_choice_within_ten_minutes_is_the_same_choice(
    other: Choice, is_recorded: bool, repeats: bool
) -> None:
    choice = chosen(EVERYTHING, age=timedelta())
    assert choice.repeats(replace(other, is_recorded=is_recorded)) == repeats


def test_only_giving_up_analytics_withdraws() -> None:
    assert REJECTED.withdraws(ACCEPTED)
    assert not ACCEPTED.withdraws(ACCEPTED)
    assert not REJECTED.withdraws(REJECTED)
    assert not ACCEPTED.withdraws(REJECTED)


def test_it_forgets_a_choice_that_no_longer_counts() -> None:
    assert decided(EXPIRED, False).choice is None
    assert decided(ACCEPTED, True).choice is ACCEPTED


def test_it_refuses_an_unknown_category() -> None:
    with pytest.raises(ValueError, match="marketing"):
        decided(ACCEPTED, False).allows("marketing")


BANNER_TABLE = [
    # chosen before, button, accepted afterwards
    (None, True, EVERYTHING),
    (None, False, WITHOUT_ANALYTICS),
    (ACCEPTED, False, WITHOUT_ANALYTICS),
    (REJECTED, True, EVERYTHING),
    (chosen(NOTHING), True, frozenset({"analytics"})),
    (chosen(NOTHING), False, NOTHING),
    (chosen(frozenset({"status", "analytics"})), False, frozenset({"status"})),
]


@pytest.mark.parametrize(("previous", "accept", "accepted"), BANNER_TABLE)
def test_the_banner_decides_analytics_alone(
    previous: Choice | None, accept: bool, accepted: frozenset[str]
) -> None:
    assert answer_banner(previous, accept=accept) == accepted


def test_it_imports_no_django() -> None:
    import consent.choices
    import consent.gate

    for module in (consent.choices, consent.gate):
        with open(str(module.__file__), encoding="utf-8") as source:
            assert "django" not in source.read().replace("No Django", "")
