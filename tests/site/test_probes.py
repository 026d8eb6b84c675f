"""/livez, /readyz and /favicon.ico."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.management import call_command
from django.db import OperationalError
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from centene_site import views

ADDRESSES = ["/livez", "/readyz", "/favicon.ico"]


def test_alive_needs_no_database(client: Client) -> None:
    answer = client.get("/livez")
    assert (answer.status_code, answer.content) == (200, b"ok\n")
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["Content-Type"] == "text/plain"


@pytest.mark.django_db
def test_ready_when_the_database_is(client: Client) -> None:
    answer = client.get("/readyz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.django_db
def test_not_ready_while_a_migration_is_missing(client: Client) -> None:
    MigrationRecorder.Migration.objects.filter(app="notices").latest("pk").delete()
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.content == b"the database is not migrated\n"
    call_command("migrate", "notices", fake=True, verbosity=0, skip_checks=True)
    assert client.get("/readyz").status_code == 200


@pytest.mark.django_db
def test_not_ready_while_the_database_does_not_answer(
    client: Client, monkeypatch: pytest.MonkeyPatch, caplog: Any
) -> None:
    def gone(connection: object) -> None:
        raise OperationalError("password of postgres is 12345")

    monkeypatch.setattr(views, "MigrationExecutor", gone)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.content == b"the database does not answer\n"
    assert "The database does not answer." in caplog.text


def test_the_icon_is_a_static_file(client: Client) -> None:
    answer = client.get("/favicon.ico")
    assert answer.status_code == 301
    assert answer.headers["Location"] == "/static/icon.svg"


@pytest.mark.django_db
@pytest.mark.parametrize("address", ADDRESSES)
def test_they_can_only_be_read(client: Client, address: str) -> None:
    assert client.post(address).status_code == 405
    assert client.head(address).status_code == client.get(address).status_code
