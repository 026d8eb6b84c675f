"""When nobody asks a silent database any more. The clock is the test's."""

from __future__ import annotations

import pytest

from centene_site.postgresql import breaker as breakers
from centene_site.postgresql.breaker import (
    LONGEST_SECONDS,
    SILENCE_SECONDS,
    Breaker,
)

START = 1000.0


class Clock:
    """What ``time.monotonic()`` says."""

    now = START

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(breakers, "time", clock)
    return clock


def test_it_opens_once_nobody_was_answered_for_too_long(clock: Clock) -> None:
    breaker = Breaker()
    clock.now = START + SILENCE_SECONDS - 0.01
    assert not breaker.gives_up(START)
    assert not breaker.is_open
    clock.now = START + SILENCE_SECONDS + 0.01
    assert breaker.gives_up(START)
    assert breaker.is_open


def test_while_others_are_answered_one_waits_longer_but_not_for_good(
    clock: Clock,
) -> None:
    breaker = Breaker()
    clock.now = START + LONGEST_SECONDS - 0.01
    breaker.heard()
    assert not breaker.gives_up(START)
    clock.now = START + LONGEST_SECONDS + 0.01
    assert breaker.gives_up(START)
    assert not breaker.is_open


def test_an_answer_to_anybody_closes_it(
    clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    breaker = Breaker()
    clock.now = START + SILENCE_SECONDS + 0.01
    assert breaker.gives_up(START)
    assert breaker.gives_up(START)
    breaker.heard()
    breaker.heard()
    assert not breaker.is_open
    assert [record.message for record in caplog.records] == [
        "PostgreSQL does not answer; until it does, nobody asks it.",
        "PostgreSQL answers again.",
    ]
