"""Connections of psycopg on which nobody waits without end.

All that blocks in psycopg is a generator that ``Connection.wait`` resumes, every tenth
of a second at the latest, until it has its answer. So the bound stands there.
"""

from __future__ import annotations

import time
from concurrent.futures import Future
from threading import Thread
from typing import Any, TypeVar

import psycopg
from psycopg.abc import PQGen

from centene_site.postgresql.breaker import SILENCE_SECONDS, breaker

T = TypeVar("T")
Row = tuple[Any, ...]

TICK_SECONDS = 0.1

# What the server itself ends, in milliseconds: a statement that a worker gives up a
# moment later; and a transaction that nobody continued. A COMMIT that lay unread while
# the server was frozen then comes too late, and what was refused is not committed.
STATEMENT_MS = 1_800
STANDSTILL_MS = 10_000


class NotAsked(psycopg.OperationalError):
    """The breaker is open: nothing was sent."""


class Unanswered(psycopg.OperationalError):
    """The database was asked, and did not answer in time."""


class CommitUnanswered(psycopg.OperationalError):
    """COMMIT was sent, and no answer came: nobody knows whether it was carried out."""

    outcome_is_unknown = True


class BoundedConnection(psycopg.Connection[Row]):
    """A connection that is closed, for good, once a wait on it ran out."""

    heard_at = 0.0

    def wait(self, gen: PQGen[T], *args: Any, **options: Any) -> T:
        """Psycopg's, with an end. Raises NotAsked and Unanswered."""
        return super().wait(self._bounded(gen), *args, **options)

    def commit(self) -> None:
        """Psycopg's. Raises CommitUnanswered, and NotAsked where nothing was sent."""
        try:
            super().commit()
        except NotAsked:
            raise
        except psycopg.OperationalError as error:
            if error.sqlstate is None:
                raise CommitUnanswered(str(error)) from error
            raise

    def _bounded(self, gen: PQGen[T]) -> PQGen[T]:
        if breaker.is_open:
            self.close()
            raise NotAsked("PostgreSQL did not answer lately, and was not asked again.")
        asked_at = time.monotonic()
        ready: Any = None
        while True:
            try:
                awaited = gen.send(ready)
            except StopIteration as end:
                if ready is not None:
                    self._heard()
                result: T = end.value
                return result
            if breaker.gives_up(asked_at):
                # Closed first: nothing that follows in the transaction is ever sent.
                self.close()
                raise Unanswered("PostgreSQL did not answer in time.")
            ready = yield awaited

    def _heard(self) -> None:
        self.heard_at = time.monotonic()
        breaker.heard()


class Attempt:
    """A connection in the making, in a thread of its own.

    Neither the system's resolver nor psycopg, whose shortest wait for a connection is
    two seconds, can be told to give up in time.
    """

    def __init__(self, parameters: dict[str, Any]) -> None:
        self._made: Future[BoundedConnection] = Future()
        self.began_at = time.monotonic()
        Thread(
            target=self._make, args=(parameters,), name="connecting", daemon=True
        ).start()

    @property
    def is_over(self) -> bool:
        """Whether there is a connection, or an error."""
        return self._made.done()

    def wait(self) -> BoundedConnection:
        """The connection. Raises Unanswered, and psycopg.Error where it fails."""
        while True:
            try:
                return self._made.result(TICK_SECONDS)
            except TimeoutError:
                if breaker.gives_up(self.began_at):
                    self.abandon()
                    raise Unanswered("PostgreSQL did not answer in time.") from None

    def abandon(self) -> None:
        """Nobody waits for it: what comes is closed."""
        self._made.add_done_callback(_close)

    def _make(self, parameters: dict[str, Any]) -> None:
        try:
            made = BoundedConnection.connect(**with_limits(parameters))
        except BaseException as error:
            # An error that comes at once is an answer, though no welcome one.
            if time.monotonic() - self.began_at < SILENCE_SECONDS:
                breaker.heard()
            self._made.set_exception(error)
        else:
            made._heard()
            self._made.set_result(made)


def _close(made: Future[BoundedConnection]) -> None:
    if made.exception() is None:
        made.result().close()


def connect(parameters: dict[str, Any]) -> BoundedConnection:
    """A new connection. Raises NotAsked, Unanswered, and psycopg.Error."""
    if breaker.is_open:
        raise NotAsked("PostgreSQL did not answer lately, and was not asked again.")
    return Attempt(parameters).wait()


def with_limits(parameters: dict[str, Any]) -> dict[str, Any]:
    """The parameters with what the server ends by itself; the operator's come last."""
    limits = {
        "statement_timeout": STATEMENT_MS,
        "idle_in_transaction_session_timeout": STANDSTILL_MS,
    }
    ours = [f"-c {name}={value}" for name, value in limits.items()]
    return parameters | {"options": " ".join([*ours, parameters.get("options", "")])}
