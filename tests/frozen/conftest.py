"""A PostgreSQL server of these tests' own, which they may freeze and stop."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.live import run_manage
from tests.postgres import Server, own_server


@pytest.fixture(scope="package")
def shared_server() -> Iterator[Server]:
    """One server for all of them."""
    with own_server() as server:
        yield server


@pytest.fixture
def server(shared_server: Server) -> Iterator[Server]:
    """The same, well again after each test."""
    yield shared_server
    shared_server.thaw()


@pytest.fixture(scope="package")
def data_dir(shared_server: Server, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a site whose database is in the server."""
    folder = tmp_path_factory.mktemp("postgresql")
    variables = {"DATABASE_URL": shared_server.url}
    run_manage(folder, "http://localhost", "prepare", variables=variables)
    return folder
