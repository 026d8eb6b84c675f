"""Two members of staff press the button at once; commits are real here."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.auth.models import User
from django.db import connections

from policy.models import PolicyVersion, Section, Withdrawal
from policy.publishing import publish, withdraw
from policy.refusals import Refused
from tests.factories import make_ready, make_staff, make_upcoming

PEOPLE = 4


def all_at_once(action: Callable[[User], object]) -> list[object]:
    """What the action gave or raised for each person, all starting together."""
    start = threading.Barrier(PEOPLE)

    def act(person: User) -> object:
        try:
            start.wait(timeout=10)
            return action(person)
        except Refused as refusal:
            return refusal
        finally:
            connections.close_all()

    people = [make_staff() for _ in range(PEOPLE)]
    with ThreadPoolExecutor(PEOPLE) as pool:
        return list(pool.map(act, people))


@pytest.mark.usefixtures("own_database")
def test_a_draft_is_published_once() -> None:
    draft = make_ready()
    outcomes = all_at_once(lambda person: publish(draft, by=person))
    (version,) = [found for found in outcomes if isinstance(found, PolicyVersion)]
    refusals = [found for found in outcomes if isinstance(found, Refused)]
    assert {str(refusal) for refusal in refusals} == {
        "This version is published already."
    }
    assert len(refusals) == PEOPLE - 1
    stored = PolicyVersion.objects.get()
    assert (stored.number, stored.digest) == (1, version.digest)
    assert Section.objects.count() == 2


@pytest.mark.usefixtures("own_database")
def test_a_version_is_withdrawn_once() -> None:
    upcoming = make_upcoming()
    outcomes = all_at_once(lambda person: withdraw(upcoming, by=person, reason="No."))
    assert sum(isinstance(found, Withdrawal) for found in outcomes) == 1
    assert Withdrawal.objects.count() == 1
