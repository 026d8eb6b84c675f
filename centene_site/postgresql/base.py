"""The backend that the settings choose for PostgreSQL.

Workers wait with an end; commands, migrations and the tests' own process wait as long
as it takes, on Django's own connections.
"""

from __future__ import annotations

import select
import time
from typing import Any

from django.db import connection as default_connection
from django.db.backends.postgresql import base
from psycopg import IsolationLevel

from centene_site.postgresql.bounded import Attempt, BoundedConnection, connect
from centene_site.postgresql.breaker import breaker
from pages import background

LOOK_SECONDS = 0.25
# A connection that was heard so lately, and on which the server said nothing since, is
# taken for well. One that a firewall forgot in silence is older.
FRESH_SECONDS = 10.0


def waits_end() -> bool:
    """Whether this process is a worker: somebody expects an answer of it."""
    return background.is_running()


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's, on connections with an end to every wait."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Connect; in a worker, within the breaker's bounds."""
        if not waits_end():
            return super().get_new_connection(conn_params)
        self.isolation_level = IsolationLevel.READ_COMMITTED
        return connect(conn_params)

    def is_usable(self) -> bool:
        """Whether the connection is well; where that is in doubt, ask the server."""
        return _is_fresh(self.connection) or super().is_usable()


def _is_fresh(connection: Any) -> bool:
    """A server that ends a connection says so, or at least hangs up: both are read."""
    if not isinstance(connection, BoundedConnection) or connection.closed:
        return False
    if time.monotonic() - connection.heard_at > FRESH_SECONDS:
        return False
    poll = select.poll()
    poll.register(connection.fileno(), select.POLLIN)
    return not poll.poll(0)


class Lookout:
    """The chore that finds out that the database is back; it never waits itself."""

    def __init__(self) -> None:
        self._attempt: Attempt | None = None

    def look(self) -> None:
        """While the breaker is open, see to it that one attempt to connect is made."""
        if not breaker.is_open:
            return
        if self._attempt is None or self._attempt.is_over:
            self._attempt = Attempt(default_connection.get_connection_params())
            self._attempt.abandon()


background.add_chore("look for the database", LOOK_SECONDS, Lookout().look)
