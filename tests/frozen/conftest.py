"""A PostgreSQL server of these tests' own, which they may freeze and stop."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

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
