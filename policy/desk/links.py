"""The steps at the desk that are open to a person for a version."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from policy.drafting import waits_for_confirmation
from policy.models import PolicyVersion, Status

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

WITHHOLD = "policy.withhold_policyversion"

Link = tuple[str, "StrOrPromise"]


def links_of(request: HttpRequest, version: PolicyVersion) -> SafeString:
    """Links for the upper edge of the version's page."""
    steps = [*_draft_steps(request, version), *_published_steps(request, version)]
    links: list[Link] = [
        (reverse(f"admin:policy_policyversion_{name}", args=[version.pk]), label)
        for name, label in steps
    ]
    links += _withholding(request, version)
    if version.is_published and request.user.has_perm("policy.add_policyversion"):
        links.append(_next_draft(version))
    return format_html_join("", '<li><a href="{}">{}</a></li>', links)


def _draft_steps(request: HttpRequest, version: PolicyVersion) -> list[Link]:
    if version.is_published:
        return []
    steps: list[Link] = [
        ("preview", _("Preview")),
        ("changes", _("What will change")),
        ("review", _("Review …")),
    ]
    if request.user.has_perm("policy.publish_policyversion"):
        steps.append(("publish", _("Publish …")))
    return steps


def _published_steps(request: HttpRequest, version: PolicyVersion) -> list[Link]:
    if not version.is_published:
        return []
    steps: list[Link] = []
    is_upcoming = version.place_in_time() == Status.UPCOMING
    if is_upcoming and request.user.has_perm("policy.withdraw_policyversion"):
        steps.append(("withdraw", _("Withdraw …")))
    if not version.is_withheld or request.user.has_perm(WITHHOLD):
        steps.append(("evidence", _("Evidence for counsel")))
    if waits_for_confirmation(version) and request.user.has_perm(
        "policy.approve_policyversion"
    ):
        steps.append(("confirm", _("Confirm the emergency …")))
    return steps


def _withholding(request: HttpRequest, version: PolicyVersion) -> list[Link]:
    """To ask for it, or to what somebody asked for."""
    may = request.user.has_perm(WITHHOLD)
    if not version.is_published or not may:
        return []
    asked = version.withholding_requests.still_open().first()
    if asked is not None:
        address = reverse("admin:policy_withholdingrequest_decide", args=[asked.pk])
        return [(address, _("Decide about withholding …"))]
    if version.withheld is not None and version.withheld.covers_storage:
        return []
    address = reverse("admin:policy_policyversion_withhold", args=[version.pk])
    return [(address, _("Withhold …"))]


def _next_draft(version: PolicyVersion) -> Link:
    """A link to the open draft of the version's policy, or to a new one."""
    draft = version.policy.versions.drafts().first()
    if draft is not None:
        change = reverse("admin:policy_policyversion_change", args=[draft.pk])
        return change, _("Open the draft")
    add = reverse("admin:policy_policyversion_add")
    return f"{add}?policy={version.policy_id}", _("Draft the next")
