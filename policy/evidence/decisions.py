"""What was decided about a draft, by whom, and what they were shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from policy.drafting import waits_for_confirmation
from policy.evidence.layout import fact, item, listed, moment, paragraph, quoted
from policy.models import DraftStep, Origin, PolicyVersion, StepKind

EXCEPTIONS = {
    StepKind.COUNSEL: "Counsel's answer",
    StepKind.SHORTER_NOTICE: "Shorter notice",
    StepKind.EMERGENCY: "Published by one person in an emergency",
    StepKind.CONFIRMED: "Confirmed by another person",
}


def steps(version: PolicyVersion) -> Iterator[str]:
    """Every step in order, rejections with their reasons, and the checks as shown."""
    found = list(version.steps.order_by("pk"))
    if not found:
        yield paragraph("No step was recorded.")
    for number, step in enumerate(found, start=1):
        if number > 1:
            yield ""
        yield f"Step {number}: {step.get_kind_display()}"
        yield fact("By", step.by_name)
        yield fact("At", moment(step.at, version.policy))
        yield fact("About the content", step.fingerprint)
        if step.fingerprint != version.fingerprint:
            yield fact("Which is", "not what the draft or version says in the end")
        if step.reason:
            yield "Reason, or answer:"
            yield from quoted(step.reason)
        if step.kind == StepKind.CONFIRMED:
            continue
        yield "The checks, as they were shown:"
        yield from listed(
            (
                f"{finding['weight']}: {finding['sentence']}"
                for finding in step.findings
            ),
            "  They had found nothing.",
        )


def people(version: PolicyVersion) -> Iterator[str]:
    """Whose work it is, and that the second person is another."""
    if version.origin == Origin.IMPORT:
        yield paragraph("An import has no contributors and needs no approval.")
        return
    names = version.contributions.order_by("pk").values_list("by_name", flat=True)
    writers = list(dict.fromkeys(names))
    approvals = version.steps.filter(
        kind=StepKind.APPROVED, fingerprint=version.fingerprint
    )
    approvers = list(dict.fromkeys(step.by_name for step in approvals.order_by("pk")))
    yield fact("Contributors", ", ".join(writers))
    yield fact("Approved this content", ", ".join(approvers))
    yield fact("Published", version.published_by_name)
    keys = set(version.contributions.values_list("by_id", flat=True))
    if approvers:
        others = all(step.by_id not in keys for step in approvals)
        yield fact(
            "Is the second person",
            "another than all contributors" if others else "NOT another",
        )
    yield from _approved_is_published(version)


def _approved_is_published(version: PolicyVersion) -> Iterator[str]:
    """Whether what was kept under the approved hash is what readers got."""
    kept = version.contributions.filter(fingerprint=version.fingerprint).last()
    if kept is None or not version.is_published:
        return
    if not kept.content:
        yield fact("What was decided about", "was destroyed where it was kept")
        return
    same = all(
        kept.content.get(name) == getattr(version, name)
        for name in ("source", "change_note", "material", "reasons", "language")
    )
    yield fact(
        "What was published is",
        "what was decided about, word for word"
        if same
        else "NOT what was decided about",
    )


def exceptions(version: PolicyVersion) -> Iterator[str]:
    """Counsel's answers, a shorter notice, and emergencies with their confirmation."""
    for kind, title in EXCEPTIONS.items():
        found = version.steps.filter(kind=kind).order_by("pk")
        yield from _exception(version, title, found)
    if waits_for_confirmation(version):
        yield item("The emergency waits for another person to confirm it.")


def _exception(
    version: PolicyVersion, title: str, found: Iterable[DraftStep]
) -> Iterator[str]:
    is_none = True
    for step in found:
        is_none = False
        yield item(f"{title}: {step.by_name}, {moment(step.at, version.policy)}")
        if step.reason:
            yield from quoted(step.reason)
    if is_none:
        yield item(f"{title}: none recorded.")
