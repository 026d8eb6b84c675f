"""Connections on which nobody waits without end, against a real server."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.db import OperationalError
from django.db.backends.postgresql import base as stock
from psycopg.conninfo import conninfo_to_dict
from pytest_django import DjangoDbBlocker

from centene_site.failures import is_the_databases, leaves_open
from centene_site.postgresql import base, bounded
from centene_site.postgresql.bounded import (
    Attempt,
    BoundedConnection,
    CommitUnanswered,
    NotAsked,
    Unanswered,
    connect,
)
from centene_site.postgresql.breaker import Breaker
from tests.postgres import Server

PATIENCE_SECONDS = 15


@pytest.fixture(autouse=True)
def breaker(monkeypatch: pytest.MonkeyPatch) -> Breaker:
    """One that knows nothing of other tests."""
    fresh = Breaker()
    monkeypatch.setattr(bounded, "breaker", fresh)
    monkeypatch.setattr(base, "breaker", fresh)
    return fresh


@pytest.fixture
def parameters(server: Server) -> dict[str, Any]:
    return dict(conninfo_to_dict(server.url))


@pytest.fixture
def connection(parameters: dict[str, Any]) -> Iterator[BoundedConnection]:
    with psycopg.connect(**parameters) as plain:
        plain.execute("CREATE TABLE IF NOT EXISTS written (number int)")
        plain.execute("TRUNCATE written")
    connection = connect(parameters)
    yield connection
    connection.close()


def written(parameters: dict[str, Any]) -> int:
    """How many rows are in the table, once nobody writes to it."""
    with psycopg.connect(**parameters) as plain:
        plain.execute("LOCK TABLE written")
        row = plain.execute("SELECT count(*) FROM written").fetchone()
    assert row is not None
    return int(row[0])


def wait_until_closed(breaker: Breaker) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while breaker.is_open:
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_an_answer_is_one(connection: BoundedConnection, breaker: Breaker) -> None:
    assert connection.execute("SELECT 1").fetchone() == (1,)
    with pytest.raises(psycopg.errors.UndefinedTable):
        connection.execute("SELECT * FROM nowhere")
    assert not connection.closed
    assert not breaker.is_open


def test_a_wait_that_runs_out_closes_the_connection_and_opens_the_breaker(
    connection: BoundedConnection,
    breaker: Breaker,
    server: Server,
    parameters: dict[str, Any],
) -> None:
    other = connect(parameters)
    server.freeze()
    with pytest.raises(Unanswered):
        connection.execute("SELECT 1")
    assert connection.closed
    assert breaker.is_open
    with pytest.raises(NotAsked):
        other.execute("SELECT 1")
    assert other.closed
    with pytest.raises(NotAsked):
        connect(parameters)


def test_a_connection_that_is_not_made_is_not_waited_for(
    breaker: Breaker, server: Server, parameters: dict[str, Any]
) -> None:
    server.freeze()
    with pytest.raises(Unanswered):
        connect(parameters)
    assert breaker.is_open
    # What comes in the end tells that the database is back.
    server.thaw()
    wait_until_closed(breaker)


def test_a_silent_network_is_not_waited_for() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        with pytest.raises(Unanswered):
            connect({"host": "127.0.0.1", "port": port, "connect_timeout": 2})


def test_a_silent_resolver_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    over = threading.Event()

    def resolve(*args: object, **options: object) -> object:
        over.wait(PATIENCE_SECONDS)
        raise OSError("No name server answered.")

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    with pytest.raises(Unanswered):
        connect({"host": "database.example"})
    over.set()


def test_a_server_that_refuses_leaves_the_breaker_closed(breaker: Breaker) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(psycopg.OperationalError) as caught:
        connect({"host": "127.0.0.1", "port": port})
    assert not isinstance(caught.value, Unanswered)
    assert not breaker.is_open


def test_an_attempt_that_nobody_waits_for_closes_what_it_made(
    server: Server, parameters: dict[str, Any]
) -> None:
    attempt = Attempt(parameters)
    attempt.abandon()
    made = attempt.wait()
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not made.closed:
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_a_commit_without_an_answer_is_told_apart_and_does_not_come_late(
    monkeypatch: pytest.MonkeyPatch, server: Server, parameters: dict[str, Any]
) -> None:
    monkeypatch.setattr(bounded, "STANDSTILL_MS", 300)
    with connect(parameters) as first:
        first.execute("CREATE TABLE IF NOT EXISTS written (number int)")
        first.execute("TRUNCATE written")
    connection = connect(parameters)
    connection.execute("INSERT INTO written VALUES (1)")
    server.freeze()
    with pytest.raises(CommitUnanswered):
        connection.commit()
    server.thaw()
    assert written(parameters) == 0


def test_a_transaction_that_was_refused_is_never_committed(
    connection: BoundedConnection, server: Server, parameters: dict[str, Any]
) -> None:
    server.freeze()
    with pytest.raises(Unanswered):
        connection.execute("INSERT INTO written VALUES (1)")
    with pytest.raises(psycopg.OperationalError):
        connection.commit()
    server.thaw()
    assert written(parameters) == 0


def test_the_server_ends_what_takes_too_long(
    monkeypatch: pytest.MonkeyPatch, server: Server, parameters: dict[str, Any]
) -> None:
    monkeypatch.setattr(bounded, "STATEMENT_MS", 50)
    connection = connect(parameters)
    with pytest.raises(psycopg.errors.QueryCanceled):
        connection.execute("SELECT pg_sleep(60)")
    connection.rollback()
    assert connection.execute("SELECT 1").fetchone() == (1,)
    connection.close()


def test_an_operators_options_come_last(parameters: dict[str, Any]) -> None:
    own = parameters | {"options": "-c statement_timeout=5s"}
    with connect(own) as connection:
        assert connection.execute("SHOW statement_timeout").fetchone() == ("5s",)


# --- In Django's hands ----------------------------------------------------------------


@pytest.fixture
def wrapper(
    parameters: dict[str, Any], django_db_blocker: DjangoDbBlocker
) -> Iterator[base.DatabaseWrapper]:
    """Django's own object for a connection to the server."""
    settings = {
        **{"NAME": parameters["dbname"], "USER": parameters["user"]},
        **{"PASSWORD": parameters["password"], "HOST": parameters["host"]},
        **{"PORT": parameters["port"], "OPTIONS": {}, "TIME_ZONE": None},
        **{"ATOMIC_REQUESTS": False, "AUTOCOMMIT": True},
        **{"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True, "TEST": {}},
    }
    wrapper = base.DatabaseWrapper(settings, "own")
    with django_db_blocker.unblock():
        yield wrapper
        wrapper.close()


@pytest.fixture
def in_a_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(base, "waits_end", lambda: True)


def test_commands_wait_as_long_as_it_takes(wrapper: base.DatabaseWrapper) -> None:
    wrapper.ensure_connection()
    assert not isinstance(wrapper.connection, BoundedConnection)
    assert isinstance(wrapper, stock.DatabaseWrapper)


@pytest.mark.usefixtures("in_a_worker")
def test_in_a_worker_a_silent_database_is_an_operational_error(
    wrapper: base.DatabaseWrapper, server: Server
) -> None:
    with wrapper.cursor() as cursor:
        cursor.execute("SELECT 1")
        server.freeze()
        with pytest.raises(OperationalError, match="did not answer in time") as caught:
            cursor.execute("SELECT 1")
    assert is_the_databases(caught.value)
    assert not leaves_open(caught.value)


@pytest.mark.usefixtures("in_a_worker")
def test_a_connection_just_heard_is_well_without_a_question(
    wrapper: base.DatabaseWrapper, server: Server
) -> None:
    wrapper.ensure_connection()
    server.freeze()
    assert wrapper.is_usable()


@pytest.mark.usefixtures("in_a_worker")
def test_a_connection_not_heard_for_a_while_is_asked(
    wrapper: base.DatabaseWrapper, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(base, "FRESH_SECONDS", 0)
    wrapper.ensure_connection()
    assert wrapper.is_usable()
    server.freeze()
    assert not wrapper.is_usable()


@pytest.mark.usefixtures("in_a_worker")
def test_a_connection_that_the_server_ended_is_not_well(
    wrapper: base.DatabaseWrapper, parameters: dict[str, Any]
) -> None:
    wrapper.ensure_connection()
    pid = wrapper.connection.info.backend_pid
    with psycopg.connect(**parameters) as plain:
        plain.execute("SELECT pg_terminate_backend(%s, 10000)", [pid])
    assert not wrapper.is_usable()


def test_the_lookout_finds_out_that_the_database_is_back(
    wrapper: base.DatabaseWrapper,
    server: Server,
    breaker: Breaker,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(base, "default_connection", wrapper)
    lookout = base.Lookout()
    server.freeze()
    assert breaker.gives_up(time.monotonic() - PATIENCE_SECONDS)
    lookout.look()
    assert breaker.is_open
    server.thaw()
    wait_until_closed(breaker)
