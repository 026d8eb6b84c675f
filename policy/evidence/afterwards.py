"""What happened to a version after its publication."""

from __future__ import annotations

from collections.abc import Iterator

from policy.evidence.layout import fact, item, moment, paragraph, quoted
from policy.models import PolicyVersion


def withdrawal(version: PolicyVersion) -> Iterator[str]:
    """That it was called off before its moment, by whom and why."""
    if not hasattr(version, "withdrawal"):
        yield paragraph("It was not withdrawn.")
        return
    row = version.withdrawal
    yield fact("By", row.withdrawn_by_name)
    yield fact("At", moment(row.withdrawn_at, version.policy))
    yield "Reason, which readers see:"
    yield from quoted(row.reason)
    yield fact("Hash", row.digest)
    yield fact("Hash before", row.previous_digest)


def reviews(version: PolicyVersion) -> Iterator[str]:
    """That it was read again and still held."""
    found = list(version.reviews.order_by("reviewed_at"))
    if not found:
        yield paragraph("No review was recorded.")
    for review in found:
        when = moment(review.reviewed_at, version.policy)
        yield item(f"{review.reviewed_by_name}, {when}: reviewed, nothing changed")
        if review.note:
            yield from quoted(review.note)
