"""What the outbox can show about a version; it imports no other room itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from notices.subscriptions.mails import (
    PURPOSE_VERSION,
    PURPOSE_WITHDRAWAL,
    reference,
)
from outbox.models import Mail, State
from policy.evidence.layout import fact, moment, paragraph
from policy.models import PolicyVersion


def mails_of(version: PolicyVersion) -> Iterator[str]:
    """How many mails told of it, by what became of them."""
    yield paragraph(
        "Mails to who subscribed, one per address. What was sent keeps no address."
    )
    yield "That it was published:"
    yield from _mails(version, PURPOSE_VERSION)
    if hasattr(version, "withdrawal"):
        yield "That it was withdrawn:"
        yield from _mails(version, PURPOSE_WITHDRAWAL)


def _mails(version: PolicyVersion, purpose: str) -> Iterator[str]:
    mails = Mail.objects.filter(reference=reference(version), purpose=purpose)
    states = Counter(mails.values_list("state", flat=True))
    yield fact("All", states.total())
    for state in State:
        yield fact(str(state.label).capitalize(), states[state.value])
    queued = mails.order_by("created_at").values_list("created_at", flat=True)
    sent = mails.exclude(sent_at=None).order_by("sent_at")
    times = sent.values_list("sent_at", flat=True)
    if states:
        yield fact("Queued", moment(queued.first(), version.policy))
    if times:
        yield fact("First sent", moment(times.first(), version.policy))
        yield fact("Last sent", moment(times.last(), version.policy))
