"""Publishing: the one transaction that makes a draft public and permanent.

It freezes source, rendered HTML, sections, dates and notes under a hash that also
covers the version before (decision 2; see ``policy.sealing``). Other rooms add steps
when the app starts; each runs inside the transaction and may refuse with a sentence.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from pages import stamp
from policy import drafting, sealing
from policy.derived import derive, derive_after
from policy.languages import direction_of
from policy.markdown import Rendered, render
from policy.models import (
    Origin,
    Policy,
    PolicyVersion,
    Section,
    StepKind,
    Withdrawal,
)
from policy.noticeperiods import notice_refusals
from policy.redlines import store as store_redline
from policy.refusals import Refused
from policy.search import entries as search_entries

IMPORTER = "import"


PublishingStep = Callable[[PolicyVersion], None]
_steps: list[PublishingStep] = []


def add_publishing_step(step: PublishingStep) -> None:
    """Let a room act inside the publishing transaction; it may raise Refused."""
    if step not in _steps:
        _steps.append(step)


Refusal = Callable[[PolicyVersion], list[str]]
_more_refusals: list[Refusal] = []


def add_refusal(refusal: Refusal) -> None:
    """Let a room say beforehand why its step would refuse."""
    if refusal not in _more_refusals:
        _more_refusals.append(refusal)


WithdrawalStep = Callable[[Withdrawal], None]
_withdrawal_steps: list[WithdrawalStep] = []


def add_withdrawal_step(step: WithdrawalStep) -> None:
    """Let a room act inside the transaction that withdraws a version."""
    if step not in _withdrawal_steps:
        _withdrawal_steps.append(step)


def refusals(version: PolicyVersion, at: datetime) -> list[str]:
    """Why the draft cannot be published at the moment: sentences, none when it can."""
    reasons = []
    if not version.source.strip():
        reasons.append(_("The text is empty."))
    elif not render(version.source, version.policy.title).html.strip():
        reasons.append(_("The text has no words that can be shown."))
    if not version.change_note.strip():
        reasons.append(_("The change note is missing: what changed, and why?"))
    if version.material is None:
        reasons.append(_("Say whether a reader has to know of this change."))
    if version.origin == Origin.DESK and (version.effective_at or at) < at:
        reasons.append(
            _(
                "The effective date has passed. A version cannot take effect before "
                "it is published; leave the date empty for “at publication”."
            )
        )
    if version.origin == Origin.DESK:
        reasons.extend(notice_refusals(version, at))
    if blocking := _blocking_version(version, version.effective_at or at):
        reasons.append(
            _("Version %(number)s takes effect on or after that moment already.")
            % {"number": blocking.number}
        )
    for refusal in _more_refusals:
        reasons.extend(refusal(version))
    return reasons


def publish_in_emergency(
    draft: PolicyVersion, *, by: AbstractBaseUser, reason: str, seen: str = ""
) -> PolicyVersion:
    """Publish without a second person, who has to confirm it afterwards.

    Raises Refused: an emergency excuses from approval, and from nothing else.
    """
    with transaction.atomic():
        drafting.add_step(draft, StepKind.EMERGENCY, by=by, reason=reason, seen=seen)
        return publish(draft, by=by, seen=seen)


def publish(
    draft: PolicyVersion,
    *,
    by: AbstractBaseUser | None,
    at: datetime | None = None,
    seen: str = "",
) -> PolicyVersion:
    """Make the draft public and permanent; return it as published.

    ``by`` is the member of staff, None for an import. ``at`` is the moment of
    publication (default: now). ``seen`` is the fingerprint of what was confirmed, where
    a person confirmed it. Raises Refused with every reason that stands.
    """
    with transaction.atomic():
        policy = Policy.objects.select_for_update().get(pk=draft.policy_id)
        versions = PolicyVersion.objects.select_for_update()
        version = versions.filter(pk=draft.pk).first()
        at = at or timezone.now()
        if version is None:
            raise Refused(_("This draft was deleted."))
        if version.is_published:
            raise Refused(_("This version is published already."))
        version.policy = policy
        if seen and seen != drafting.fingerprint(version):
            raise Refused(
                _("The draft was changed after you opened this page; look again.")
            )
        if reasons := refusals(version, at) + approval_refusals(version):
            raise Refused(*reasons)
        rendered = render(version.source, policy.title)
        _freeze(version, rendered, by, at)
        _write_sections(version, rendered)
        version.digest = sealing.digest(version, rendered.sections)
        version.save(update_fields=FROZEN_FIELDS)
        derive(version)
        store_redline(version)
        search_entries.add(version)
        for step in _steps:
            step(version)
        stamp.renew()
    return version


FROZEN_FIELDS = [
    "number",
    "title",
    "company",
    "direction",
    "html",
    "effective_at",
    "previous_digest",
    "digest",
    "published_at",
    "published_by",
    "published_by_name",
    "publisher_salt",
    "publisher_seal",
]


def _freeze(
    version: PolicyVersion,
    rendered: Rendered,
    by: AbstractBaseUser | None,
    at: datetime,
) -> None:
    previous = version.policy.versions.published().order_by("-number").first()
    version.number = next_number(version.policy)
    version.previous_digest = previous.digest if previous else ""
    version.title = version.policy.title
    version.company = version.policy.company
    version.direction = direction_of(version.language)
    version.html = rendered.html
    version.effective_at = version.effective_at or at
    version.published_at = at
    version.published_by_id = by.pk if by else None
    version.published_by_name = by.get_username() if by else IMPORTER
    version.publisher_salt = sealing.make_salt()
    version.publisher_seal = sealing.seal(
        version.publisher_salt, version.published_by_name
    )


def _write_sections(version: PolicyVersion, rendered: Rendered) -> None:
    """Written while the version is still a draft: afterwards the database refuses."""
    Section.objects.bulk_create(
        Section(
            version=version,
            position=position,
            level=section.level,
            anchor=section.anchor,
            heading=section.heading,
            html=section.html,
        )
        for position, section in enumerate(rendered.sections)
    )


def approval_refusals(version: PolicyVersion) -> list[str]:
    """Whether a second person stands behind exactly this text."""
    if version.origin == Origin.IMPORT or drafting.is_approved(version):
        return []
    if drafting.counts(version, StepKind.EMERGENCY) is not None:
        return []
    if drafting.has_lapsed(version):
        return [
            _(
                "A shorter notice or counsel's answer was recorded after the approval: "
                "another person has to approve it with that."
            )
        ]
    return [_("Another person has to approve exactly this text first.")]


def next_number(policy: Policy) -> int:
    """The number that the policy's next published version takes."""
    last = policy.versions.published().aggregate(last=Max("number"))["last"]
    return 1 + (last or 0)


