"""Telling subscribers: queued in the very transaction that publishes or withdraws."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from notices.models import Subscription
from notices.models.subscription import (
    Contact,
    SubscriptionQuerySet,
    open_contact,
)
from notices.subscriptions.mails import (
    PURPOSE_VERSION,
    PURPOSE_WITHDRAWAL,
    about_version,
    about_withdrawal,
    reference,
)
from outbox.addresses import address_hashes
from outbox.cipher import Unreadable
from outbox.letters import InvalidMail
from outbox.models import Mail, MailQuerySet, State
from outbox.queueing import queue_all
from policy.models import Origin, PolicyVersion, Withdrawal, Withholding
from policy.refusals import Refused

logger = logging.getLogger(__name__)

# Subscribers read from the database at a time.
CHUNK = 1000


def tell(version: PolicyVersion) -> None:
    """Queue a mail to everybody who wants to hear of the version. Raises Refused.

    An import is not an announcement (decision 12).
    """
    if version.origin != Origin.DESK:
        return
    subscriptions = _wanting(version)
    if not subscriptions.exists():
        return
    pattern = about_version(version)
    letters = (pattern.to(contact) for contact in _contacts(subscriptions))
    try:
        queue_all(PURPOSE_VERSION, reference(version), letters)
    except InvalidMail as error:
        raise Refused(_unwritable(error)) from None


def tell_of_withdrawal(withdrawal: Withdrawal) -> None:
    """Drop what still waits, and tell those who had been told. Raises Refused.

    Where mails were dropped before, because the version was withheld, nothing says any
    more who had been told: nobody is, rather than somebody who never heard of it.
    """
    version = withdrawal.version
    about = Mail.objects.filter(purpose=PURPOSE_VERSION, reference=reference(version))
    was_dropped = about.filter(state=State.DROPPED).exists()
    untouched = about.unsent().filter(attempts=0)
    never_told = set(untouched.values_list("recipient_hash", flat=True))
    about.drop(withdrawal.withdrawn_at)
    told = _wanting(version).filter(confirmed_at__lt=version.published_at)
    if was_dropped or not about.exists() or not told.exists():
        return
    pattern = about_withdrawal(withdrawal)
    letters = (
        pattern.to(contact)
        for contact in _contacts(told)
        if never_told.isdisjoint(address_hashes(contact.address))
    )
    try:
        queue_all(PURPOSE_WITHDRAWAL, reference(version), letters)
    except InvalidMail as error:
        raise Refused(_unwritable(error)) from None


def drop_withheld(withholding: Withholding) -> None:
    """Letters that still wait hold words of the version."""
    _mails_about(withholding.version).drop(withholding.withheld_at)


def foretell_withholding(version: PolicyVersion) -> Iterator[str]:
    """How many mails will never be sent: nobody else tells those people."""
    count = _mails_about(version).unsent().count()
    if count:
        words = ngettext(
            "%(count)d mail about it still waits; it will not be sent. If the version "
            "is withdrawn afterwards, subscribers are not told of that by mail.",
            "%(count)d mails about it still wait; they will not be sent. If the "
            "version is withdrawn afterwards, subscribers are not told of that by "
            "mail.",
            count,
        )
        yield words % {"count": count}


def _mails_about(version: PolicyVersion) -> MailQuerySet:
    return Mail.objects.filter(reference=reference(version))


def foretell(
    draft: PolicyVersion, at: datetime
) -> Iterator[tuple[datetime | None, str]]:
    """What the timeline of a draft says about mails."""
    if draft.origin != Origin.DESK or draft.material is None:
        return
    count = _wanting(draft).count()
    words = ngettext(
        "%(count)d subscriber gets an e-mail.",
        "%(count)d subscribers get an e-mail.",
        count,
    )
    yield None, words % {"count": count}


def _wanting(version: PolicyVersion) -> SubscriptionQuerySet:
    wanting = Subscription.objects.wanting(material=bool(version.material))
    return wanting.filter(policy=version.policy_id)


def _contacts(subscriptions: SubscriptionQuerySet) -> Iterator[Contact]:
    """Where to write, of all whose key is still there."""
    rows = subscriptions.order_by("pk").values_list("pk", "subscriber__sealed")
    last, unreadable = 0, 0
    while chunk := list(rows.filter(pk__gt=last)[:CHUNK]):
        last = chunk[-1][0]
        for _pk, sealed in chunk:
            try:
                yield open_contact(sealed)
            except Unreadable:
                unreadable += 1
    if unreadable:
        logger.error("No key reads the addresses of %d subscribers.", unreadable)


def _unwritable(error: InvalidMail) -> str:
    return _("The e-mail to subscribers cannot be written: %(why)s") % {"why": error}
