"""Withholding at the desk: one person asks, another confirms or declines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from pages.public import private
from policy import withholding
from policy.desk.forms import DecideForm, WithholdForm
from policy.desk.page import page
from policy.desk.people import staff
from policy.models import PolicyVersion, WithholdingRequest
from policy.refusals import Refused

if TYPE_CHECKING:
    from policy.desk.requests import WithholdingRequestAdmin
    from policy.desk.versions import PolicyVersionAdmin


@require_http_methods(["GET", "HEAD", "POST"])
@private
def withhold(
    request: HttpRequest, pk: int, model_admin: PolicyVersionAdmin
) -> HttpResponse:
    """Ask to withhold a published version; nothing happens before another confirms."""
    if not request.user.has_perm("policy.withhold_policyversion"):
        raise PermissionDenied
    version = get_object_or_404(PolicyVersion.objects.published().dated(), pk=pk)
    form = WithholdForm(request.POST if request.method == "POST" else None)
    if version.is_withheld:
        form.fields["covers_storage"].required = True
    if form.is_bound and form.is_valid():
        try:
            asked = withholding.ask(version, by=staff(request), **form.cleaned_data)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            model_admin.log_change(request, version, _("Withholding asked for."))
            messages.warning(
                request,
                _(
                    "You have asked to withhold %(version)s. It is still public: "
                    "another person has to confirm."
                )
                % {"version": version},
            )
            return redirect("admin:policy_withholdingrequest_change", asked.pk)
    return page(
        request,
        model_admin,
        version,
        "admin/policy/policyversion/withhold.html",
        {"title": _("Withhold"), "form": form, **_outlook(version)},
        status=400 if form.is_bound else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@private
def decide(
    request: HttpRequest, pk: int, model_admin: WithholdingRequestAdmin
) -> HttpResponse:
    """Confirm what another person asked for, or decline it with a reason."""
    if not request.user.has_perm("policy.withhold_policyversion"):
        raise PermissionDenied
    asked = get_object_or_404(WithholdingRequest, pk=pk)
    version = PolicyVersion.objects.dated().get(pk=asked.version_id)
    form = DecideForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            said = _decide(request, asked, form)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            model_admin.log_change(request, asked, said)
            messages.success(request, said)
            return redirect("admin:policy_withholdingrequest_change", asked.pk)
    return page(
        request,
        model_admin,
        version,
        "admin/policy/withholdingrequest/decide.html",
        {
            "title": _("Decide about withholding"),
            "form": form,
            "asked": asked,
            "is_own": asked.asked_by_id == staff(request).pk,
            **_outlook(version),
        },
        status=400 if form.is_bound else 200,
    )


def _decide(request: HttpRequest, asked: WithholdingRequest, form: DecideForm) -> str:
    """Do what was decided; what happened, in a sentence. Raises Refused."""
    by = staff(request)
    if form.cleaned_data["decision"] == DecideForm.DECLINE:
        withholding.decline(asked, by=by, reason=form.cleaned_data["reason"])
        return _("The request is declined: %(version)s stays public.") % {
            "version": asked.version
        }
    withholding.confirm(asked, by=by)
    return _("%(version)s is withheld.") % {"version": asked.version}


def _outlook(version: PolicyVersion) -> dict[str, object]:
    """What will happen, and the other versions and the draft: what is withheld may
    stand in them as well."""
    others = version.policy.versions.exclude(pk=version.pk).dated().without_bodies()
    return {
        "foretold": withholding.foretold(version),
        "others": list(others.newest_first()),
    }
