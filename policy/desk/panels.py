"""On the desk's first page: what waits for this person, and overdue reviews."""

from __future__ import annotations

from typing import NamedTuple

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from policy.desk.links import WITHHOLD
from policy.desk.people import staff
from policy.models import (
    Contribution,
    DraftStep,
    PolicyVersion,
    Status,
    StepKind,
    WithholdingRequest,
)

MOST_SHOWN = 20


class Work(NamedTuple):
    """A draft, an emergency or a request to withhold: where it stands, where to go on,
    and for whom it is."""

    version: PolicyVersion
    sentence: str
    url: str
    is_yours: bool
    is_unfinished: bool = False


def work_panel(request: HttpRequest) -> SafeString | None:
    """Requests to withhold, unconfirmed emergencies and open drafts, first those that
    wait for the reader."""
    if not request.user.has_perm("policy.view_policyversion"):
        return None
    work = [*_requests(request), *_emergencies(request), *_drafts(request)]
    work.sort(key=lambda each: (not each.is_yours, each.is_unfinished))
    return render_to_string(
        "admin/policy/front/work.html",
        {
            "yours": [each for each in work[:MOST_SHOWN] if each.is_yours],
            "others": [each for each in work[:MOST_SHOWN] if not each.is_yours],
            "has_more": len(work) > MOST_SHOWN,
        },
        request,
    )


def _requests(request: HttpRequest) -> list[Work]:
    """What one person asked to withhold: readers see it until another confirms."""
    asked = WithholdingRequest.objects.still_open().select_related("version__policy")
    found = asked.defer("version__source", "version__html").order_by("pk")
    may = request.user.has_perm(WITHHOLD)
    page = f"admin:policy_withholdingrequest_{'decide' if may else 'change'}"
    return [
        Work(
            each.version,
            _("%(name)s asks to withhold it; another person has to decide.")
            % {"name": each.asked_by_name},
            reverse(page, args=[each.pk]),
            may and each.asked_by_id != request.user.pk,
        )
        for each in found[: MOST_SHOWN + 1]
    ]


def _emergencies(request: HttpRequest) -> list[Work]:
    """What one person published alone; each waits for everybody else who may."""
    waiting = PolicyVersion.objects.awaiting_confirmation().without_bodies()
    versions = list(waiting.select_related("policy").order_by("pk")[: MOST_SHOWN + 1])
    steps = DraftStep.objects.filter(version__in=versions, kind=StepKind.EMERGENCY)
    published = {step.version_id: step for step in steps}
    may = request.user.has_perm("policy.approve_policyversion")
    return [
        Work(
            version,
            _("Published by %(name)s alone; another person has to confirm it.")
            % {"name": published[version.pk].by_name},
            _address(version, "confirm" if may else "change"),
            may and published[version.pk].by_id != request.user.pk,
        )
        for version in versions
    ]


def _drafts(request: HttpRequest) -> list[Work]:
    drafts = PolicyVersion.objects.drafts().dated().without_bodies()
    found = list(drafts.order_by("-updated_at")[: MOST_SHOWN + 1])
    own = Contribution.objects.filter(version__in=found, by=staff(request))
    wrote = set(own.values_list("version_id", flat=True))
    sent_back = _rejections(found)
    return [_draft(request, draft, draft.pk in wrote, sent_back) for draft in found]


def _rejections(drafts: list[PolicyVersion]) -> dict[int, DraftStep]:
    """The last rejection of each draft that stands as it was rejected."""
    steps = DraftStep.objects.filter(version__in=drafts, kind=StepKind.REJECTED)
    last = {step.version_id: step for step in steps.order_by("pk")}
    return {
        draft.pk: last[draft.pk]
        for draft in drafts
        if draft.draft_step == StepKind.REJECTED
    }


def _draft(
    request: HttpRequest,
    draft: PolicyVersion,
    wrote: bool,
    sent_back: dict[int, DraftStep],
) -> Work:
    """What is to be done next about a draft, and whether this person does it."""
    status = draft.status()
    if status == Status.IN_REVIEW:
        may = request.user.has_perm("policy.approve_policyversion")
        words = _("In review. You wrote in it, so another person decides.")
        if not (may and wrote):
            words = _("In review: approve or reject it.") if may else _("In review.")
        return Work(draft, words, _address(draft, "review"), may and not wrote)
    if status == Status.APPROVED:
        may = request.user.has_perm("policy.publish_policyversion")
        words = _("Approved: it can be published.")
        return Work(draft, words, _address(draft, "publish" if may else "review"), may)
    may = request.user.has_perm("policy.change_policyversion")
    rejection = sent_back.get(draft.pk)
    if rejection is None:
        words = _("Being written.")
    else:
        words = _("Rejected by %(name)s: %(reason)s") % {
            "name": rejection.by_name,
            "reason": rejection.reason,
        }
    return Work(draft, words, _address(draft, "change"), may, rejection is None)


def _address(version: PolicyVersion, page: str) -> str:
    return reverse(f"admin:policy_policyversion_{page}", args=[version.pk])


def review_panel(request: HttpRequest) -> SafeString | None:
    """Policies that nobody published or reviewed for 12 months."""
    if not request.user.has_perm("policy.view_review"):
        return None
    overdue = PolicyVersion.objects.review_overdue().select_related("policy")
    found = list(overdue.without_bodies()[: MOST_SHOWN + 1])
    return render_to_string(
        "admin/policy/front/reviews.html",
        {"overdue": found[:MOST_SHOWN], "has_more": len(found) > MOST_SHOWN},
        request,
    )
