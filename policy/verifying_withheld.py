"""Checking what was withheld: the chain of withholdings, and what was redacted.

A withheld version that is not redacted still has to match its own hash. Of a redacted
one its withholding holds what is left: dates, numbers and the hash.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from policy import sealing
from policy.models import Policy, PolicyVersion, Redaction, Section, Withholding
from policy.withholding_triggers import REDACTED, WORDS


def withholding_problems(policy: Policy) -> Iterator[str]:
    """The first withholding of the policy that does not hold, if any."""
    previous = ""
    rows = Withholding.objects.filter(version__policy=policy)
    for withholding in rows.select_related("version", "request").order_by("pk"):
        withholding.version.policy = policy
        if not _holds(withholding, previous):
            number = withholding.version.number
            yield f"{policy.slug}, withholding of version {number}: it does not hold."
            return
        previous = withholding.digest


def _holds(withholding: Withholding, previous: str) -> bool:
    request = withholding.request
    asked = sealing.seal(request.asker_salt, request.asked_by_name)
    confirmed = sealing.seal(withholding.withholder_salt, withholding.withheld_by_name)
    return (
        withholding.previous_digest == previous
        and withholding.digest == sealing.withholding_digest(withholding)
        and request.asker_seal == asked
        and withholding.withholder_seal == confirmed
        and request.version_id == withholding.version_id
        and request.asked_by_id != withholding.withheld_by_id
    )


def broken_redaction(version: PolicyVersion, sections: Iterable[Section]) -> str:
    """What does not hold of a redacted version, or ''.

    Its dates and its place in the chain are held by its withholding.
    """
    covered = Withholding.objects.filter(version=version, request__covers_storage=True)
    if not covered.exists():
        return "it was redacted, and no order that covers storage withheld it."
    if version.redaction.digest != sealing.redaction_digest(version.redaction):
        return "when or by whom it was redacted does not match its hash."
    words = {getattr(version, column) for column in WORDS}
    if words != {REDACTED} or version.reason or list(sections):
        return "it was redacted, and has words."
    return ""


def remarks() -> Iterator[str]:
    """Which versions are withheld, and what their hash can still prove."""
    versions = PolicyVersion.objects.published().filter(withholdings__isnull=False)
    rows = versions.distinct().with_end().with_withholdings()
    for version in rows.select_related("redaction").order_by("policy__slug", "number"):
        withheld = version.withheld
        if withheld is not None:
            since = withheld.at.date().isoformat()
            name = f"{version.policy.slug}, version {version.number}"
            yield f"{name}: withheld on {since} (UTC); {_left(version)}"


def _left(version: PolicyVersion) -> str:
    redaction: Redaction | None = getattr(version, "redaction", None)
    if redaction is None:
        return "its text is kept, and matches its hash."
    day = redaction.redacted_at.date().isoformat()
    return f"its text was destroyed on {day} (UTC), its hash is kept."
