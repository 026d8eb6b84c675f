"""Pages of the desk that do what cannot be undone: publish, withdraw."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from pages.public import private
from policy import drafting, publishing
from policy.desk.forms import EmergencyForm, PublishForm, WithdrawForm
from policy.desk.outlook import outlook
from policy.desk.page import open_draft, page
from policy.desk.people import staff
from policy.models import PolicyVersion
from policy.refusals import Refused

if TYPE_CHECKING:
    from policy.desk.versions import PolicyVersionAdmin


@require_http_methods(["GET", "HEAD", "POST"])
@private
def publish(
    request: HttpRequest, pk: int, model_admin: PolicyVersionAdmin
) -> HttpResponse:
    """Confirm, then publish: it cannot be undone."""
    if not request.user.has_perm("policy.publish_policyversion"):
        raise PermissionDenied
    draft = open_draft(request, model_admin, pk)
    now = timezone.now()
    form = PublishForm(
        request.POST if request.method == "POST" else None,
        initial={"seen": drafting.fingerprint(draft)},
    )
    reasons = [
        *publishing.refusals(draft, now),
        *publishing.approval_refusals(draft),
    ]
    if form.is_bound and form.is_valid():
        try:
            version = publishing.publish(
                draft, by=staff(request), seen=form.cleaned_data["seen"]
            )
        except Refused as error:
            reasons = list(error.reasons)
        else:
            model_admin.log_change(request, version, _("Published."))
            messages.success(
                request, _("%(version)s is published.") % {"version": version}
            )
            return redirect("admin:policy_policyversion_change", version.pk)
    return page(
        request,
        model_admin,
        draft,
        "admin/policy/policyversion/publish.html",
        {
            "title": _("Publish"),
            "form": form,
            "reasons": reasons,
            **outlook(draft, now),
        },
        status=400 if form.is_bound else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@private
def emergency(
    request: HttpRequest, pk: int, model_admin: PolicyVersionAdmin
) -> HttpResponse:
    """Publish without a second person, with a reason that stays with the version."""
    if not request.user.has_perm("policy.publish_policyversion"):
        raise PermissionDenied
    draft = open_draft(request, model_admin, pk)
    now = timezone.now()
    form = EmergencyForm(
        request.POST if request.method == "POST" else None,
        initial={"seen": drafting.fingerprint(draft)},
    )
    reasons = publishing.refusals(draft, now)
    if form.is_bound and form.is_valid():
        try:
            version = publishing.publish_in_emergency(
                draft, by=staff(request), **form.cleaned_data
            )
        except Refused as error:
            reasons = list(error.reasons)
        else:
            model_admin.log_change(request, version, _("Published in an emergency."))
            messages.warning(
                request,
                _("%(version)s is published. Another person has to confirm it.")
                % {"version": version},
            )
            return redirect("admin:policy_policyversion_change", version.pk)
    return page(
        request,
        model_admin,
        draft,
        "admin/policy/policyversion/emergency.html",
        {
            "title": _("Publish in an emergency"),
            "form": form,
            "reasons": reasons,
            **outlook(draft, now),
        },
        status=400 if form.is_bound else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@private
def withdraw(
    request: HttpRequest, pk: int, model_admin: PolicyVersionAdmin
) -> HttpResponse:
    """Call off an upcoming version, with a reason that readers see."""
    if not request.user.has_perm("policy.withdraw_policyversion"):
        raise PermissionDenied
    upcoming = PolicyVersion.objects.upcoming().dated()
    version = get_object_or_404(upcoming, pk=pk)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            publishing.withdraw(
                version, by=staff(request), reason=form.cleaned_data["reason"]
            )
        except Refused as error:
            form.add_error(None, str(error))
        else:
            model_admin.log_change(request, version, _("Withdrawn."))
            messages.success(
                request, _("%(version)s is withdrawn.") % {"version": version}
            )
            return redirect("admin:policy_policyversion_change", version.pk)
    return page(
        request,
        model_admin,
        version,
        "admin/policy/policyversion/withdraw.html",
        {"title": _("Withdraw"), "form": form},
        status=400 if form.is_bound else 200,
    )
