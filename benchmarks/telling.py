"""How long a publication takes that 10,000 subscribers are told of.

``python -m benchmarks.telling`` measures it with the production settings on SQLite in a
temporary folder: two publications of the same text, of which one has subscribers.
"""

from __future__ import annotations

import time
from datetime import timedelta

from benchmarks.response import new_site

SUBSCRIBERS = 10_000


def measure() -> str:
    """A line for docs/mail.md."""
    from outbox.models import Mail
    from tests.factories import make_policy, make_version

    quiet, told = make_policy(), make_policy()
    for policy in (quiet, told):
        make_version(policy)
    _subscribe(told.pk)
    before, _statements = _publish(quiet.pk)
    spent, statements = _publish(told.pk)
    size = sum(map(len, Mail.objects.values_list("letter", flat=True))) // SUBSCRIBERS
    return (
        f"{Mail.objects.count():,} mails of {size:,} bytes in {statements:,} "
        f"statements: {spent:.2f} s; without subscribers: {before:.2f} s"
    )


def _subscribe(policy: int) -> None:
    from django.utils import timezone

    from notices.models import Kind, Subscriber, Subscription

    at = timezone.now() - timedelta(days=1)
    subscribers = [
        Subscriber.new(f"reader-{number}@example.com") for number in range(SUBSCRIBERS)
    ]
    for subscriber in Subscriber.objects.bulk_create(subscribers):
        Subscription.objects.create(
            subscriber=subscriber,
            policy_id=policy,
            kind=Kind.MATERIAL,
            asked_at=at,
            confirmed_at=at,
        )


def _publish(policy: int) -> tuple[float, int]:
    """Seconds and statements of publishing a material version."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from policy.models import Policy
    from policy.publishing import publish
    from tests.factories import make_ready, make_staff

    draft = make_ready(Policy.objects.get(pk=policy))
    by = make_staff()
    start = time.monotonic()
    with CaptureQueriesContext(connection) as queries:
        publish(draft, by=by)
    return time.monotonic() - start, len(queries)


if __name__ == "__main__":
    with new_site():
        print(measure())
