"""Error pages help, and hold up when the database does not."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.backends import ModelBackend
from django.db import (
    DatabaseError,
    IntegrityError,
    InterfaceError,
    OperationalError,
    ProgrammingError,
)
from django.test import Client

from centene_site import context
from centene_site.postgresql.bounded import CommitUnanswered
from policy.models import PolicyVersion
from policy.querysets import PolicyVersionQuerySet
from tests.factories import make_policy, make_version
from tests.html import elements, words

HOST = {"headers": {"host": "somebody.else"}}


@pytest.fixture
def quiet_client() -> Client:
    """A client that gets the error page, as a visitor does."""
    return Client(raise_request_exception=False)


@pytest.mark.django_db
def test_not_found_leads_to_what_there_is(client: Client) -> None:
    make_version(make_policy(slug="terms", title="Terms"))
    answer = client.get("/nothing/here/")
    assert answer.status_code == 404
    html = answer.content.decode()
    assert "Page not found" in elements(html, "h1")[0].text
    links = {e["href"] for e in elements(html, "a") if "main" in e.inside}
    assert {"/", "/terms/", "/terms/versions/", "/notices/", "/cookies/"} <= links
    assert "tel:+18003451642" in links
    assert "noindex" in html
    assert answer.headers["Cache-Control"] == "no-cache"


@pytest.mark.django_db
def test_a_missing_slash_is_added(client: Client) -> None:
    make_version(make_policy(slug="terms"))
    answer = client.get("/terms")
    assert answer.status_code == 301
    assert answer.headers["Location"] == "/terms/"


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/%0d%0aX: y/", "/<script>/", "/%ff/", "/a//b/"])
def test_an_odd_address_is_not_found_and_not_echoed(
    client: Client, address: str
) -> None:
    answer = client.get(address)
    assert answer.status_code == 404
    assert b"<script>" not in answer.content
    assert not answer.has_header("X")


def failing(*args: Any, **kwargs: Any) -> Any:
    raise DatabaseError("The database has gone.")


def test_not_found_needs_no_database(client: Client, monkeypatch: Any) -> None:
    monkeypatch.setattr(context, "frame_now", failing)
    monkeypatch.setattr(context, "catalogue_now", lambda: None)
    answer = client.get("/nothing/here/")
    assert answer.status_code == 404
    text = words(answer.content.decode())
    assert "Something went wrong on our side" in text
    assert "1-800-345-1642" in text


def test_an_error_of_ours_says_so_and_needs_no_database(
    quiet_client: Client, monkeypatch: Any
) -> None:
    monkeypatch.setattr(PolicyVersion, "objects", property(failing))
    answer = quiet_client.get("/")
    assert answer.status_code == 500
    html = answer.content.decode()
    assert "Something went wrong on our side" in elements(html, "h1")[0].text
    assert "Please try again in a minute." in words(html)
    assert {e["href"] for e in elements(html, "a")} == {"/", "tel:+18003451642"}
    assert "Traceback" not in html
    assert answer.headers["Cache-Control"] == "no-cache"
    assert answer.headers["X-Frame-Options"] == "DENY"


def test_a_request_for_another_host_is_refused(quiet_client: Client) -> None:
    answer = quiet_client.get("/livez/x", **HOST)  # type: ignore[arg-type]
    assert answer.status_code == 400
    assert "The request could not be understood" in words(answer.content.decode())


@pytest.mark.django_db
def test_a_forged_form_of_the_desk_is_refused() -> None:
    answer = Client(enforce_csrf_checks=True).post("/admin/login/", {"username": "pat"})
    assert answer.status_code == 403


@pytest.mark.django_db
def test_too_much_is_413(client: Client) -> None:
    answer = client.post("/consent/choose/", {"choice": "x" * 3_000_000})
    assert answer.status_code == 413
    fields = {f"field-{number}": "x" for number in range(2000)}
    assert client.post("/consent/choose/", fields).status_code == 413


def raising(error: Exception) -> Callable[..., None]:
    """What asks the database and fails so."""

    def fail(*args: object, **options: object) -> None:
        raise error

    return fail


def caused(error: Exception, cause: Exception) -> Exception:
    """The error as Django makes it of what the database's driver raised."""
    error.__cause__ = cause
    return error


def sqlite_error(code: int) -> Exception:
    cause = sqlite3.OperationalError("It failed.")
    cause.sqlite_errorcode = code
    return caused(OperationalError("It failed."), cause)


@pytest.mark.parametrize(
    "error",
    [
        OperationalError("The server hung up."),
        InterfaceError("The connection is closed."),
        sqlite_error(sqlite3.SQLITE_BUSY),
        sqlite_error(sqlite3.SQLITE_IOERR),
    ],
)
def test_a_database_that_fails_is_503_and_no_fault_of_the_page(
    quiet_client: Client, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    monkeypatch.setattr(PolicyVersionQuerySet, "in_force", raising(error))
    answer = quiet_client.get("/")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "60"
    assert answer.headers["Cache-Control"] == "no-cache"
    html = answer.content.decode()
    assert elements(html, "h1")[0].text == "This page cannot be shown just now"
    assert "saved" not in html
    assert quiet_client.head("/").status_code == 503


@pytest.mark.parametrize(
    "error",
    [
        ProgrammingError("There is no such table."),
        IntegrityError("There is one already."),
        sqlite_error(sqlite3.SQLITE_ERROR),
        ValueError("No."),
    ],
)
def test_a_fault_of_the_program_stays_500(
    quiet_client: Client, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    monkeypatch.setattr(PolicyVersionQuerySet, "in_force", raising(error))
    answer = quiet_client.get("/")
    assert answer.status_code == 500
    assert not answer.has_header("Retry-After")


FORM = {"username": "ann", "password": "a long enough passphrase"}


@pytest.mark.django_db
def test_what_was_sent_is_said_not_to_be_saved(
    quiet_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ModelBackend, "authenticate", raising(OperationalError()))
    answer = quiet_client.post("/admin/login/", FORM)
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
    text = words(answer.content.decode())
    assert "what you sent was not saved" in text
    assert "reload this page in a minute to send it again" in text
    assert FORM["password"] not in text


@pytest.mark.django_db
def test_where_nobody_knows_whether_it_was_saved_the_page_says_so(
    quiet_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    unanswered = caused(OperationalError(), CommitUnanswered())
    # What Django tries next, a new connection, fails as well.
    error = OperationalError()
    error.__context__ = unanswered
    monkeypatch.setattr(ModelBackend, "authenticate", raising(error))
    answer = quiet_client.post("/admin/login/", FORM)
    assert answer.status_code == 503
    text = words(answer.content.decode())
    assert "We cannot tell whether it was saved" in text
    assert "was not saved" not in text
