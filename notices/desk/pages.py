"""Pages about one notice: end it early, supersede it, show what can be shown of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from notices.ending import APPROVE, STAYS, end_early, supersede
from notices.evidence import evidence
from notices.forms import EndForm
from notices.models import Notice
from pages.public import private
from policy.desk.people import staff
from policy.refusals import Refused

if TYPE_CHECKING:
    from notices.admin import NoticeAdmin

# A new notice in place of another says the same until somebody changes it.
TAKEN_OVER = ("summary", "for_whom", "what_to_do", "version", "shown_until")


@require_http_methods(["GET", "HEAD", "POST"])
@private
def end(request: HttpRequest, pk: int, model_admin: NoticeAdmin) -> HttpResponse:
    """Stop showing it now, with a reason that readers see."""
    _require(request, "notices.end_notice")
    notice = the_notice(pk)
    form = EndForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            end_early(notice, by=staff(request), reason=form.cleaned_data["reason"])
        except Refused as error:
            form.add_error(None, str(error))
        else:
            model_admin.log_change(request, notice, _("Ended early."))
            messages.success(
                request, _("Notice %(number)d is ended.") % {"number": notice.number}
            )
            return redirect("admin:notices_notice_change", notice.pk)
    context = {"title": _("End early"), "form": form, "stays": STAYS}
    status = 400 if form.is_bound else 200
    return notice_page(request, model_admin, notice, "end", context, status)


@require_http_methods(["GET", "HEAD", "POST"])
@private
def supersede_it(
    request: HttpRequest, pk: int, model_admin: NoticeAdmin
) -> HttpResponse:
    """Post a notice in its place, in one moment."""
    _require(request, "notices.end_notice")
    _require(request, "notices.add_notice")
    notice = the_notice(pk)
    if notice.stays_with_version:
        _require(request, APPROVE)
    form = model_admin.superseding_form(request)(
        request.POST if request.method == "POST" else None,
        old=notice,
        initial={name: getattr(notice, name) for name in TAKEN_OVER},
    )
    if form.is_bound and form.is_valid():
        new = form.save(commit=False)
        reason = form.cleaned_data["reason"]
        try:
            supersede(notice, new, by=staff(request), reason=reason)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            model_admin.log_addition(request, new, _("Posted."))
            model_admin.log_change(request, notice, _("Superseded."))
            words = {"number": new.number, "old": notice.number}
            messages.success(
                request,
                _("Notice %(number)d is posted in place of notice %(old)d.") % words,
            )
            return redirect("admin:notices_notice_change", new.pk)
    context = {
        "title": _("Post one that supersedes it"),
        "form": form,
        "media": model_admin.media + form.media,
    }
    status = 400 if form.is_bound else 200
    return notice_page(request, model_admin, notice, "supersede", context, status)


@require_safe
@private
def show_evidence(
    request: HttpRequest, pk: int, model_admin: NoticeAdmin
) -> HttpResponse:
    """The same text as the file and the command."""
    notice = _provable(request, pk)
    context = {"title": _("Evidence"), "evidence": evidence(notice)}
    return notice_page(request, model_admin, notice, "evidence", context)


@require_safe
@private
def evidence_file(
    request: HttpRequest, pk: int, model_admin: NoticeAdmin
) -> HttpResponse:
    """The evidence as one text file."""
    notice = _provable(request, pk)
    name = f"notice-{notice.number}.txt"
    return HttpResponse(
        evidence(notice),
        content_type="text/plain; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _provable(request: HttpRequest, pk: int) -> Notice:
    """A notice that this person may see the evidence of: it names sections, also of
    versions that are withheld. Raises PermissionDenied and Http404."""
    _require(request, "notices.view_notice")
    notice = the_notice(pk)
    if notice.is_withheld:
        _require(request, "policy.withhold_policyversion")
    return notice


def _require(request: HttpRequest, permission: str) -> None:
    if not request.user.has_perm(permission):
        raise PermissionDenied


def the_notice(pk: int) -> Notice:
    """With its facts. Raises Http404."""
    return get_object_or_404(Notice.objects.with_facts(), pk=pk)


def notice_page(
    request: HttpRequest,
    model_admin: NoticeAdmin,
    notice: Notice,
    name: str,
    context: dict[str, Any],
    status: int = 200,
) -> HttpResponse:
    """A page about one notice, under its name in the breadcrumbs."""
    context |= model_admin.admin_site.each_context(request)
    context |= {"opts": model_admin.opts, "notice": notice, "original": notice}
    template = f"admin/notices/notice/{name}.html"
    return TemplateResponse(request, template, context, status=status).render()
