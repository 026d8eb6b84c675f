"""What public pages ask for, in queries that Django builds once.

It takes longer to build them than the database takes to answer. A page only adds which
policy and which numbers it wants.
"""

from __future__ import annotations

from functools import cache

from policy.models import PolicyVersion, Section
from policy.models.section import SectionQuerySet
from policy.querysets import PolicyVersionQuerySet


@cache
def texts() -> PolicyVersionQuerySet:
    """Published versions to be read, with all that ``Reading`` says of them."""
    versions = PolicyVersion.objects.published().with_end().with_before().with_dates()
    return versions.defer("source").order_by()


@cache
def files() -> PolicyVersionQuerySet:
    """Published versions whose texts are given away as they are."""
    return PolicyVersion.objects.published().with_end().order_by()


@cache
def sides() -> PolicyVersionQuerySet:
    """Published versions to be compared, and those between; nothing that their redline
    does not show. The caller adds the text of the two."""
    versions = PolicyVersion.objects.published().with_end().with_before().with_after()
    words = ("policy", "number", "language", "direction", "change_note")
    moments = ("published_at", "effective_at", "withdrawal__withdrawn_at")
    # Where one is withheld, its page shows these.
    facts = ("origin", "digest")
    return versions.only(*words, *moments, *facts).order_by()


@cache
def named() -> PolicyVersionQuerySet:
    """Published versions where they are only named, with their policies."""
    versions = PolicyVersion.objects.published().with_is_withheld()
    return versions.select_related("policy").without_bodies()


@cache
def entries() -> PolicyVersionQuerySet:
    """Published versions as the history lists them."""
    versions = PolicyVersion.objects.published().with_end().with_before()
    return versions.without_bodies()


@cache
def placed() -> PolicyVersionQuerySet:
    """Published versions with their place in time, and no more."""
    return PolicyVersion.objects.published().with_end().without_bodies().order_by()


@cache
def headings() -> SectionQuerySet:
    """The headed parts of versions in their order, without their text."""
    sections = Section.objects.exclude(level=0).order_by("position")
    return sections.with_since().defer("html")
