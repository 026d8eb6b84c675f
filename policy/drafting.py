"""Writing, reviewing and approving a draft: two people, exactly one text.

A step counts for the content that it was about: change a word, and the draft stands
where it began. The database refuses what goes around this (``policy.triggers``).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.contrib.auth.models import AbstractBaseUser
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from policy import sealing
from policy.draftchecks import as_rows, findings
from policy.models import Contribution, DraftStep, Policy, PolicyVersion, StepKind
from policy.models.drafting import ADDED
from policy.refusals import Refused


class Conflict(Exception):
    """Somebody else saved the draft meanwhile; ``current`` is what it now says."""

    def __init__(self, current: PolicyVersion) -> None:
        super().__init__("The draft was changed meanwhile.")
        self.current = current


Content = Callable[[PolicyVersion], object]
_more_content: dict[str, Content] = {}


def add_content(name: str, content: Content) -> None:
    """Let a room add what is written for a draft, so that it is approved as well."""
    _more_content[name] = content


def content_of(draft: PolicyVersion) -> dict[str, object]:
    """All that a person writes in a draft, and what stands above it."""
    more = {name: content(draft) for name, content in _more_content.items()}
    return more | {
        "title": draft.policy.title,
        "company": draft.policy.company,
        "notice_period_days": draft.policy.notice_period_days,
        "language": draft.language,
        "source": draft.source,
        "change_note": draft.change_note,
        "material": draft.material,
        "reason": draft.reason,
        "reasons": draft.reasons,
        "effective_at": sealing.iso(draft.effective_at),
    }


def fingerprint(draft: PolicyVersion) -> str:
    """The SHA-256, in hexadecimal, of a draft's content."""
    return sealing.hash_of(content_of(draft))


@transaction.atomic
def save_draft(draft: PolicyVersion, *, by: AbstractBaseUser, seen: str = "") -> None:
    """Save a draft, and keep who changed it, if it changed.

    ``seen`` is the fingerprint of what the person had opened. Raises Conflict, and
    saves nothing, when the draft says something else by now.
    """
    if draft.pk is None:
        draft.created_by_id = by.pk
    else:
        current = _locked(draft)
        if seen and current.fingerprint != seen:
            raise Conflict(current)
    draft.fingerprint = fingerprint(draft)
    draft.updated_by_id = by.pk
    draft.save()
    last = draft.contributions.order_by("pk").last()
    if last is None or last.fingerprint != draft.fingerprint:
        Contribution.objects.create(
            version=draft,
            by_id=by.pk,
            by_name=by.get_username(),
            fingerprint=draft.fingerprint,
            # What was destroyed is not kept again.
            content={} if is_destroyed(draft) else content_of(draft),
        )


def submit(draft: PolicyVersion, *, by: AbstractBaseUser, seen: str = "") -> DraftStep:
    """Send the draft to review. Raises Refused."""
    return add_step(draft, StepKind.SUBMITTED, by=by, seen=seen)


def approve(draft: PolicyVersion, *, by: AbstractBaseUser, seen: str = "") -> DraftStep:
    """Approve what was sent to review, by who wrote none of it. Raises Refused."""
    return add_step(draft, StepKind.APPROVED, by=by, seen=seen)


def reject(
    draft: PolicyVersion, *, by: AbstractBaseUser, reason: str, seen: str = ""
) -> DraftStep:
    """Send the draft back with a reason. Raises Refused."""
    return add_step(draft, StepKind.REJECTED, by=by, reason=reason, seen=seen)


def confirm_emergency(version: PolicyVersion, *, by: AbstractBaseUser) -> DraftStep:
    """A second person stands by what one published alone. Raises Refused."""
    if not waits_for_confirmation(version):
        raise Refused(_("There is no emergency to confirm."))
    return _write(version, StepKind.CONFIRMED, by, "", version.fingerprint)


def is_confirmed(version: PolicyVersion) -> bool:
    """Whether a second person confirmed a publication in an emergency."""
    return version.steps.filter(kind=StepKind.CONFIRMED).exists()


