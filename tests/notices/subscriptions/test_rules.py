"""What the database itself refuses about subscriptions."""

from __future__ import annotations

import pytest
from django.utils import timezone

from notices.models import Subscriber, Subscription
from policy.models import Policy
from tests.attacks import refused
from tests.notices.subscriptions.people import JANE, make_subscriber

pytestmark = pytest.mark.django_db


def test_an_address_is_kept_once(terms: Policy) -> None:
    make_subscriber(terms)
    with refused():
        Subscriber.new(JANE.upper()).save()


def test_a_policy_is_subscribed_to_once(terms: Policy) -> None:
    subscriber = make_subscriber(terms)
    with refused():
        Subscription.objects.create(
            subscriber=subscriber,
            policy=terms,
            kind="every",
            asked_at=timezone.now(),
        )


def test_there_is_no_other_kind(terms: Policy) -> None:
    make_subscriber(terms)
    with refused("subscription_kind_is_known"):
        Subscription.objects.update(kind="weekly")


def test_nothing_shows_an_address(terms: Policy) -> None:
    subscriber = make_subscriber(terms)
    shown = f"{subscriber} {subscriber!r} {Subscription.objects.get()!r}"
    assert JANE not in shown
    assert subscriber.contact().secret not in shown
