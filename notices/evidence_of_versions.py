"""What readers were told of a version: its notices, as they stand."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings

from notices.evidence import shown
from policy.evidence.layout import fact, moment, paragraph, quoted
from policy.models import PolicyVersion


def notices_of(version: PolicyVersion) -> Iterator[str]:
    """Every notice about the version: its words, when and how often it was shown."""
    found = list(version.notices.with_facts().order_by("number"))
    if not found:
        yield paragraph("No notice about it was posted.")
    for index, notice in enumerate(found):
        if index:
            yield ""
        yield f"Notice {notice.number}"
        address = f"{settings.SITE_URL}{notice.get_absolute_url()}"
        yield fact("Permanent address", address)
        yield fact("Shown from", moment(notice.shown_from, version.policy))
        yield fact("Planned until", moment(notice.shown_until, version.policy))
        if (end := notice.early_end) is not None:
            yield fact("Ended early", moment(end.ended_at, version.policy))
            if end.superseded_by is not None:
                yield fact("Superseded by notice", end.superseded_by.number)
            yield from quoted(end.reason)
            if end.needs_confirmation:
                confirmed = end.confirmed
                by = confirmed.confirmed_by_name if confirmed else "nobody yet"
                yield fact("Superseding confirmed by", by)
        yield fact("Shown at least (views)", shown(notice).total)
        yield fact("Hash", notice.digest)
        for label, words in (
            ("What changes", notice.summary),
            ("For whom", notice.for_whom),
            ("What a reader can do", notice.what_to_do),
            ("Why it was announced so late", notice.shorter_notice),
        ):
            if words:
                yield f"{label}:"
                yield from quoted(words)
        sections = [f"{part['heading']} ({part['state']})" for part in notice.sections]
        yield fact("Sections named", "; ".join(sections))
