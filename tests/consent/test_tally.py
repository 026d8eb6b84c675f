"""Figures about choices and views, counted in memory and added up."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from consent import tally
from consent.choices import CATEGORIES
from consent.models import Action, Kind, Tally
from tests.consent.posting import (
    EVERYTHING,
    SIGNAL,
    WITHOUT_ANALYTICS,
    choose,
    make_choice,
    plant,
    save_fields,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_counted() -> Iterator[None]:
    tally.counted.forget()
    yield
    tally.counted.forget()


def today() -> date:
    return timezone.now().astimezone(UTC).date()


def tallies() -> dict[str, int]:
    tally.counted.flush()
    return dict(Tally.objects.values_list("kind", "count"))


NOTHING: frozenset[str] = frozenset()
KINDS = [
    (Action.ACCEPT, EVERYTHING, False, Kind.ACCEPTED),
    (Action.ACCEPT, frozenset({"analytics"}), False, Kind.ACCEPTED),
    (Action.SAVE, EVERYTHING, False, Kind.ACCEPTED),
    (Action.REJECT, WITHOUT_ANALYTICS, False, Kind.REJECTED),
    (Action.SAVE, NOTHING, False, Kind.REJECTED),
    (Action.SAVE, WITHOUT_ANALYTICS, False, Kind.MIXED),
    (Action.SAVE, frozenset({"analytics"}), False, Kind.MIXED),
    (Action.REJECT, WITHOUT_ANALYTICS, True, Kind.WITHDRAWN),
    (Action.SAVE, NOTHING, True, Kind.WITHDRAWN),
]


@pytest.mark.parametrize(("action", "accepted", "withdraws", "kind"), KINDS)
def test_every_choice_is_of_one_kind(
    action: Action, accepted: frozenset[str], withdraws: bool, kind: Kind
) -> None:
    choice = make_choice(accepted)
    assert tally.kind_of(action, choice, withdraws=withdraws) is kind


def test_choices_are_counted_once(client: Client) -> None:
    choose(client, "accept")
    choose(client, "accept")
    choose(client, "reject")
    choose(Client(), "reject")
    choose(Client(), "save", **save_fields(frozenset({CATEGORIES[0]})))
    assert tallies() == {"accepted": 1, "withdrawn": 1, "rejected": 1, "mixed": 1}


def test_views_without_an_answer_and_under_the_signal_are_counted(
    client: Client,
) -> None:
    client.get("/consent/state.css")
    client.get("/consent/state.css")
    client.get("/consent/state.css", headers=SIGNAL)
    plant(client, make_choice())
    client.get("/consent/state.css")
    assert tallies() == {"unanswered": 2, "signal": 1}


def test_figures_add_up_over_flushes_days_and_catalogue_versions() -> None:
    for version in (1, 1, 2):
        tally.count(Kind.ACCEPTED, version)
        tally.counted.flush()
    rows = Tally.objects.values_list("day", "catalogue_version", "count")
    assert set(rows) == {(today(), 1, 2), (today(), 2, 1)}


def test_a_failure_loses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(counted: Any) -> None:
        raise OperationalError("The database does not answer.")

    tally.count(Kind.ACCEPTED, 1)
    with monkeypatch.context() as patch:
        patch.setattr(tally.counted, "write", fail)
        with pytest.raises(OperationalError):
            tally.counted.flush()
    tally.count(Kind.ACCEPTED, 1)
    assert tallies() == {"accepted": 2}


def test_flushing_nothing_asks_nothing(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        tally.counted.flush()
