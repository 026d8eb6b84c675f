"""Pages of the desk beside the form: preview, what will change, publish, withdraw."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from pages.public import private
from policy import drafting, publishing
from policy.contents import Heading, contents
from policy.desk.comparison import compare
from policy.desk.forms import PublishForm, WithdrawForm
from policy.desk.people import staff
from policy.languages import direction_of
from policy.markdown import render
from policy.models import PolicyVersion
from policy.reading import Reading
from policy.refusals import Refused

if TYPE_CHECKING:
    from policy.desk.versions import PolicyVersionAdmin


def _draft(
    request: HttpRequest, model_admin: PolicyVersionAdmin, pk: int
) -> PolicyVersion:
    if not model_admin.has_view_permission(request):
        raise PermissionDenied
    return get_object_or_404(PolicyVersion.objects.drafts().dated(), pk=pk)


@require_safe
@private
def preview(
    request: HttpRequest, pk: int, model_admin: PolicyVersionAdmin
) -> HttpResponse:
    """The draft in the public template; never public, never stored."""
    draft = _draft(request, model_admin, pk)
    rendered = render(draft.source, draft.policy.title)
    draft.html = rendered.html
    draft.direction = direction_of(draft.language)
    reading = Reading(draft)
    reading.contents = contents(
        Heading(section.heading, section.level, section.anchor)
        for section in rendered.sections
        if section.level
    )
    return TemplateResponse(
        request, "policy/preview.html", {"reading": reading}
    ).render()


@require_safe
@private
def changes(
    request: HttpRequest, pk: int, model_admin: PolicyVersionAdmin
) -> HttpResponse:
    """The draft's text against the version in force."""
    draft = _draft(request, model_admin, pk)
    return _page(
        request,
        model_admin,
        draft,
        "admin/policy/policyversion/changes.html",
        {"title": _("What will change"), **_comparison(draft)},
    )


def _comparison(draft: PolicyVersion) -> dict[str, object]:
    current = draft.policy.versions.in_force().first()
    return {
        "current": current,
        "comparison": compare(current.source if current else "", draft.source),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@private
def publish(
    request: HttpRequest, pk: int, model_admin: PolicyVersionAdmin
) -> HttpResponse:
    """Confirm, then publish: it cannot be undone."""
    if not request.user.has_perm("policy.publish_policyversion"):
        raise PermissionDenied
    draft = _draft(request, model_admin, pk)
    form = PublishForm(
        request.POST if request.method == "POST" else None,
        initial={"seen": drafting.fingerprint(draft)},
    )
    reasons = publishing.refusals(draft, timezone.now())
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
    return _page(
        request,
        model_admin,
        draft,
        "admin/policy/policyversion/publish.html",
        {
            "title": _("Publish"),
            "form": form,
            "reasons": reasons,
            "next_number": publishing.next_number(draft.policy),
            **_comparison(draft),
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
    return _page(
        request,
        model_admin,
        version,
        "admin/policy/policyversion/withdraw.html",
        {"title": _("Withdraw"), "form": form},
        status=400 if form.is_bound else 200,
    )


def _page(
    request: HttpRequest,
    model_admin: PolicyVersionAdmin,
    version: PolicyVersion,
    template: str,
    context: dict[str, object],
    status: int = 200,
) -> HttpResponse:
    context |= model_admin.admin_site.each_context(request)
    context |= {"opts": model_admin.opts, "version": version, "original": version}
    return TemplateResponse(request, template, context, status=status).render()
