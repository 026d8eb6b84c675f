"""Making what is derived from published versions, now or again."""

from __future__ import annotations

from policy.models import Policy, PolicyVersion, Section, UnchangedSince
from policy.redlines import store as store_redline


def derive(version: PolicyVersion) -> None:
    """Say of each section of the version since when it reads as it does.

    A section is the same while its anchor and its HTML are. Withdrawn versions were
    never in force and do not count.
    """
    before = _sections_before(version)
    UnchangedSince.objects.filter(section__version=version).delete()
    UnchangedSince.objects.bulk_create(
        UnchangedSince(section=section, version_id=_since(section, before))
        for section in version.sections.all()
    )


def derive_after(version: PolicyVersion) -> None:
    """Derive again what follows a version that was withdrawn."""
    number = version.number or 0
    following = version.policy.versions.published().filter(number__gt=number)
    for later in following.order_by("number"):
        derive(later)


def derive_all(policy: Policy) -> int:
    """Derive every version of a policy again; return how many."""
    versions = policy.versions.published().without_bodies().order_by("number")
    for version in versions:
        derive(version)
        store_redline(version)
    return len(versions)


def _sections_before(version: PolicyVersion) -> dict[str, Section]:
    previous = (
        version.policy.versions.standing()
        .filter(number__lt=version.number)
        .order_by("-number")
        .first()
    )
    if previous is None:
        return {}
    sections = previous.sections.select_related("unchanged_since")
    return {section.anchor: section for section in sections}


def _since(section: Section, before: dict[str, Section]) -> int:
    """The key of the version since which the section reads so."""
    earlier = before.get(section.anchor)
    if earlier is None or earlier.html != section.html:
        return section.version_id
    return earlier.unchanged_since.version_id
