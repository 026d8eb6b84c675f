"""The chores of subscriptions: what vanishes by itself, and what is encrypted anew."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from notices.models import Subscriber, Subscription
from notices.subscriptions.keeping import erase
from outbox.addresses import address_hash
from outbox.cipher import Unreadable


def forget_unconfirmed(at: datetime | None = None) -> int:
    """Delete requests that nobody confirmed in seven days; returns how many.

    With its last request an address goes, and the letters that wait for it.
    """
    at = at or timezone.now()
    deleted, _by_model = Subscription.objects.vanished(at).delete()
    left = Subscriber.objects.without_subscription(at).values_list("pk", flat=True)
    for pk in list(left):
        with transaction.atomic():
            # Locked first, asked afterwards: somebody may have asked again meanwhile.
            subscriber = Subscriber.objects.select_for_update().filter(pk=pk).first()
            if subscriber and not subscriber.subscriptions.live(at).exists():
                erase(subscriber)
    return deleted


def encrypt_anew() -> int:
    """Encrypt under the newest key what another key encrypted; returns how many.

    What no key reads any more stays as it is: the desk counts it.
    """
    old = Subscriber.objects.under_older_keys().values_list("pk", flat=True)
    return sum(_encrypt_anew(pk) for pk in list(old))


def _encrypt_anew(pk: int) -> bool:
    with transaction.atomic():
        subscriber = Subscriber.objects.select_for_update().filter(pk=pk).first()
        if subscriber is None:
            return False
        try:
            contact = subscriber.contact()
        except Unreadable:
            return False
        _merge_twin(subscriber, address_hash(contact.address))
        subscriber.seal(contact)
        subscriber.save(update_fields=["sealed", "address_hash", "key_mark"])
    return True


def _merge_twin(subscriber: Subscriber, new_hash: str) -> None:
    """Take over what a second row of the same address holds, and delete that.

    While a key is changed, workers that do not know the new one yet can make one.
    """
    twins = Subscriber.objects.filter(address_hash=new_hash).exclude(pk=subscriber.pk)
    for twin in twins:
        held = subscriber.subscriptions.values("policy")
        twin.subscriptions.exclude(policy__in=held).update(subscriber=subscriber)
        twin.delete()
