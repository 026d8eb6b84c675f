"""Withdrawing an upcoming version before its moment."""

from __future__ import annotations

import pytest
from django.utils import timezone

from policy.publishing import publish, withdraw
from policy.refusals import Refused
from tests.factories import (
    make_draft,
    make_ready,
    make_staff,
    make_upcoming,
    make_version,
)

pytestmark = pytest.mark.django_db


def test_an_upcoming_version_is_withdrawn_with_who_when_and_why() -> None:
    staff = make_staff(username="pat")
    upcoming = make_upcoming()
    withdrawal = withdraw(upcoming, by=staff, reason="  A court forbade it. ")
    assert withdrawal.reason == "A court forbade it."
    assert (withdrawal.withdrawn_by, withdrawal.withdrawn_by_name) == (staff, "pat")
    assert withdrawal.withdrawn_at <= timezone.now()


@pytest.mark.parametrize("reason", ["", " \n"])
def test_it_is_not_withdrawn_without_a_reason(reason: str) -> None:
    upcoming = make_upcoming()
    with pytest.raises(Refused, match="Say why the version is withdrawn"):
        withdraw(upcoming, by=make_staff(), reason=reason)
    assert not hasattr(upcoming, "withdrawal")


def test_only_an_upcoming_version_can_be_withdrawn() -> None:
    upcoming = make_upcoming()
    withdraw(upcoming, by=make_staff(), reason="A court forbade it.")
    for version in (make_version(), make_draft(), upcoming):
        with pytest.raises(Refused, match="Only an upcoming version can be withdrawn."):
            withdraw(version, by=make_staff(), reason="Why not.")


def test_another_version_may_take_the_moment_of_a_withdrawn_one() -> None:
    upcoming = make_upcoming()
    withdraw(upcoming, by=make_staff(), reason="A court forbade it.")
    draft = make_ready(upcoming.policy, effective_at=upcoming.effective_at)
    again = publish(draft, by=make_staff())
    assert again.number == 2
    assert again.previous_digest == upcoming.digest
    assert again.policy.versions.in_force(upcoming.effective_at).get() == again
