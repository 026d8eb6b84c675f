"""Costly work takes turns: one at work, one waiting, and nobody else holds a thread."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Event, Thread

import pytest

from policy import turns
from policy.turns import Busy, Turns

DEADLINE_SECONDS = 10


def eventually(holds: Callable[[], bool]) -> bool:
    end = time.monotonic() + DEADLINE_SECONDS
    while not holds() and time.monotonic() < end:
        time.sleep(0.001)
    return holds()


class Worker:
    """A thread that takes a turn and keeps it until it is told to end."""

    def __init__(self, shared: Turns) -> None:
        self.shared = shared
        self.has_turn, self.may_end = Event(), Event()
        self.was_busy = False
        self.thread = Thread(target=self._run)
        self.thread.start()

    def _run(self) -> None:
        try:
            with self.shared.take():
                self.has_turn.set()
                self.may_end.wait(DEADLINE_SECONDS)
        except Busy:
            self.was_busy = True

    def end(self) -> None:
        self.may_end.set()
        self.thread.join(DEADLINE_SECONDS)
        assert not self.thread.is_alive()


def test_one_waits_and_gets_the_turn_when_it_is_free(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(turns, "PATIENCE_SECONDS", DEADLINE_SECONDS)
    shared = Turns()
    first = Worker(shared)
    assert first.has_turn.wait(DEADLINE_SECONDS)
    second = Worker(shared)
    assert eventually(shared._waiting.locked)
    assert not second.has_turn.is_set()
    first.end()
    assert second.has_turn.wait(DEADLINE_SECONDS)
    second.end()
    assert not first.was_busy and not second.was_busy


def test_where_one_waits_already_nobody_else_does(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(turns, "PATIENCE_SECONDS", DEADLINE_SECONDS)
    shared = Turns()
    first = Worker(shared)
    assert first.has_turn.wait(DEADLINE_SECONDS)
    second = Worker(shared)
    assert eventually(shared._waiting.locked)
    start = time.monotonic()
    for _ in range(100):
        with pytest.raises(Busy), shared.take():
            pass
    assert time.monotonic() - start < DEADLINE_SECONDS
    first.end()
    second.end()
    assert second.has_turn.is_set()


def test_patience_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "PATIENCE_SECONDS", 0.01)
    shared = Turns()
    with shared.take(), pytest.raises(Busy), shared.take():
        pass
    with shared.take():
        pass


def test_work_that_fails_gives_the_turn_back() -> None:
    shared = Turns()
    with pytest.raises(ZeroDivisionError), shared.take():
        1 / 0  # noqa: B018
    with shared.take():
        pass
