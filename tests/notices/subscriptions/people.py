"""Subscribers for tests, and what they find in their mails."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from django.test import Client
from django.utils import timezone

from notices.models import Kind, Subscriber, Subscription
from outbox.letters import Letter
from outbox.models import Mail
from policy.models import Policy

OURS = {"Sec-Fetch-Site": "same-origin"}
JANE = "jane@example.com"
SEND = "/subscribe/send/"
SENT = "/subscribe/sent/"


def filled(*slugs: str, **fields: Any) -> dict[str, Any]:
    """The form as filled in."""
    defaults = {"policies": slugs or ("terms",), "kind": "material", "address": JANE}
    return defaults | fields


def subscribe(client: Client, *slugs: str, **fields: Any) -> Any:
    """Post the form from our own page."""
    return client.post(SEND, filled(*slugs, **fields), headers=OURS)


def make_subscriber(
    *policies: Policy,
    address: str = JANE,
    kind: str = Kind.MATERIAL,
    asked_at: datetime | None = None,
    confirmed: bool = True,
) -> Subscriber:
    """A subscriber to these policies."""
    subscriber = Subscriber.new(address)
    subscriber.save()
    at = asked_at or timezone.now()
    for policy in policies:
        Subscription.objects.create(
            subscriber=subscriber,
            policy=policy,
            kind=kind,
            asked_at=at,
            confirmed_at=at if confirmed else None,
        )
    return subscriber


def page_of(subscriber: Subscriber, action: str = "") -> str:
    """The address of the person's own page, or of one below it."""
    return f"/subscribe/{subscriber.contact().secret}/{action}"


def letters(**fields: Any) -> list[Letter]:
    """What waits in the outbox, in the order it was queued."""
    waiting = Mail.objects.waiting().filter(**fields).order_by("pk")
    return [mail.open_letter() for mail in waiting]


def link(text: str, ending: str) -> str:
    """The path of the link in a mail whose address ends so."""
    found = re.search(
        rf"http://localhost:8000(/subscribe/[\w-]{{43}}/{ending})\s", text
    )
    assert found is not None, text
    return found[1]
