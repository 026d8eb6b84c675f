"""Redlines of published versions: stored for neighbors, made on request for others.

Of what is withheld there is none: the database refuses to store one, and callers ask
for readable versions only.
"""

from __future__ import annotations

from django.db import transaction

from policy import redline
from policy.models import Policy, PolicyVersion, StoredRedline
from policy.turns import costly


def redline_of(old: PolicyVersion, new: PolicyVersion) -> StoredRedline:
    """The redline from one version to a later one of the same policy.

    That of neighbors is stored; any other is made now and not kept. Raises Busy.
    """
    if (found := _stored(old, new)) is not None:
        return found
    with costly.take():
        return make(old, new)


def stored_or_made(old: PolicyVersion, new: PolicyVersion) -> StoredRedline:
    """The same for a caller that has the turn for costly work."""
    return _stored(old, new) or make(old, new)


def _stored(old: PolicyVersion, new: PolicyVersion) -> StoredRedline | None:
    if (new.number or 0) - (old.number or 0) != 1:
        return None
    stored = StoredRedline.objects.filter(old=old, new=new, engine=redline.ENGINE)
    return stored.first()


def store(version: PolicyVersion) -> None:
    """Keep the redline between a published version and the number before it."""
    if (previous := neighbor_of(version)) is not None:
        made = make(previous, version)
        with transaction.atomic():
            # Either may have been withheld while it was made.
            Policy.objects.select_for_update().get(pk=version.policy_id)
            if neighbor_of(version) is not None:
                _keep(made)


def _keep(made: StoredRedline) -> None:
    """Two may do it at once: the second replaces what the first wrote."""
    StoredRedline.objects.bulk_create(
        [made],
        update_conflicts=True,
        unique_fields=["new"],
        update_fields=["old", "engine", "changes", "sections", "is_coarse", "html"],
    )


def neighbor_of(version: PolicyVersion) -> PolicyVersion | None:
    """The published version with the number before, withdrawn or not; None where it or
    the version is withheld."""
    readable = version.policy.versions.published().readable()
    if not readable.filter(pk=version.pk).exists():
        return None
    return readable.filter(number=(version.number or 1) - 1).first()


def make(old: PolicyVersion, new: PolicyVersion) -> StoredRedline:
    """Compare two stored texts; the result is not saved."""
    result = redline.compare(redline.read(old.html), redline.read(new.html))
    return StoredRedline(
        old=old,
        new=new,
        engine=redline.ENGINE,
        changes=[change._asdict() for change in redline.listed(result)],
        sections=[
            {
                "id": section.id,
                "heading": section.heading,
                "level": section.level,
                "state": section.state.value,
            }
            for section in result.sections
            if section.level
        ],
        is_coarse=result.is_coarse,
        html=result.html,
    )
