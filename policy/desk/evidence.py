"""The evidence of a version as a file, from its page at the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from pages.public import private
from policy.desk.links import WITHHOLD
from policy.evidence import version_evidence
from policy.models import PolicyVersion

if TYPE_CHECKING:
    from policy.desk.versions import PolicyVersionAdmin


@require_safe
@private
def download(
    request: HttpRequest, pk: int, model_admin: PolicyVersionAdmin
) -> HttpResponse:
    """For who may view versions, drafts as well; of what is withheld for fewer, and so
    how drafts changed of any policy that has a withheld version."""
    if not model_admin.has_view_permission(request):
        raise PermissionDenied
    now = timezone.now()
    versions = PolicyVersion.objects.dated().with_dates(now)
    version = get_object_or_404(versions, pk=pk)
    may_withhold = request.user.has_perm(WITHHOLD)
    if version.is_withheld and not may_withhold:
        raise PermissionDenied
    tells_drafts = may_withhold or not version.policy.versions.withheld().exists()
    text = version_evidence(version, now, tells_drafts=tells_drafts)
    response = HttpResponse(text, content_type="text/plain; charset=utf-8")
    name = f"evidence-{version.policy.slug}-{version.number or 'draft'}.txt"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
