"""The mail server of a test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_django import Settings

from outbox import chores
from outbox.sender import SMTP
from tests.outbox.mailserver import Mailbox, MailServer


@pytest.fixture
def mail_server(settings: Settings) -> Iterator[MailServer]:
    """A server that is up, and that this process sends through."""
    server = MailServer()
    settings.EMAIL_BACKEND = SMTP
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = server.port
    settings.EMAIL_USE_TLS = False
    settings.DEFAULT_FROM_EMAIL = server.variables["DEFAULT_FROM_EMAIL"]
    server.start()
    yield server
    server.stop()


@pytest.fixture
def mailbox(mail_server: MailServer) -> Mailbox:
    """What arrived at the server."""
    return mail_server.mailbox


@pytest.fixture
def own_chores(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """No chores but those that the test adds; the list is what they may write to."""
    monkeypatch.setattr(chores, "_chores", [])
    yield []
