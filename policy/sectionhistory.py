"""The wordings that one section had, from version to version."""

from __future__ import annotations

from collections.abc import Sequence
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


def standing_versions(policy: Policy) -> list[PolicyVersion]:
    """The versions whose sections have a history, the first one first."""
    versions = policy.versions.standing().with_is_withheld().without_bodies()
    return list(versions.order_by("number"))


def readings(
    policy: Policy, versions: Sequence[PolicyVersion], anchor: str
) -> list[SectionReading]:
    """Every wording of the section in the standing versions, the newest first, but of
    those that are withheld.

    Whether a wording outlasted what is withheld is known from ``UnchangedSince``.
    """
    sections = _sections(policy, anchor)
    found: list[SectionReading] = []
    stands = False
    gap: PolicyVersion | None = None
    for version in versions:
        if version.is_withheld:
            gap = gap or version
            continue
        section = sections.get(version.pk)
        if stands and section is not None and _goes_on(found[-1], section, gap):
            found[-1].last, gap = version, None
            continue
        if stands:
            found[-1].until = (gap or version).effective_at
        stands, gap = section is not None, None
        if section is not None:
            found.append(
                SectionReading(version, version, section.heading, section.html)
            )
    if stands and gap is not None:
        found[-1].until = gap.effective_at
    return found[::-1]


def _sections(policy: Policy, anchor: str) -> dict[int, Section]:
    """By version."""
    readable = policy.versions.standing().readable()
    sections = Section.objects.filter(version__in=readable.values("pk"), anchor=anchor)
    rows = sections.exclude(anchor="").with_since()
    return {section.version_id: section for section in rows}


def _goes_on(
    reading: SectionReading, section: Section, gap: PolicyVersion | None
) -> bool:
    """Whether the section still has this wording, and had it in between."""
    if section.html != reading.html:
        return False
    since = section.since_number
    return gap is None or (since is not None and since <= (reading.last.number or 0))
