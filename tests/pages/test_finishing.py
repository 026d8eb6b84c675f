"""Pages that are finished ahead, and their copies."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.handlers.wsgi import WSGIHandler
from django.db import OperationalError, transaction

from pages import background, copies, finishing, remembered, stamp, storing
from pages.finished import BROTLI, SMALLEST
from pages.finishing import Finisher, NotMade
from pages.forgetting import forget_finished_pages
from pages.moments import next_moment
from pages.stamp import Stamp, Watch
from pages.store import Address, Store
from tests.factories import make_policy, make_upcoming, make_version, moment

NOW = moment("2026-11-27 12:00")
PATH = "/terms/"
HERE = Address("http", "localhost:8000", PATH)


@pytest.fixture
def worker(
    own_database: str, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[], Finisher]]:
    """What a worker of a machine of its own has; called again: another worker."""
    settings.DATA_DIR = tmp_path
    monkeypatch.setattr(background, "is_running", lambda: True)

    def begin() -> Finisher:
        store, watch = Store(10_000_000), Watch()
        monkeypatch.setattr(storing, "store", store)
        monkeypatch.setattr(finishing, "store", store)
        monkeypatch.setattr(remembered, "_span", None)
        for module in (finishing, remembered, storing):
            monkeypatch.setattr(module, "current", watch.current)
        monkeypatch.setattr("pages.public.current", watch.current)
        monkeypatch.setattr(stamp, "_watch", watch)
        watch.poll()
        return Finisher(WSGIHandler())

    with time_machine.travel(NOW, tick=False):
        yield begin


def words(at: Any, stamp_now: Stamp | None = None) -> str | None:
    found = storing.store.get(HERE, "", stamp_now or stamp._watch.current(), at)
    return found.body.decode() if found else None


def publish_two() -> None:
    """A version in force, and one that takes force in thirty days."""
    policy = make_policy(slug="terms")
    make_version(policy, effective="2020-01-01", source="## Now\n\nWhat holds.")
    make_upcoming(policy, days=30, source="## Then\n\nWhat will hold.")


def test_the_page_of_now_and_that_of_the_next_moment_are_there(
    worker: Callable[[], Finisher],
) -> None:
    publish_two()
    worker().finish()
    then = next_moment(NOW)
    assert then is not None
    assert "What holds." in str(words(NOW))
    just_before = then - timedelta(microseconds=1)
    assert "What holds." in str(words(just_before))
    assert "What will hold." in str(words(then))


def test_what_is_finished_ahead_is_as_small_as_can_be(
    worker: Callable[[], Finisher],
) -> None:
    publish_two()
    worker().finish()
    page = storing.store.get(HERE, "", stamp.read(), NOW)
    assert page is not None
    assert page.quality == SMALLEST
    assert len(page.form(BROTLI).body) < len(page.body) / 3


def test_nothing_is_made_twice(
    worker: Callable[[], Finisher], monkeypatch: pytest.MonkeyPatch
) -> None:
    publish_two()
    made: list[str] = []
    finisher = worker()
    handler = finisher._application

    def application(environ: dict[str, Any], start_response: Any) -> Any:
        made.append(environ["PATH_INFO"])
        return handler(environ, start_response)

    monkeypatch.setattr(finisher, "_application", application)
    finisher.finish()
    assert made
    made.clear()
    finisher.finish()
    assert not made


def test_a_change_makes_all_anew(worker: Callable[[], Finisher]) -> None:
    policy = make_policy(slug="terms")
    make_version(policy, effective="2020-01-01", source="## One\n\nThe first.")
    finisher = worker()
    finisher.finish()
    make_version(policy, effective="2021-01-01", source="## Two\n\nThe second.")
    assert words(NOW) is None
    finisher.finish()
    assert "The second." in str(words(NOW))


def test_a_failing_database_stops_it_until_it_is_well(
    worker: Callable[[], Finisher], monkeypatch: pytest.MonkeyPatch
) -> None:
    publish_two()
    finisher = worker()

    def fail(environ: dict[str, Any], start_response: Any) -> Any:
        start_response("503 Service Unavailable", [])
        return type("Response", (), {"close": lambda self: None})()

    handler = finisher._application
    monkeypatch.setattr(finisher, "_application", fail)
    with pytest.raises(NotMade):
        finisher.finish()
    monkeypatch.setattr(finisher, "_application", handler)
    finisher.finish()
    assert "What holds." in str(words(NOW))


def test_a_worker_that_starts_without_a_database_has_what_was_true_last(
    worker: Callable[[], Finisher], monkeypatch: pytest.MonkeyPatch
) -> None:
    publish_two()
    worker().finish()
    then = next_moment(NOW)
    known = stamp.read()

    def away() -> Stamp:
        raise OperationalError

    monkeypatch.setattr(stamp, "read", away)
    with pytest.raises(OperationalError):
        worker()
    copies.read(storing.store)
    assert "What holds." in str(words(NOW, known))
    assert "What will hold." in str(words(then, known))


def test_copies_are_of_what_is_finished_ahead_and_nothing_else(
    worker: Callable[[], Finisher], tmp_path: Path
) -> None:
    publish_two()
    finisher = worker()
    folder = tmp_path / "kept" / "pages"
    folder.mkdir(parents=True)
    (folder / "of-an-address-that-is-no-more.json").write_text("")
    finisher.finish()
    kept = {each.address for each in storing.store.contents()}
    assert len(list(folder.iterdir())) == len(kept)
    assert all(path.stat().st_size for path in folder.iterdir())


def test_one_address_is_found_among_the_copies(
    worker: Callable[[], Finisher],
) -> None:
    publish_two()
    worker().finish()
    store = Store(10_000_000)
    copies.read(store, HERE)
    assert {kept.address for kept in store.contents()} == {HERE}
    copies.read(store, HERE._replace(path="/nothing/"))
    assert {kept.address for kept in store.contents()} == {HERE}


@pytest.mark.parametrize("spoiled", ["", "{", "[]", '{"address": 1}', "null"])
def test_a_spoiled_copy_is_no_error(
    worker: Callable[[], Finisher], tmp_path: Path, spoiled: str
) -> None:
    publish_two()
    worker().finish()
    for path in (tmp_path / "kept" / "pages").iterdir():
        path.write_text(spoiled)
    copies.read(Store(1_000_000))


def test_a_copy_that_somebody_altered_is_not_believed(
    worker: Callable[[], Finisher], tmp_path: Path
) -> None:
    publish_two()
    worker().finish()
    path = min((tmp_path / "kept" / "pages").iterdir())
    path.write_text(path.read_text().replace("text/html", "text/xml_"))
    store = Store(10_000_000)
    copies.read(store)
    kept = {header for each in store.contents() for header in each.page.headers}
    assert "text/xml_" not in str(kept)
    assert "text/html" in str(kept)


def test_what_is_forgotten_leaves_no_copy_and_no_page_of_last_resort(
    worker: Callable[[], Finisher], tmp_path: Path
) -> None:
    publish_two()
    finisher = worker()
    finisher.finish()
    known = storing.store.last_known(HERE, "", stamp.read(), NOW)
    assert known is not None
    with transaction.atomic():
        forget_finished_pages()
    assert storing.store.last_known(HERE, "", stamp.read(), NOW) is None
    assert not list((tmp_path / "kept" / "pages").iterdir())
    finisher.finish()
    assert "What holds." in str(words(NOW))


def test_a_folder_that_cannot_be_written_stops_nothing(
    worker: Callable[[], Finisher], tmp_path: Path
) -> None:
    publish_two()
    (tmp_path / "kept").write_text("no folder")
    worker().finish()
    assert "What holds." in str(words(NOW))


def test_chores_that_are_alone_do_not_keep_others_waiting() -> None:
    chore = next(c for c in background._chores if c.name == "poll the stamp")
    assert not chore.alone
