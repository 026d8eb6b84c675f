"""Live sites whose database is in a PostgreSQL server of the tests' own."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.live import LiveSite
from tests.postgres import Server

PATIENCE_SECONDS = 15


@contextmanager
def running(data_dir: Path, server: Server) -> Iterator[LiveSite]:
    """A site with two workers."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        variables = {"DATABASE_URL": server.url, "WEB_CONCURRENCY": "2"}
        site = LiveSite(data_dir, listener.getsockname()[1], variables)
        with site.running(listener):
            yield site


def wait_until(condition: Callable[[], object]) -> None:
    """Look again and again; it has to be so within PATIENCE_SECONDS."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)
