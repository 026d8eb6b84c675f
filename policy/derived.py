"""Making what is derived from published versions, now or again."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction
from django.db.models import Exists, OuterRef

from pages import stamp
from policy import redline
from policy.models import Policy, PolicyVersion, Section, StoredRedline, UnchangedSince
from policy.querysets import PolicyVersionQuerySet
from policy.redlines import store as store_redline


def derive(version: PolicyVersion) -> None:
    """Say of each section of the version since when it reads as it does.

    A section is the same while its anchor and its HTML are. Withdrawn versions were
    never in force and do not count.
    """
    since = since_of(version)
    UnchangedSince.objects.filter(section__version=version).delete()
    UnchangedSince.objects.bulk_create(
        UnchangedSince(section_id=section, version_id=key)
        for section, key in since.items()
    )


def since_of(version: PolicyVersion) -> dict[int, int]:
    """By the key of each section, the key of the version since which it reads so.

    What is stored of the version before has to hold. Where that one's words were
    destroyed nothing can be compared: what was derived before stays.
    """
    previous = _standing_before(version)
    if previous is not None and hasattr(previous, "redaction"):
        return _as_stored(version)
    before = _sections_of(previous)
    return {section.pk: _since(section, before) for section in version.sections.all()}


def _as_stored(version: PolicyVersion) -> dict[int, int]:
    """What is not stored, or refers to what was withdrawn, begins with the version."""
    rows = UnchangedSince.objects.filter(
        section__version=version, version__withdrawal__isnull=True
    )
    stored = dict(rows.values_list("section", "version"))
    keys = version.sections.values_list("pk", flat=True)
    return {key: stored.get(key, version.pk) for key in keys}


def derive_after(version: PolicyVersion) -> None:
    """Derive again what follows a version that was withdrawn."""
    number = version.number or 0
    following = version.policy.versions.published().filter(number__gt=number)
    for later in following.order_by("number"):
        derive(later)


def derive_all(policy: Policy) -> int:
    """Derive every version of a policy again; return how many."""
    return _each(policy.versions.published(), derive, store_redline)


def derive_missing(policy: Policy) -> int:
    """Derive what is missing or was made by an engine before; return of how many
    versions. Cheap where all is there.
    """
    return _each(without_since(policy), derive) + _each(
        without_redline(policy), store_redline
    )


def without_since(policy: Policy) -> PolicyVersionQuerySet:
    """Versions with a section that does not say since when it reads so."""
    bare = Section.objects.filter(version=OuterRef("pk"), unchanged_since__isnull=True)
    return policy.versions.published().filter(Exists(bare))


def without_redline(policy: Policy) -> PolicyVersionQuerySet:
    """Versions after the first that have no redline of the present engine, though they
    and the number before can be read."""
    present = StoredRedline.objects.filter(new=OuterRef("pk"), engine=redline.ENGINE)
    readable = policy.versions.published().readable()
    neighbor = readable.filter(number=OuterRef("number") - 1)
    return readable.filter(~Exists(present), Exists(neighbor))


def _each(
    versions: PolicyVersionQuerySet, *steps: Callable[[PolicyVersion], None]
) -> int:
    """Do the steps version by version, the lowest number first: one in memory, and no
    lock for longer than one takes."""
    keys = list(versions.order_by("number").values_list("pk", flat=True))
    for key in keys:
        version = PolicyVersion.objects.select_related("policy").get(pk=key)
        with transaction.atomic():
            for step in steps:
                step(version)
            stamp.renew()
    return len(keys)


def _standing_before(version: PolicyVersion) -> PolicyVersion | None:
    standing = version.policy.versions.standing().filter(number__lt=version.number)
    return standing.order_by("-number").first()


def _sections_of(previous: PolicyVersion | None) -> dict[str, Section]:
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
