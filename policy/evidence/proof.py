"""The hashes of a version, and whether the chain that it stands in holds."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection

from policy import drafting, sealing, verifying
from policy.append_only import missing
from policy.evidence.afterwards import redaction_of
from policy.evidence.layout import fact, listed, paragraph
from policy.markdown import render
from policy.models import PolicyVersion
from policy.triggers import TRIGGERS


def hashes(version: PolicyVersion) -> Iterator[str]:
    """Its own, its predecessor's, that of its content, and what verification says."""
    if not version.is_published:
        yield fact("Hash of the content", version.fingerprint)
        holds = drafting.fingerprint(version) == version.fingerprint
        yield fact("Is that what it says now", "yes" if holds else "no")
        yield paragraph("A draft stands in no chain.")
        return
    yield fact("Hash", version.digest)
    yield from _made_again(version)
    yield fact("Hash of the version before", version.previous_digest)
    yield fact("Hash of the content", version.fingerprint)
    yield fact("Seal of the publisher", version.publisher_seal)
    yield ""
    yield "What verification says of all rows of this policy's three chains:"
    absent = [
        f"The trigger {trigger.name} does not stand."
        for trigger in missing(connection, TRIGGERS)
    ]
    yield from listed(
        [*absent, *verifying.policy_problems(version.policy)],
        "They hold: every hash is that of its row and of the one before it, and every "
        "trigger stands. The command verify_policies proves it against a head that was "
        "kept outside this database.",
    )


def _made_again(version: PolicyVersion) -> Iterator[str]:
    """What comes out of the words, while they are there."""
    if redaction_of(version) is not None:
        yield fact("Computed now", "not possible: the text was destroyed")
        return
    computed = sealing.digest(version, version.sections.order_by("position"))
    rendered = render(version.source, version.title).html
    yield fact("Computed now", computed)
    yield fact(
        "HTML is what the text gives",
        "yes" if rendered == version.html else "no, by the renderer of today",
    )
