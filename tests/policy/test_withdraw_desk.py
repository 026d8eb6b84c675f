"""Withdrawing in admin: a reason that readers see."""

from __future__ import annotations

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client

from policy.models import Withdrawal
from policy.roles import APPROVERS
from tests.desk import GROUPS, address, desk, text_of
from tests.factories import make_upcoming, make_version

pytestmark = pytest.mark.django_db


@pytest.fixture
def approver() -> Client:
    return desk(APPROVERS, username="pat")


def test_an_approver_withdraws_an_upcoming_version(approver: Client) -> None:
    upcoming = make_upcoming()
    page = approver.get(address(upcoming, "withdraw"))
    assert "its address stays and says so" in text_of(page)
    answer = approver.post(address(upcoming, "withdraw"), {"reason": " A court. "})
    assert answer.status_code == 302
    withdrawal = Withdrawal.objects.get()
    assert (withdrawal.version, withdrawal.reason) == (upcoming, "A court.")
    assert withdrawal.withdrawn_by_name == "pat"
    assert [e.get_change_message() for e in LogEntry.objects.all()] == ["Withdrawn."]
    assert approver.get(address(upcoming, "withdraw")).status_code == 404


@pytest.mark.parametrize("fields", [{}, {"reason": ""}, {"reason": " \n "}])
def test_a_reason_is_needed(approver: Client, fields: dict[str, str]) -> None:
    answer = approver.post(address(make_upcoming(), "withdraw"), fields)
    assert answer.status_code == 400
    assert "This field is required." in text_of(answer)
    assert not Withdrawal.objects.exists()


def test_what_took_force_is_not_withdrawn(approver: Client) -> None:
    answer = approver.post(address(make_version(), "withdraw"), {"reason": "No."})
    assert answer.status_code == 404
    assert not Withdrawal.objects.exists()


@pytest.mark.parametrize(
    "group", [None, *(group for group in GROUPS if group != APPROVERS)]
)
def test_only_approvers_withdraw(group: str | None) -> None:
    upcoming = make_upcoming()
    client = desk(*([group] if group else []))
    for send in (client.get, client.post):
        assert send(address(upcoming, "withdraw"), {"reason": "No."}).status_code == 403
    assert not Withdrawal.objects.exists()
