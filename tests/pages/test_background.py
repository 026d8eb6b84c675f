"""Chores of a worker, and values that they keep fresh."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import OperationalError
from pytest_django import Settings

from pages import background
from pages.kept import Kept, NothingKept
from tests.waiting import wait_until


@pytest.fixture(autouse=True)
def no_other_chores(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(background, "_chores", [])
    monkeypatch.setattr(background, "TICK_SECONDS", 0.01)
    yield
    background.stop()


def test_a_worker_begins_before_its_chores(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    monkeypatch.setattr(background, "_beginnings", [])
    background.at_start(lambda: done.append("begun"))
    background.start()
    background.start()
    assert done == ["begun"]


def test_a_chore_runs_again_and_again_and_once_before_the_end() -> None:
    done: list[str] = []
    background.add_chore("often", 0, lambda: done.append("often"))
    background.add_chore("late", 3600, lambda: done.append("late"), at_exit=True)
    background.start()
    wait_until(lambda: done.count("often") > 2)
    background.stop()
    assert done.count("late") == 2
    assert done[-1] == "late"
    assert not background.is_running()


def test_a_failing_chore_stops_no_other_and_is_logged_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    done: list[int] = []

    def fail() -> None:
        done.append(0)
        raise OSError("The disk is full.")

    background.add_chore("fail", 0, fail)
    background.add_chore("work", 0, lambda: done.append(1))
    background.start()
    wait_until(lambda: done.count(1) > 2)
    background.stop()
    assert done.count(0) > 2
    assert len([r for r in caplog.records if "“fail” fails" in r.message]) == 1


def test_starting_twice_starts_one_thread() -> None:
    background.start()
    background.start()
    assert [thread.name for thread in threading.enumerate()].count("chores") == 1


def test_a_kept_value_is_refreshed_and_asks_nothing_itself(
    settings: Settings, tmp_path: Path
) -> None:
    settings.DATA_DIR = tmp_path
    answers = iter([["one"], ["two"]])
    asked: list[str] = []

    def read() -> list[str]:
        asked.append(threading.current_thread().name)
        return next(answers)

    kept = Kept("value", read, tuple)
    background._chores[0].every_seconds = 3600
    background.start()
    assert kept.get() == ("one",)
    copy = tmp_path / "kept" / "value.json"
    wait_until(copy.exists)
    kept.refresh()
    assert kept.get() == ("two",)
    assert asked == ["chores", "MainThread"]
    assert json.loads(copy.read_text()) == ["two"]


def failing() -> list[str]:
    raise OperationalError("The database does not answer.")


def test_a_worker_that_starts_without_a_database_takes_the_copy(
    settings: Settings, tmp_path: Path
) -> None:
    settings.DATA_DIR = tmp_path
    Kept("value", lambda: ["known"], tuple).refresh()
    kept = Kept("value", failing, tuple)
    background.start()
    assert kept.get() == ("known",)


@pytest.mark.parametrize("copy", ["", "{", None])
def test_without_a_database_and_a_copy_it_says_so(
    settings: Settings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    copy: str | None,
) -> None:
    settings.DATA_DIR = tmp_path
    if copy is not None:
        (tmp_path / "kept").mkdir()
        (tmp_path / "kept" / "value.json").write_text(copy)
    monkeypatch.setattr("pages.kept.FIRST_WAIT_SECONDS", 0.1)
    kept = Kept("value", failing, tuple)
    with pytest.raises(NothingKept):
        kept.get()
    background.start()
    with pytest.raises(NothingKept):
        kept.get()
