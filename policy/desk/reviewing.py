"""Review: all that a second person needs to decide about a draft, on one page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from pages.headers import policy_header
from pages.public import private
from policy import drafting, publishing
from policy.desk.forms import StepForm
from policy.desk.outlook import outlook
from policy.desk.page import open_draft, page
from policy.desk.people import staff
from policy.desk.standing import story
from policy.models import PolicyVersion, StepKind
from policy.models.drafting import REASONED
from policy.refusals import Refused

if TYPE_CHECKING:
    from policy.desk.versions import PolicyVersionAdmin

# Who may record what: writing is one permission, deciding another.
NEEDED = {
    StepKind.SUBMITTED: "policy.change_policyversion",
    StepKind.COUNSEL: "policy.change_policyversion",
    StepKind.APPROVED: "policy.approve_policyversion",
    StepKind.REJECTED: "policy.approve_policyversion",
    StepKind.SHORTER_NOTICE: "policy.approve_policyversion",
}
DONE = {
    StepKind.SUBMITTED: gettext_lazy("The draft is sent to review."),
    StepKind.COUNSEL: gettext_lazy("Counsel's answer is kept with the version."),
    StepKind.APPROVED: gettext_lazy("The draft is approved."),
    StepKind.REJECTED: gettext_lazy("The draft is rejected."),
    StepKind.SHORTER_NOTICE: gettext_lazy("A shorter notice is allowed."),
}


@require_http_methods(["GET", "HEAD", "POST"])
@private
def review(
    request: HttpRequest, pk: int, model_admin: PolicyVersionAdmin
) -> HttpResponse:
    """Where the draft stands, what it changes, and what may be decided."""
    draft = open_draft(request, model_admin, pk)
    form = StepForm(request.POST) if request.method == "POST" else None
    problem = ""
    if form is not None:
        problem = _record(request, draft, form)
        if not problem:
            kind = StepKind(form.cleaned_data["step"])
            model_admin.log_change(request, draft, kind.label)
            messages.success(request, DONE[kind])
            return redirect("admin:policy_policyversion_review", draft.pk)
    now = timezone.now()
    response = page(
        request,
        model_admin,
        draft,
        "admin/policy/policyversion/review.html",
        {
            "title": _("Review"),
            "problem": problem,
            "typed": form.data if form else {},
            "seen": drafting.fingerprint(draft),
            "status": draft.status(now),
            "reasons": publishing.refusals(draft, now),
            "unapproved": publishing.approval_refusals(draft),
            "story": story(draft),
            "may": {
                kind.name.lower(): request.user.has_perm(permission)
                for kind, permission in NEEDED.items()
            },
            **outlook(draft, now),
        },
        status=400 if problem else 200,
    )
    response.headers["Content-Security-Policy"] = policy_header(
        settings.CONTENT_SECURITY_POLICY | {"frame-src": "'self'"}
    )
    return response


def _record(request: HttpRequest, draft: PolicyVersion, form: StepForm) -> str:
    """Record the step; return why it cannot be, or ''. Raises PermissionDenied."""
    if not form.is_valid():
        return _("This step is not known, or the page is old; look again.")
    kind = StepKind(form.cleaned_data["step"])
    if kind not in NEEDED:
        return _("This step is not taken here.")
    if not request.user.has_perm(NEEDED[kind]):
        raise PermissionDenied
    reason = form.cleaned_data["reason"]
    if kind in REASONED and not reason.strip():
        return _("Say why.")
    try:
        drafting.add_step(
            draft,
            kind,
            by=staff(request),
            reason=reason,
            seen=form.cleaned_data["seen"],
        )
    except Refused as error:
        return str(error)
    return ""


@require_http_methods(["GET", "HEAD", "POST"])
@private
def confirm(
    request: HttpRequest, pk: int, model_admin: PolicyVersionAdmin
) -> HttpResponse:
    """A second person stands by what one published alone."""
    if not request.user.has_perm("policy.approve_policyversion"):
        raise PermissionDenied
    version = get_object_or_404(PolicyVersion.objects.published().dated(), pk=pk)
    problem = ""
    if request.method == "POST":
        try:
            drafting.confirm_emergency(version, by=staff(request))
        except Refused as error:
            problem = str(error)
        else:
            model_admin.log_change(request, version, _("Emergency confirmed."))
            messages.success(request, _("The emergency is confirmed."))
            return redirect("admin:policy_policyversion_change", version.pk)
    return page(
        request,
        model_admin,
        version,
        "admin/policy/policyversion/confirm.html",
        {
            "title": _("Confirm the emergency"),
            "problem": problem,
            "emergency": version.steps.filter(kind=StepKind.EMERGENCY).last(),
        },
        status=400 if problem else 200,
    )
