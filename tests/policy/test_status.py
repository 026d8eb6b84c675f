"""Where versions stand at chosen moments."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from policy.models import Policy, PolicyVersion, Status
from policy.moments import next_effective_moment
from policy.publishing import withdraw
from tests.factories import (
    make_draft,
    make_policy,
    make_staff,
    make_upcoming,
    make_version,
    moment,
)

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)


@pytest.fixture
def policy() -> Policy:
    """Versions 1 (2018), 2 (2020), 3 (upcoming) and a draft."""
    policy = make_policy()
    make_version(policy, effective="2018-01-01")
    make_version(policy, effective="2020-04-17")
    make_upcoming(policy)
    make_draft(policy)
    return policy


def in_force(policy: Policy, at: datetime | None = None) -> list[int | None]:
    found = policy.versions.in_force(at).values_list("number", flat=True)
    return list(found)


def statuses(policy: Policy, at: datetime | None = None) -> dict[int | None, Status]:
    versions = policy.versions.dated()
    return {version.number: version.status(at) for version in versions}


@pytest.mark.parametrize(
    ("day", "numbers"),
    [
        ("2017-12-31 23:59:59", []),
        ("2018-01-01", [1]),
        ("2020-04-16 23:59:59.999999", [1]),
        ("2020-04-17", [2]),
        ("2026-01-01", [2]),
        ("2100-01-01", [3]),
    ],
)
def test_one_version_is_in_force_at_a_moment(
    policy: Policy, day: str, numbers: list[int | None]
) -> None:
    assert in_force(policy, moment(day)) == numbers


def test_now_is_the_moment_unless_another_is_given(policy: Policy) -> None:
    assert in_force(policy) == [2]
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        assert in_force(policy) == [3]


def test_each_status_is_computed_from_time(policy: Policy) -> None:
    assert statuses(policy) == {
        None: Status.DRAFT,
        1: Status.SUPERSEDED,
        2: Status.IN_FORCE,
        3: Status.UPCOMING,
    }
    assert statuses(policy, moment("2100-01-01")) == {
        None: Status.DRAFT,
        1: Status.SUPERSEDED,
        2: Status.SUPERSEDED,
        3: Status.IN_FORCE,
    }


def test_a_status_changes_at_the_very_moment(policy: Policy) -> None:
    upcoming = policy.versions.dated().upcoming().get()
    assert upcoming.effective_at is not None
    assert upcoming.status(upcoming.effective_at - SECOND) == Status.UPCOMING
    assert upcoming.status(upcoming.effective_at) == Status.IN_FORCE


def test_a_superseded_version_knows_until_when_it_was_in_force(policy: Policy) -> None:
    first, second, third = policy.versions.published().dated().order_by("number")
    assert first.superseded_at == second.effective_at
    assert second.superseded_at == third.effective_at
    assert third.superseded_at is None


def test_a_withdrawn_version_never_takes_force(policy: Policy) -> None:
    upcoming = policy.versions.upcoming().get()
    withdraw(upcoming, by=make_staff(), reason="A court forbade it.")
    later = timezone.now() + timedelta(days=365)
    assert in_force(policy, later) == [2]
    assert statuses(policy, later)[3] == Status.WITHDRAWN
    assert statuses(policy)[2] == Status.IN_FORCE
    assert policy.versions.dated().get(number=2).superseded_at is None
    assert not policy.versions.upcoming().exists()
    assert not policy.versions.standing().filter(number=3).exists()
    assert policy.versions.published().filter(number=3).exists()


def test_it_was_upcoming_before_it_was_withdrawn(policy: Policy) -> None:
    upcoming = policy.versions.upcoming().get()
    before = timezone.now()
    withdraw(upcoming, by=make_staff(), reason="A court forbade it.")
    assert policy.versions.upcoming(before).get() == upcoming


def test_nothing_is_upcoming_before_it_is_published(policy: Policy) -> None:
    assert not policy.versions.upcoming(moment("2017-01-01")).exists()


def test_a_version_of_another_policy_supersedes_nothing(policy: Policy) -> None:
    others = [make_version(effective="2021-01-01") for _ in range(3)]
    assert in_force(policy) == [2]
    found = PolicyVersion.objects.in_force().order_by("pk")
    assert list(found) == [policy.versions.get(number=2), *others]


def test_four_policies_are_each_asked_for_their_own() -> None:
    policies = [make_policy() for _ in range(4)]
    for policy in policies:
        make_version(policy, effective="2020-01-01")
        make_version(policy, effective="2021-01-01")
    at = moment("2020-06-01")
    assert [in_force(policy, at) for policy in policies] == [[1]] * 4
    assert PolicyVersion.objects.in_force().count() == 4


@pytest.mark.parametrize(
    ("day", "hour_in_utc"), [("2026-03-09", 5), ("2026-03-07", 6), ("2026-11-02", 6)]
)
def test_a_day_begins_in_the_time_zone_across_daylight_saving(
    day: str, hour_in_utc: int
) -> None:
    zone = ZoneInfo("America/Chicago")
    midnight = datetime.fromisoformat(day).replace(tzinfo=zone)
    version = make_version(effective_at=midnight)
    version.refresh_from_db()
    assert version.effective_at == midnight
    assert version.effective_at.astimezone(UTC).hour == hour_in_utc
    assert not in_force(version.policy, midnight - SECOND)
    assert in_force(version.policy, midnight) == [1]


def test_both_hours_of_a_repeated_clock_time_are_told_apart() -> None:
    zone = ZoneInfo("America/Chicago")
    first = datetime(2026, 11, 1, 1, 30, tzinfo=zone)
    second = first.replace(fold=1)
    policy = make_policy()
    make_version(policy, effective_at=first.astimezone(UTC))
    make_version(policy, effective_at=second.astimezone(UTC))
    assert in_force(policy, first) == [1]
    assert in_force(policy, second) == [2]


def test_the_next_moment_is_that_of_the_next_version_that_stands(
    policy: Policy,
) -> None:
    upcoming = policy.versions.upcoming().get()
    now = timezone.now()
    assert next_effective_moment(now) == upcoming.effective_at
    withdraw(upcoming, by=make_staff(), reason="A court forbade it.")
    assert next_effective_moment(now) is None


def test_the_newest_comes_first_and_a_draft_before_it(policy: Policy) -> None:
    numbers = policy.versions.newest_first().values_list("number", flat=True)
    assert list(numbers) == [None, 3, 2, 1]


def test_lists_ask_two_queries_and_leave_the_texts(
    policy: Policy, django_assert_num_queries: object
) -> None:
    with django_assert_num_queries(2):  # type: ignore[operator]
        versions = list(policy.versions.dated().without_bodies())
        assert {version.status() for version in versions} == set(Status) - {
            Status.WITHDRAWN,
            Status.WITHHELD,
            Status.IN_REVIEW,
            Status.APPROVED,
        }
    assert {"source", "html"} <= versions[0].get_deferred_fields()
