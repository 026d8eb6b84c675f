"""Filling a site for the benchmarks."""

from __future__ import annotations

import pytest
from django.db import DatabaseError

from benchmarks.seeding import InUse, seed, subject_of
from consent.models import ConsentRecord
from policy.models import PolicyVersion
from tests.factories import make_policy

pytestmark = pytest.mark.django_db


def test_it_writes_as_many_as_it_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("benchmarks.seeding.RECORDS_PER_STATEMENT", 7)
    seed(versions=3, records=20)
    assert PolicyVersion.objects.published().count() == 3
    assert ConsentRecord.objects.count() == 20
    assert ConsentRecord.objects.filter(subject__isnull=False).count() == 20


def test_a_visitor_is_found_by_the_id_of_the_browser() -> None:
    seed(versions=1, records=20)
    newest, oldest = (
        ConsentRecord.objects.of_browser(subject_of(number)).get() for number in (20, 1)
    )
    assert newest.chosen_at > oldest.chosen_at
    assert newest.requested_analytics and newest.effective_analytics
    assert newest.keep_until > newest.chosen_at
    version = PolicyVersion.objects.in_force().get()
    assert newest.policy_version_id == version.pk


def test_the_triggers_stand() -> None:
    seed(versions=0, records=1)
    with pytest.raises(DatabaseError, match="never"):
        ConsentRecord.objects.update(withdraws=True)


def test_a_site_that_is_in_use_is_left_alone() -> None:
    make_policy()
    with pytest.raises(InUse, match="neither can be deleted"):
        seed(versions=1, records=1)
    assert not ConsentRecord.objects.exists()
