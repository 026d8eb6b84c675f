"""What the tests of rights requests share."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from pytest_django import Settings

from outbox.sender import SMTP
from tests.factories import make_staff
from tests.outbox.conftest import mail_server as mail_server
from tests.outbox.conftest import mailbox as mailbox


@pytest.fixture(autouse=True)
def configured_mail(settings: Settings) -> None:
    """A mail server is named; only tests that use ``mail_server`` have one."""
    settings.EMAIL_BACKEND = SMTP
    settings.EMAIL_HOST = "127.0.0.1"
    settings.DEFAULT_FROM_EMAIL = "Privacy office <privacy@example.com>"


@pytest.fixture
def officer() -> User:
    """Somebody of the Privacy office."""
    return make_staff()
