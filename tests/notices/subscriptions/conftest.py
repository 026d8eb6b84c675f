"""What the tests of subscriptions share."""

from __future__ import annotations

import pytest
from pytest_django import Settings

from outbox.sender import SMTP
from policy.models import Policy
from tests.factories import make_policy, make_version
from tests.outbox.conftest import mail_server as mail_server
from tests.outbox.conftest import mailbox as mailbox


@pytest.fixture(autouse=True)
def configured_mail(settings: Settings) -> None:
    """A mail server is named; only tests that use ``mail_server`` have one."""
    settings.EMAIL_BACKEND = SMTP
    settings.EMAIL_HOST = "127.0.0.1"
    settings.DEFAULT_FROM_EMAIL = "Privacy office <privacy@example.com>"


@pytest.fixture
def terms() -> Policy:
    """A policy with a version in force."""
    policy = make_policy(slug="terms", title="Terms & Conditions")
    make_version(policy)
    return policy
