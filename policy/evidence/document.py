"""Puts the subjects together: a head, a table of contents, and numbered parts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import NamedTuple

from django.conf import settings

from policy.evidence import afterwards, decisions, drafts, proof, what
from policy.evidence.layout import WIDTH, fact, moment, paragraph
from policy.models import PolicyVersion

# From a version, as ``PolicyVersionQuerySet.dated()`` and ``with_dates()`` give it, to
# lines.
Evidence = Callable[[PolicyVersion], Iterable[str]]


class Part(NamedTuple):
    """One subject under its heading."""

    title: str
    evidence: Evidence


DRAFTS = Part("Who wrote the draft, and how it changed", drafts.history)
FIRST = (
    Part("What this is about", what.facts),
    Part("What was answered, and what readers were told of it", what.answers),
    DRAFTS,
    Part("What was decided, by whom, and what the checks had found", decisions.steps),
    Part("Who contributed, who approved, who published", decisions.people),
    Part("Counsel, shorter notice, emergency", decisions.exceptions),
)
LAST = (
    Part("Withdrawal", afterwards.withdrawal),
    Part("Withholding", afterwards.withholding),
    Part("Reviews", afterwards.reviews),
    Part("Hashes, and whether they hold", proof.hashes),
    Part("The text", what.text),
)
_more: list[Part] = []

LIMITS = (
    "This shows what the site holds. Names of people are those of their accounts at "
    "the time. Words of people stand behind a bar, as they were typed. Hashes are "
    "SHA-256 in hexadecimal; docs/auditing.md says what they cover, and how to prove "
    "them against a hash that was kept elsewhere."
)


def add_evidence(title: str, evidence: Evidence) -> None:
    """Let a room add what it can show about a version, under a heading."""
    part = Part(title, evidence)
    if part not in _more:
        _more.append(part)


def version_evidence(
    version: PolicyVersion, at: datetime, *, tells_drafts: bool = True
) -> str:
    """The whole text about a version or a draft, made at the moment.

    Saves may hold what was withheld: unless it ``tells_drafts``, a sentence stands in
    place of how the draft changed.
    """
    parts = [*FIRST, *_more, *LAST]
    if not tells_drafts:
        left_out = DRAFTS._replace(evidence=drafts.left_out)
        parts = [left_out if part == DRAFTS else part for part in parts]
    lines = [
        "=" * WIDTH,
        f"EVIDENCE: {version}",
        "=" * WIDTH,
        "",
        fact("Site", settings.SITE_URL),
        fact("Made at", moment(at, version.policy)),
        "",
        paragraph(LIMITS),
        "",
        "CONTENTS",
        "",
        *(f"{number:>3}. {part.title}" for number, part in enumerate(parts, start=1)),
    ]
    for number, part in enumerate(parts, start=1):
        title = f"{number}. {part.title}"
        lines += ["", "", title, "-" * len(title), "", *part.evidence(version)]
    return "\n".join(lines) + "\n"
