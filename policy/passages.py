"""Where a withheld passage stands: in saves of drafts, and in other versions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

from django.db.models import Exists, OuterRef, Q, QuerySet

from policy.models import Contribution, DraftStep, PolicyVersion

Row = TypeVar("Row", Contribution, DraftStep)

# What a person writes in a version.
WRITTEN = ("title", "company", "source", "change_note", "reason")


def folded(text: str) -> str:
    """The text as it is compared: without case, white space as one space."""
    return " ".join(text.split()).casefold()


def holds(value: object, passages: Sequence[str]) -> bool:
    """Whether any text of the value, a list or a dict of texts, has one of them."""
    wanted = [folded(passage) for passage in passages]
    return any(
        passage in text
        for text in map(folded, _texts(value))
        for passage in wanted
        if passage
    )


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part)


def of_other_drafts(model: type[Row], version: PolicyVersion) -> QuerySet[Row]:
    """Rows of other drafts and versions of the policy, and of drafts discarded
    since: those do not say of which policy they were."""
    own = PolicyVersion.objects.filter(pk=OuterRef("version_id"))
    rows = model._default_manager.exclude(version_id=version.pk)
    return rows.filter(Q(Exists(own.filter(policy=version.policy_id))) | ~Exists(own))


def later_saves(version: PolicyVersion) -> QuerySet[Contribution]:
    """Those that were saved since the version's draft was begun, and can be read."""
    saves = of_other_drafts(Contribution, version).exclude(content={})
    return saves.filter(saved_at__gte=version.created_at)


def holding_versions(
    version: PolicyVersion, passages: Sequence[str]
) -> list[PolicyVersion]:
    """Other versions of the policy, and its open draft, that hold one of them."""
    others = version.policy.versions.exclude(pk=version.pk).newest_first()
    return [
        other
        for other in others.select_related("policy")
        if holds([getattr(other, name) for name in WRITTEN], passages)
    ]
