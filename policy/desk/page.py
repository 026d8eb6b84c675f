"""What the desk's pages about one version share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse

from pages import clock
from policy.desk.base import DeskAdmin
from policy.models import PolicyVersion

if TYPE_CHECKING:
    from policy.desk.versions import PolicyVersionAdmin


def open_draft(
    request: HttpRequest, model_admin: PolicyVersionAdmin, pk: int
) -> PolicyVersion:
    """The draft of the key. Raises PermissionDenied and Http404."""
    if not model_admin.has_view_permission(request):
        raise PermissionDenied
    drafts = PolicyVersion.objects.drafts().dated().with_dates(clock.now())
    return get_object_or_404(drafts, pk=pk)


def page(
    request: HttpRequest,
    model_admin: DeskAdmin,
    version: PolicyVersion,
    template: str,
    context: dict[str, object],
    status: int = 200,
) -> HttpResponse:
    """A page in the desk's frame about the version."""
    context |= model_admin.admin_site.each_context(request)
    context |= {"opts": model_admin.opts, "version": version, "original": version}
    context.setdefault("subtitle", str(version))
    return TemplateResponse(request, template, context, status=status).render()
