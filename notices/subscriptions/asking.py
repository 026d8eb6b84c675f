"""Asking for mail about a policy: written down, and answered by exactly one mail.

Whoever asks learns nothing of the address: known or not, the work, the page and the
number of mails are the same. Only the mail itself says more, to who reads the mailbox.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from notices.models import Subscriber, Subscription
from notices.subscriptions.mails import PURPOSE_ANSWER, answer
from outbox.addresses import address_hash
from outbox.limits import Limit
from outbox.queueing import queue_all
from policy.models import Policy

# For each address: nobody can fill a stranger's mailbox through this form.
A_MINUTE = Limit("subscribing, a minute", 1, timedelta(minutes=1))
A_DAY = Limit("subscribing, a day", 5, timedelta(days=1))


class TooMany(Exception):
    """All visitors together ask for more mails than this site sends in an hour."""


def ask(
    address: str,
    policies: Sequence[Policy],
    kind: str,
    at: datetime | None = None,
) -> None:
    """Queue one mail to a clean address: with the link that confirms, or, where all of
    it was confirmed before, with the link to the person's own page.

    Too often for one address, it does nothing, silently. Raises TooMany.
    """
    at = at or timezone.now()
    if not _everybody().take(at=at):
        raise TooMany
    with transaction.atomic():
        subject = address_hash(address)
        if not (A_MINUTE.take(subject, at) and A_DAY.take(subject, at)):
            return
        subscriber = _found_or_new(address)
        new = _write_down(subscriber, policies, kind, at)
        letter = answer(subscriber.contact(), policies=policies, new=new)
        queue_all(PURPOSE_ANSWER, PURPOSE_ANSWER, [letter])


def _everybody() -> Limit:
    most = settings.SUBSCRIBE_MAILS_PER_HOUR
    return Limit("subscribing, everybody", most, timedelta(hours=1))


def _found_or_new(address: str) -> Subscriber:
    """Two who ask for one address at once wait for each other at its limit."""
    found = Subscriber.objects.of_address(address).select_for_update().first()
    if found is not None:
        return found
    subscriber = Subscriber.new(address)
    subscriber.save(force_insert=True)
    return subscriber


def _write_down(
    subscriber: Subscriber, policies: Sequence[Policy], kind: str, at: datetime
) -> list[Policy]:
    """Keep what has to be confirmed; returns its policies.

    What was confirmed stays as it is: a stranger could have asked.
    """
    confirmed = subscriber.subscriptions.confirmed().values_list("policy", flat=True)
    known = set(confirmed)
    new = [policy for policy in policies if policy.pk not in known]
    for policy in new:
        Subscription.objects.update_or_create(
            subscriber=subscriber,
            policy=policy,
            defaults={"kind": kind, "asked_at": at},
        )
    return new
