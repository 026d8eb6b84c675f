"""Comparing what is derived from published versions with what comes out anew.

Derived rows are outside every trigger and every hash: this is how to look at them.
"""

from __future__ import annotations

from collections.abc import Iterator

from policy import redline
from policy.derived import since_of
from policy.models import Policy, PolicyVersion, StoredRedline, UnchangedSince
from policy.redlines import make, neighbor_of
from policy.search import rebuilding

REBUILD = "`manage.py rebuild_derived` makes it anew."
COMPARED = ("old_id", "changes", "sections", "is_coarse", "html")


def differences() -> Iterator[str]:
    """The first derived row of each policy that does not hold, in a sentence; and the
    first search entry of each policy and room."""
    for policy in Policy.objects.order_by("slug"):
        for problem in _of(policy):
            yield f"{policy.slug}, {problem} {REBUILD}"
            break
    yield from rebuilding.differences()


def _of(policy: Policy) -> Iterator[str]:
    """Both kinds, version by version: few are in memory at a time."""
    keys = policy.versions.published().order_by("number").values_list("pk", flat=True)
    for key in list(keys):
        version = PolicyVersion.objects.select_related("policy").get(pk=key)
        yield from _since_problems(version)
        yield from _redline_problems(version)


def _since_problems(version: PolicyVersion) -> Iterator[str]:
    expected = since_of(version)
    stored = UnchangedSince.objects.filter(section__version=version)
    found = dict(stored.values_list("section", "version"))
    for section in version.sections.defer("html"):
        if found.get(section.pk) != expected[section.pk]:
            name = section.heading or "the text before the first heading"
            yield (
                f"version {version.number}, section “{name}”: since when it reads so "
                "is missing or wrong."
            )


def _redline_problems(version: PolicyVersion) -> Iterator[str]:
    stored = StoredRedline.objects.filter(new=version).first()
    previous = neighbor_of(version)
    if previous is None:
        if stored is not None:
            yield f"version {version.number}: a redline to nothing that can be read."
        return
    name = f"redline of versions {previous.number} and {version.number}:"
    if stored is None:
        yield f"{name} it is missing."
    elif stored.engine != redline.ENGINE:
        yield f"{name} another engine made it."
    else:
        anew = make(previous, version)
        for field in COMPARED:
            if getattr(stored, field) != getattr(anew, field):
                what = field.removesuffix("_id")
                yield f"{name} its “{what}” is not what comes out anew."
                return
