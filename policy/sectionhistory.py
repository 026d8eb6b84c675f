"""The wordings that one section had, from version to version."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from policy.models import Policy, PolicyVersion, Section


@dataclass
class SectionReading:
    """One wording: the versions that have it without a break, and its HTML.

    ``until`` is the moment from which the section reads otherwise or is gone; None
    while it stands in the last version.
    """

    first: PolicyVersion
    last: PolicyVersion
    heading: str
    html: str
    until: datetime | None = None


def readings(policy: Policy, anchor: str) -> list[SectionReading]:
    """Every wording of the section, the newest first, but of withdrawn versions."""
    versions = policy.versions.standing().without_bodies().order_by("number")
    sections = {
        section.version_id: section
        for section in Section.objects.filter(
            version__in=versions.values("pk"), anchor=anchor
        ).exclude(anchor="")
    }
    found: list[SectionReading] = []
    stands = False
    for version in versions:
        section = sections.get(version.pk)
        if stands and section is not None and section.html == found[-1].html:
            found[-1].last = version
            continue
        if stands:
            found[-1].until = version.effective_at
        stands = section is not None
        if section is not None:
            found.append(
                SectionReading(version, version, section.heading, section.html)
            )
    return found[::-1]
