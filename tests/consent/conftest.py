"""Databases that really fail."""

from __future__ import annotations

import copy
import socket
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from django.db.utils import load_backend
from pytest_django import DjangoDbBlocker

from centene_site.postgresql import base
from consent import in_force
from consent.catalogue import parse
from pages import background
from pages import kept as kept_values
from pages.kept import Kept
from tests.consent.samples import ROWS

SQLITE = "django.db.backends.sqlite3"


@contextmanager
def missing_file(folder: Path) -> Iterator[dict[str, Any]]:
    """SQLite in a folder that is not there."""
    yield {"ENGINE": SQLITE, "NAME": str(folder / "gone" / "site.sqlite3")}


@contextmanager
def read_only_file(folder: Path) -> Iterator[dict[str, Any]]:
    """SQLite that may not be written."""
    path = folder / "read-only.sqlite3"
    with closing(sqlite3.connect(path)) as file:
        file.execute("CREATE TABLE something (id INTEGER)")
    options = {"uri": True, "transaction_mode": "IMMEDIATE"}
    yield {"ENGINE": SQLITE, "NAME": f"file:{path}?mode=ro", "OPTIONS": options}


@contextmanager
def locked_file(folder: Path) -> Iterator[dict[str, Any]]:
    """SQLite while another process holds the lock for too long."""
    path = folder / "locked.sqlite3"
    options = {"timeout": 0.05, "transaction_mode": "IMMEDIATE"}
    with closing(sqlite3.connect(path)) as other:
        other.execute("BEGIN EXCLUSIVE")
        yield {"ENGINE": SQLITE, "NAME": str(path), "OPTIONS": options}


@contextmanager
def nothing_listens(folder: Path) -> Iterator[dict[str, Any]]:
    """PostgreSQL whose server is not running."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    yield {
        "ENGINE": "centene_site.postgresql",
        "NAME": "site",
        "HOST": "127.0.0.1",
        "PORT": port,
        "OPTIONS": {"connect_timeout": 2},
    }


@pytest.fixture(autouse=True)
def worker(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a database a test runs as in a worker that knows the catalogue."""
    if request.node.get_closest_marker("django_db"):
        return
    monkeypatch.setattr(background, "is_running", lambda: True)
    # The tests' own waits for PostgreSQL are as long as a busy machine needs.
    monkeypatch.setattr(base, "waits_end", lambda: False)
    # Nobody refreshes what stands around a page: it stays empty, without a wait.
    monkeypatch.setattr(kept_values, "FIRST_WAIT_SECONDS", 0)
    kept = Kept("catalogue", lambda: ROWS, parse)
    kept.refresh()
    monkeypatch.setattr(in_force, "kept_catalogue", kept)


FAILURES = [missing_file, read_only_file, locked_file, nothing_listens]


@pytest.fixture(params=FAILURES, ids=lambda failure: failure.__name__)
def failing_database(
    request: pytest.FixtureRequest, tmp_path: Path, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """Every question to the default database fails as it does in production."""
    if request.node.get_closest_marker("django_db"):
        raise pytest.UsageError(f"{request.node.nodeid}: fails, or has a database?")
    failure: Callable[..., Any] = request.param
    usual = connections["default"]
    with failure(tmp_path) as given, django_db_blocker.unblock():
        settings = copy.deepcopy(usual.settings_dict) | {"OPTIONS": {}} | given
        backend = load_backend(settings["ENGINE"])
        connections["default"] = backend.DatabaseWrapper(settings, "default")
        try:
            yield
        finally:
            connections["default"].close()
            connections["default"] = usual
