"""What happened to a version after its publication."""

from __future__ import annotations

from collections.abc import Iterator

from policy.evidence.layout import fact, item, moment, paragraph, quoted
from policy.models import PolicyVersion, Redaction


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


def withholding(version: PolicyVersion) -> Iterator[str]:
    """That readers may not see it any more: who asked, who confirmed, and why."""
    found = list(version.withholdings.select_related("request"))
    if not found:
        yield paragraph("It is not withheld.")
    for row in found:
        yield fact("Ground", row.request.get_ground_display())
        yield fact("Asked by", row.request.asked_by_name)
        yield fact("Asked at", moment(row.request.asked_at, version.policy))
        yield fact("Confirmed by", row.withheld_by_name)
        yield fact("Withheld at", moment(row.withheld_at, version.policy))
        covers = "yes" if row.request.covers_storage else "no"
        yield fact("The text has to be destroyed", covers)
        yield "Reason, which readers see:"
        yield from quoted(row.request.reason)
        yield fact("Hash", row.digest)
        yield fact("Hash before", row.previous_digest)
    if (redaction := redaction_of(version)) is not None:
        yield fact("Text destroyed at", moment(redaction.redacted_at, version.policy))
        yield fact("By the command of", redaction.redacted_by)
        yield fact("Hash", redaction.digest)


def redaction_of(version: PolicyVersion) -> Redaction | None:
    """That its words were destroyed, if they were."""
    return Redaction.objects.filter(version=version).first()


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
