""" "What we hold about you": what the rooms hold of one e-mail address, and of consent
records whose receipt codes a person names.

A mailed link opens it: its token is the address itself, encrypted, with an end. Nothing
is stored for it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from consent.models import ConsentSubject, clean_receipt_code
from consent.receipts import Receipt, find_receipt
from notices.models import Subscriber, Subscription
from notices.subscriptions import keeping
from outbox.cipher import Cipher, Unreadable
from outbox.models import Mail
from outbox.queueing import queue_all
from rights import mails
from rights.erasing import Held, erase
from rights.models import RightsRequest
from rights.requesting import take_limits
from rights.showing import exported

CIPHER = Cipher("held")
HOURS = 24
# An address of 254 characters, encrypted and in base64.
LONGEST_TOKEN = 800
MOST_CODES = 20


@dataclass(frozen=True)
class WhatIsHeld:
    """All of one address, and the consent records of the codes."""

    address: str
    requests: list[RightsRequest]
    subscriptions: list[Subscription]
    receipts: list[Receipt]
    waiting_mails: int

    @property
    def is_nothing(self) -> bool:
        """Whether nothing is held of the address."""
        return not (self.requests or self.subscriptions or self.waiting_mails)


def send_link(address: str, network: str, at: datetime | None = None) -> None:
    """Mail the link that shows what is held of the address, whether or not anything is.

    Raises TooMany.
    """
    at = at or timezone.now()
    url = f"{settings.SITE_URL}{reverse('held:page', args=[make_token(address, at)])}"
    with transaction.atomic():
        take_limits(address, network, at)
        letter = mails.held(address, url, HOURS)
        queue_all(mails.PURPOSE_HELD, mails.PURPOSE_HELD, [letter])


def make_token(address: str, at: datetime) -> str:
    """What stands in the link: only this site can read it, and only for a day."""
    until = at + timedelta(hours=HOURS)
    return CIPHER.encrypt(json.dumps([address, until.timestamp()]))


def address_of(token: str, at: datetime | None = None) -> str | None:
    """The address of a token; None where it is not ours or its time is over."""
    try:
        address, until = json.loads(CIPHER.decrypt(token))
    except Unreadable:
        return None
    is_over = (at or timezone.now()).timestamp() >= until
    return None if is_over else str(address)


def held(address: str, codes: Iterable[str] = ()) -> WhatIsHeld:
    """What is held of an address; codes that lead to nothing are left out."""
    subscriptions = Subscription.objects.live().filter(
        subscriber__in=Subscriber.objects.of_address(address)
    )
    receipts = (find_receipt(code) for code in codes)
    return WhatIsHeld(
        address=address,
        requests=list(RightsRequest.objects.of_email(address).with_state()),
        subscriptions=list(subscriptions.select_related("policy")),
        receipts=[receipt for receipt in receipts if receipt is not None],
        waiting_mails=Mail.objects.to(address).unsent().count(),
    )


def codes_in(text: str) -> list[str]:
    """The receipt codes that somebody typed, one a line or with commas between."""
    typed = text.replace(",", "\n").splitlines()[:MOST_CODES]
    return [code for code in map(clean_receipt_code, typed) if code]


def as_json(found: WhatIsHeld) -> dict[str, Any]:
    """The same as a file."""
    return {
        "address": found.address,
        "requests": [exported(request) for request in found.requests],
        "subscriptions": [
            {
                "policy": subscription.policy.slug,
                "kind": subscription.kind,
                "asked_at": subscription.asked_at.isoformat(),
                "confirmed_at": subscription.confirmed_at
                and subscription.confirmed_at.isoformat(),
            }
            for subscription in found.subscriptions
        ],
        "consent_records": [receipt.as_json() for receipt in found.receipts],
        "mails_that_wait": found.waiting_mails,
    }


def erase_all(address: str, codes: Iterable[str] = ()) -> list[RightsRequest]:
    """Erase it all, at once; returns the requests that a legal hold keeps.

    Of a consent record nothing is personal but its link to a browser.
    """
    kept = []
    with transaction.atomic():
        for request in RightsRequest.objects.of_email(address):
            try:
                erase(request)
            except Held:
                kept.append(request)
        for subscriber in Subscriber.objects.of_address(address):
            keeping.erase(subscriber)
        Mail.objects.to(address).unsent().drop()
        records = [found.record for code in codes if (found := find_receipt(code))]
        ConsentSubject.objects.filter(record__in=records).delete()
    return kept