def waits_for_confirmation(version: PolicyVersion) -> bool:
    """Whether one person published it alone, and nobody else stood by it yet."""
    emergency = version.steps.filter(kind=StepKind.EMERGENCY)
    return version.is_published and emergency.exists() and not is_confirmed(version)


@transaction.atomic
def add_step(
    draft: PolicyVersion,
    kind: StepKind,
    *,
    by: AbstractBaseUser,
    reason: str = "",
    seen: str = "",
) -> DraftStep:
    """Record a decision about the draft as it is now.

    ``seen`` is the fingerprint of what the person looked at. Raises Refused with what
    the database says, or where the draft changed since.
    """
    current = _locked(draft)
    current.policy = Policy.objects.get(pk=current.policy_id)
    stands_for = fingerprint(current)
    if seen and seen not in (current.fingerprint, stands_for):
        raise Refused(
            _("The draft was changed after you opened this page; look again.")
        )
    if is_destroyed(current):
        raise Refused(
            _(
                "What this draft says was destroyed where it was kept, because a "
                "withheld passage stands in it. Take the passage out and save it."
            )
        )
    if not _is_kept(current, stands_for):
        raise Refused(
            _(
                "What stands above the draft changed since it was saved: the policy's "
                "title, company or notice period. Save the draft once more, so that "
                "what is approved is what is published."
            )
        )
    found = as_rows(findings(current))
    return _write(current, kind, by, reason.strip(), current.fingerprint, found)


def counts(draft: PolicyVersion, kind: StepKind) -> DraftStep | None:
    """The last step of the kind about the draft as it is, if there is one."""
    steps = draft.steps.filter(kind=kind, fingerprint=fingerprint(draft))
    return steps.order_by("pk").last()


def is_approved(draft: PolicyVersion) -> bool:
    """Whether the last decision about exactly this content is an approval, with all
    that was recorded beside it: a shorter notice, counsel's answer."""
    approved = counts(draft, StepKind.APPROVED)
    later = [counts(draft, kind) for kind in (StepKind.REJECTED, *ADDED)]
    return approved is not None and all(
        step is None or step.pk < approved.pk for step in later
    )


def has_lapsed(draft: PolicyVersion) -> bool:
    """Whether it was approved, and something was recorded beside it afterwards."""
    approved = counts(draft, StepKind.APPROVED)
    added = [counts(draft, kind) for kind in ADDED]
    return approved is not None and any(
        step is not None and step.pk > approved.pk for step in added
    )


def is_destroyed(draft: PolicyVersion) -> bool:
    """Whether an order had what the draft says destroyed where it was kept."""
    kept = draft.contributions.filter(fingerprint=draft.fingerprint)
    return kept.filter(destruction__isnull=False).exists()


def _is_kept(draft: PolicyVersion, stands_for: str) -> bool:
    """Whether a contribution holds exactly what the draft says."""
    kept = draft.contributions.filter(fingerprint=stands_for).order_by("pk").last()
    return (
        draft.fingerprint == stands_for
        and kept is not None
        and sealing.hash_of(kept.content) == stands_for
    )


def _locked(draft: PolicyVersion) -> PolicyVersion:
    drafts = PolicyVersion.objects.select_for_update().drafts()
    current = drafts.filter(pk=draft.pk).first()
    if current is None:
        raise Refused(_("This draft was published or discarded meanwhile."))
    return current


def _write(
    version: PolicyVersion,
    kind: StepKind,
    by: AbstractBaseUser,
    reason: str,
    content: str,
    found: Sequence[dict[str, str]] = (),
) -> DraftStep:
    try:
        with transaction.atomic():
            return DraftStep.objects.create(
                version=version,
                kind=kind,
                by_id=by.pk,
                by_name=by.get_username(),
                reason=reason,
                fingerprint=content,
                findings=list(found),
            )
    except IntegrityError as error:
        raise Refused(_sentence(error)) from None


def _sentence(error: IntegrityError) -> str:
    """What a trigger says, or a constraint's own message."""
    text = str(error).splitlines()[0]
    if "draft_step_says_why" in text:
        return _("Say why.")
    return text
