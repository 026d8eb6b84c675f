"""Where a version stands, above its form: what was decided, and what it still needs."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import NamedTuple

from django.utils.translation import gettext as _

from policy import drafting
from policy.draftchecks import Weight, findings
from policy.models import PolicyVersion, StepKind
from policy.models.drafting import DECISIVE


def standing(version: PolicyVersion, *, may_read: bool) -> dict[str, object]:
    """For the templates of a version's form and page.

    Who may not read a withheld version learns who did what, and not what they wrote.
    """
    if version.is_published and not may_read:
        return {"story": [entry.without_words() for entry in story(version)]}
    if version.is_published:
        return {"story": story(version), "emergency": waiting_emergency(version)}
    weights = Counter(finding.weight for finding in findings(version))
    return {
        "draft_status": version.status(),
        "last_decision": last_decision(version),
        "errors_found": weights[Weight.ERROR],
        "warnings_found": weights[Weight.WARNING],
    }


def last_decision(draft: PolicyVersion) -> dict[str, object] | None:
    """The last step that says where it stands, and whether it is about this text."""
    step = draft.steps.filter(kind__in=DECISIVE).order_by("pk").last()
    if step is None:
        return None
    return {
        "step": step,
        "is_about_this": step.fingerprint == drafting.fingerprint(draft),
    }


def waiting_emergency(version: PolicyVersion) -> object:
    """The step of one person alone, while nobody else has confirmed it; or None."""
    if not drafting.waits_for_confirmation(version):
        return None
    return version.steps.filter(kind=StepKind.EMERGENCY).last()


class Entry(NamedTuple):
    """What a person did: when, who, what, why, what the checks had found, and whether
    it was about an earlier text than the present one."""

    at: datetime
    name: str
    did: str
    reason: str = ""
    findings: list[dict[str, str]] = []  # noqa: RUF012
    is_earlier: bool = False

    def without_words(self) -> Entry:
        """The same, but for what may quote the text."""
        return self._replace(reason="", findings=[])


def story(version: PolicyVersion) -> list[Entry]:
    """Who wrote, decided, withdrew and reviewed what, in order."""
    entries = [
        Entry(each.saved_at, each.by_name, _("changed the draft"))
        for each in version.contributions.order_by("pk").defer("content")
    ]
    now = version.fingerprint
    entries += [
        Entry(
            step.at,
            step.by_name,
            step.get_kind_display(),
            step.reason,
            step.findings,
            step.fingerprint != now,
        )
        for step in version.steps.order_by("pk")
    ]
    if version.published_at is not None:
        name = version.published_by_name
        entries.append(Entry(version.published_at, name, _("published it")))
    if hasattr(version, "withdrawal"):
        end = version.withdrawal
        did = _("withdrew it")
        entries.append(Entry(end.withdrawn_at, end.withdrawn_by_name, did, end.reason))
    entries += [
        Entry(
            review.reviewed_at,
            review.reviewed_by_name,
            _("reviewed it, nothing changed"),
            review.note,
        )
        for review in version.reviews.order_by("reviewed_at")
    ]
    return sorted(entries, key=lambda entry: entry.at)
