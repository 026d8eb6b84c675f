"""What a version is, what was answered about it, and its text."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings

from policy.evidence.layout import fact, moment, paragraph, quoted
from policy.models import Origin, PolicyVersion
from policy.noticeperiods import observed_days
from policy.reading import Reading

ORIGINS = {
    Origin.DESK.value: "published at this site's desk",
    Origin.IMPORT.value: "imported; this site did not witness its publication",
}


def facts(version: PolicyVersion) -> Iterator[str]:
    """Names, numbers and dates."""
    policy = version.policy
    yield fact("Policy", f"{version.title or policy.title} ({policy.slug})")
    yield fact("Company", version.company or policy.company)
    yield fact("Version", version.number or "a draft, not published")
    yield fact("Status now", version.status().label)
    yield fact("Origin", ORIGINS[version.origin])
    yield fact("Language", version.language)
    yield fact("Time zone of the policy", policy.time_zone)
    yield fact("Begun", moment(version.created_at, policy))
    yield fact("Published", moment(version.published_at, policy))
    effective = version.effective_at
    at_publication = effective is None and not version.is_published
    yield fact(
        "Takes effect",
        "at publication" if at_publication else moment(effective, policy),
    )
    yield fact("Superseded", moment(version.superseded_at, policy))
    if version.is_published:
        address = f"{settings.SITE_URL}{version.get_absolute_url()}"
        yield fact("Permanent address", address)


def answers(version: PolicyVersion) -> Iterator[str]:
    """The one question, the checklist, and the dates that readers see."""
    policy = version.policy
    yield paragraph("Does a reader have to know of this change?")
    yield fact("Answer", version.get_material_display())
    yield fact("Ticked", version.reason_labels)
    yield fact("Notice period that counted", _notice_period(version))
    yield "Reason:"
    yield from quoted(version.reason or "(none)")
    yield "Change note, which readers see:"
    yield from quoted(version.change_note or "(none)")
    dates = Reading(version).dates
    yield fact("Readers see: effective", moment(dates.effective, policy))
    yield fact("Wording corrected", moment(dates.wording_corrected, policy))
    yield fact("Last reviewed", moment(dates.last_reviewed, policy))


def _notice_period(version: PolicyVersion) -> str:
    if version.origin == Origin.IMPORT:
        return "none: an import is no announcement"
    if not version.material:
        return "none: readers need not know of it"
    return f"{observed_days(version)} days, the longest since the draft was begun"


def text(version: PolicyVersion) -> Iterator[str]:
    """The Markdown, as it was published or as the draft says now."""
    yield paragraph(
        "The Markdown as it was published."
        if version.is_published
        else "The Markdown as the draft says now."
    )
    yield ""
    yield from quoted(version.source)
