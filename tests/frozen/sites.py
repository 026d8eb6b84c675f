"""Live sites whose database is in a PostgreSQL server of the tests' own."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.live import LiveSite
from tests.postgres import Server


@contextmanager
def running(data_dir: Path, server: Server) -> Iterator[LiveSite]:
    """A site with two workers."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        variables = {"DATABASE_URL": server.url, "WEB_CONCURRENCY": "2"}
        site = LiveSite(data_dir, listener.getsockname()[1], variables)
        with site.running(listener):
            yield site
