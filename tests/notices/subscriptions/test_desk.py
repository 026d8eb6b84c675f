"""Staff see how many subscribed, and nobody's address."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from notices.models.subscription import PATIENCE
from policy.models import Policy
from tests.desk import GROUPS, desk, superuser, text_of
from tests.factories import make_policy
from tests.notices.subscriptions.people import JANE, make_subscriber

pytestmark = pytest.mark.django_db
COUNTS = "/admin/notices/subscription/"


@pytest.mark.parametrize("role", GROUPS)
def test_every_role_sees_the_numbers(role: str, terms: Policy) -> None:
    make_subscriber(terms)
    make_subscriber(terms, address="a@example.com", kind="every")
    make_subscriber(terms, address="b@example.com", kind="every")
    make_subscriber(terms, address="c@example.com", confirmed=False)
    page = desk(role).get(COUNTS)
    assert page.status_code == 200
    assert "Terms & Conditions 1 2 1" in text_of(page)
    assert "4 addresses in all, encrypted." in text_of(page)
    for word in ("example.com", "jane"):
        assert word not in page.content.decode().lower()


def test_what_vanished_is_not_counted(terms: Policy) -> None:
    asked_at = timezone.now() - PATIENCE - timedelta(seconds=1)
    make_subscriber(make_policy(), asked_at=asked_at, confirmed=False)
    assert "Nobody has subscribed yet." in text_of(superuser().get(COUNTS))


def test_who_has_no_role_sees_nothing() -> None:
    assert desk().get(COUNTS).status_code == 403
    assert Client().get(COUNTS).status_code == 302


@pytest.mark.parametrize("way", ["add/", "1/change/", "1/", "1/delete/", "1/history/"])
def test_not_even_a_superuser_gets_to_a_row(terms: Policy, way: str) -> None:
    subscriber = make_subscriber(terms)
    address = COUNTS + way.replace("1", str(subscriber.subscriptions.get().pk))
    client = superuser()
    assert client.get(address, follow=True).status_code == 404
    assert client.post(address, {"post": "yes"}).status_code == 404
    assert subscriber.subscriptions.exists()


def test_the_page_is_only_read(terms: Policy) -> None:
    assert superuser().post(COUNTS, {"action": "delete_selected"}).status_code == 405


def test_it_says_what_an_operator_has_to_know(
    terms: Policy, settings: Settings
) -> None:
    make_subscriber(terms)
    client = superuser()
    assert "All are encrypted with the newest key." in text_of(client.get(COUNTS))
    settings.MAIL_KEYS = ["a new key " * 6, *settings.MAIL_KEYS]
    said = text_of(client.get(COUNTS))
    assert "1 of them is encrypted with a key of before" in said
    assert "No mail server" not in said
    settings.EMAIL_HOST = ""
    assert "No mail server is configured" in text_of(client.get(COUNTS))


def test_the_first_page_leads_there_and_shows_nobody(terms: Policy) -> None:
    make_subscriber(terms)
    page = superuser().get("/admin/")
    assert f'href="{COUNTS}"' in page.content.decode()
    assert JANE not in page.content.decode()