def _blocking_version(version: PolicyVersion, moment: datetime) -> PolicyVersion | None:
    return (
        version.policy.versions.standing()
        .filter(effective_at__gte=moment)
        .order_by("effective_at")
        .first()
    )


def withdraw(
    version: PolicyVersion, *, by: AbstractBaseUser, reason: str
) -> Withdrawal:
    """Call off an upcoming version: its address stays and says so.

    Raises Refused when it has taken effect or is withdrawn, or without a reason.
    """
    if not reason.strip():
        raise Refused(_("Say why the version is withdrawn: readers will see it."))
    with transaction.atomic():
        policy = Policy.objects.select_for_update().get(pk=version.policy_id)
        if not PolicyVersion.objects.upcoming().filter(pk=version.pk).exists():
            raise Refused(_("Only an upcoming version can be withdrawn."))
        last = Withdrawal.objects.filter(version__policy=policy).order_by("pk").last()
        salt, name = sealing.make_salt(), by.get_username()
        withdrawal = Withdrawal(
            version=version,
            withdrawn_at=timezone.now(),
            withdrawn_by_id=by.pk,
            withdrawn_by_name=name,
            withdrawer_salt=salt,
            withdrawer_seal=sealing.seal(salt, name),
            reason=reason.strip(),
            previous_digest=last.digest if last else "",
        )
        withdrawal.digest = sealing.withdrawal_digest(withdrawal)
        withdrawal.save(force_insert=True)
        version.policy = policy
        derive_after(version)
        for step in _withdrawal_steps:
            step(withdrawal)
        stamp.renew()
    return withdrawal
