"""What vanishes by itself, and what is encrypted anew."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import Settings

from notices.models import Subscriber, Subscription
from notices.models.subscription import PATIENCE
from notices.subscriptions.upkeep import encrypt_anew, forget_unconfirmed
from outbox import chores
from outbox.models import Mail
from policy.models import Policy
from tests.factories import make_policy
from tests.notices.subscriptions.people import JANE, make_subscriber
from tests.outbox.mails import make_mail

pytestmark = pytest.mark.django_db
OLD, NEW = "an old key " * 6, "a new key " * 6
A_MOMENT = timedelta(microseconds=1)


def test_what_nobody_confirmed_is_forgotten_after_seven_days(terms: Policy) -> None:
    at = timezone.now()
    make_subscriber(terms, asked_at=at, confirmed=False)
    make_subscriber(terms, asked_at=at, address="kept@example.com")
    make_mail(recipient=JANE)
    make_mail(recipient="kept@example.com")
    assert forget_unconfirmed(at + PATIENCE - A_MOMENT) == 0
    assert Subscriber.objects.count() == 2
    assert forget_unconfirmed(at + PATIENCE) == 1
    assert Subscriber.objects.get().contact().address == "kept@example.com"
    assert not Mail.objects.to(JANE).exists()
    assert Mail.objects.waiting().count() == 1
    assert forget_unconfirmed(at + PATIENCE) == 0


def test_what_was_confirmed_keeps_the_address(terms: Policy) -> None:
    at = timezone.now()
    subscriber = make_subscriber(terms, asked_at=at)
    Subscription.objects.create(
        subscriber=subscriber,
        policy=make_policy(),
        kind="material",
        asked_at=at - PATIENCE,
    )
    assert forget_unconfirmed(at) == 1
    assert Subscription.objects.get().policy == terms


def test_the_worker_does_both() -> None:
    names = [chore.name for chore in chores.every()]
    assert "forget subscriptions that nobody confirmed" in names
    assert "encrypt subscribers under the newest key" in names


def test_a_new_key_takes_over_and_the_old_one_may_go(
    terms: Policy, settings: Settings
) -> None:
    settings.MAIL_KEYS = [OLD]
    before = make_subscriber(terms).contact()
    settings.MAIL_KEYS = [NEW, OLD]
    found = Subscriber.objects.of_address(JANE).get()
    assert found.contact() == before
    assert Subscriber.objects.under_older_keys().count() == 1
    assert encrypt_anew() == 1
    assert not Subscriber.objects.under_older_keys().exists()
    assert encrypt_anew() == 0
    settings.MAIL_KEYS = [NEW]
    assert Subscriber.objects.of_address(JANE).get().contact() == before
    assert Subscriber.objects.of_secret(before.secret).exists()


def test_a_lost_key_stops_nothing(terms: Policy, settings: Settings) -> None:
    settings.MAIL_KEYS = ["a lost key " * 6]
    lost = make_subscriber(terms, address="lost@example.com")
    settings.MAIL_KEYS = [OLD]
    make_subscriber(terms)
    settings.MAIL_KEYS = [NEW, OLD]
    assert encrypt_anew() == 1
    assert Subscriber.objects.under_older_keys().get() == lost


def test_two_rows_of_one_address_become_one(terms: Policy, settings: Settings) -> None:
    privacy = make_policy(slug="privacy")
    settings.MAIL_KEYS = [OLD]
    older = make_subscriber(terms)
    settings.MAIL_KEYS = [NEW]
    make_subscriber(terms, privacy, kind="every")
    settings.MAIL_KEYS = [NEW, OLD]
    assert encrypt_anew() == 1
    assert Subscriber.objects.get() == older
    assert set(older.subscriptions.values_list("policy__slug", "kind")) == {
        ("terms", "material"),
        ("privacy", "every"),
    }
