"""The notice period: how long before it takes effect readers hear of a change.

A draft observes the longest period that held since it was begun, so that whoever lowers
it helps only drafts that are begun afterwards.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext as _

from policy import drafting
from policy.models import NoticePeriodChange, Policy, PolicyVersion, StepKind
from policy.models.choices import ASKS_COUNSEL
from policy.refusals import Refused


@transaction.atomic
def change_notice_period(
    policy: Policy, days: int, *, by: AbstractBaseUser, reason: str
) -> None:
    """Change the policy's notice period, and keep who did and why. Raises Refused."""
    current = Policy.objects.select_for_update().get(pk=policy.pk)
    if days != current.notice_period_days:
        if not reason.strip():
            raise Refused(_("Say why the notice period changes."))
        NoticePeriodChange.objects.create(
            policy=current,
            from_days=current.notice_period_days,
            to_days=days,
            changed_by_id=by.pk,
            changed_by_name=by.get_username(),
            reason=reason.strip(),
        )
        Policy.objects.filter(pk=policy.pk).update(notice_period_days=days)
    policy.notice_period_days = days


def observed_days(version: PolicyVersion) -> int:
    """The longest notice period, in days, that held from when the draft was begun until
    it was published, or until now."""
    changes = list(version.policy.notice_period_changes.order_by("pk"))
    begun, end = _begun_at(version), version.published_at
    later = [change for change in changes if end and change.changed_at > end]
    last = later[0].from_days if later else version.policy.notice_period_days
    during = [change for change in changes if change not in later]
    return max([last, *(each.from_days for each in during if each.changed_at >= begun)])


def _begun_at(version: PolicyVersion) -> datetime:
    """Its first save, or when its row was made."""
    first = version.contributions.order_by("pk").values_list("saved_at", flat=True)
    return first.first() or version.created_at


def earliest_effective(version: PolicyVersion, at: datetime) -> datetime:
    """From when a version that is published at the moment may take effect."""
    days = observed_days(version) if version.material else 0
    return at + timedelta(days=days)


def notice_refusals(version: PolicyVersion, at: datetime) -> list[str]:
    """Whether readers hear of a material change long enough before."""
    if not version.material:
        return []
    reasons = []
    first = not version.policy.versions.published().exists()
    if not version.reasons and not first:
        reasons.append(_("Tick why a reader has to know of this change."))
    is_short = (version.effective_at or at) < earliest_effective(version, at)
    allowed = drafting.counts(version, StepKind.SHORTER_NOTICE)
    if is_short and not first and allowed is None:
        reasons.append(_too_short(version))
    asks_counsel = ASKS_COUNSEL & set(version.reasons)
    if asks_counsel and drafting.counts(version, StepKind.COUNSEL) is None:
        reasons.append(
            _(
                "A notice may not be enough for this change. Ask counsel, and record "
                "the answer."
            )
        )
    return reasons


def _too_short(version: PolicyVersion) -> str:
    days = observed_days(version)
    words = _(
        "Readers have to hear of a material change %(days)d days before it takes "
        "effect. Choose a later date, or let a named person allow a shorter notice "
        "with a reason."
    ) % {"days": days}
    if days == version.policy.notice_period_days:
        return words
    return f"{words} " + _(
        "The policy's notice period is shorter now; it counts for drafts that are "
        "begun afterwards."
    )
