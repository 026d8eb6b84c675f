"""What a subscriber can do with the secret of the mailed links."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from notices.models import Subscriber, Subscription
from notices.subscriptions.mails import reference_prefix
from outbox.addresses import address_hashes
from outbox.cipher import Unreadable
from outbox.models import Mail, MailQuerySet
from policy.models import Policy


def confirm(subscriber: Subscriber, at: datetime | None = None) -> int:
    """The mailed link was used: what waited counts from now on; returns how many."""
    at = at or timezone.now()
    return subscriber.subscriptions.waiting(at).update(confirmed_at=at)


def change(
    subscriber: Subscriber,
    wanted: Mapping[Policy, str],
    at: datetime | None = None,
) -> None:
    """Set the kind of mail for each policy; '' is none.

    Who holds the secret reads the mailbox, so it is confirmed as well. A subscriber
    who wants nothing any more is erased. Raises Subscriber.DoesNotExist.
    """
    at = at or timezone.now()
    with transaction.atomic():
        _lock(subscriber)
        for policy, kind in wanted.items():
            if kind:
                _set(subscriber, policy, kind, at)
        for policy, kind in wanted.items():
            if not kind and subscriber.pk:
                unsubscribe(subscriber, policy)


def _set(subscriber: Subscriber, policy: Policy, kind: str, at: datetime) -> None:
    subscription, _made = Subscription.objects.get_or_create(
        subscriber=subscriber,
        policy=policy,
        defaults={"kind": kind, "asked_at": at, "confirmed_at": at},
    )
    subscription.kind = kind
    subscription.confirmed_at = subscription.confirmed_at or at
    subscription.save(update_fields=["kind", "confirmed_at"])


def unsubscribe(subscriber: Subscriber, policy: Policy) -> None:
    """No mail about the policy any more, nor one that still waits.

    With the last subscription the subscriber goes: the address served nothing else.
    Raises Subscriber.DoesNotExist.
    """
    with transaction.atomic():
        _lock(subscriber)
        subscriber.subscriptions.filter(policy=policy).delete()
        about = letters_to(subscriber).filter(
            reference__startswith=reference_prefix(policy)
        )
        about.drop()
        if not subscriber.subscriptions.exists():
            erase(subscriber)


def erase(subscriber: Subscriber) -> None:
    """Delete all that is held about an address, letters that wait for it included.

    Raises Subscriber.DoesNotExist.
    """
    with transaction.atomic():
        _lock(subscriber)
        letters_to(subscriber).drop()
        subscriber.delete()


def letters_to(subscriber: Subscriber) -> MailQuerySet:
    """The mails that still hold the address, those of other rooms included."""
    hashes = {subscriber.address_hash}
    # Where its key was lost, what was queued under that key bears the same hash.
    with suppress(Unreadable):
        hashes.update(address_hashes(subscriber.contact().address))
    return Mail.objects.unsent().filter(recipient_hash__in=hashes)


def _lock(subscriber: Subscriber) -> None:
    """Hold what publications hold while they queue mails, and what the purge holds.

    Otherwise letters that are not committed yet would survive what follows.
    """
    Subscriber.objects.select_for_update().get(pk=subscriber.pk)
    policies = Policy.objects.filter(subscriptions__subscriber=subscriber)
    list(policies.order_by("pk").select_for_update(of=("self",)))
