"""manage.py work seals and purges consent records without being asked."""

from __future__ import annotations

import pytest

from consent.models import ConsentRecord, DaySeal
from outbox import chores
from tests.consent.sealed import days_ago, make_day, make_short_day, noon
from tests.tampering import verdict

pytestmark = pytest.mark.django_db


def run(name: str) -> object:
    (chore,) = [chore for chore in chores.every() if chore.name == name]
    return chore.run()


def test_it_seals_and_purges(caplog: pytest.LogCaptureFixture) -> None:
    make_short_day(days_ago(9))
    make_day(days_ago(8))
    with caplog.at_level("INFO"):
        assert "done." in verdict("work", once=True)
    assert "“seal consent records” is done: " in caplog.text
    assert "“purge consent records” is done: 2 records." in caplog.text
    assert DaySeal.objects.filter(day=days_ago(9)).exists()
    assert set(ConsentRecord.objects.dates("chosen_at", "day")) == {days_ago(8)}
    assert ConsentRecord.objects.earliest("chosen_at").chosen_at == noon(days_ago(8))


def test_where_nothing_is_due_it_says_nothing() -> None:
    assert run("seal consent records") == ""
    assert run("purge consent records") == ""
