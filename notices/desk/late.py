"""A notice began to show while somebody edited it: what they typed comes back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from notices.forms import WORDS
from notices.models import Notice

if TYPE_CHECKING:
    from notices.admin import NoticeAdmin

MOMENTS = ("shown_from", "shown_until")


def too_late(
    request: HttpRequest, model_admin: NoticeAdmin, object_id: str
) -> HttpResponse | None:
    """Where the notice began to show or was deleted meanwhile, a page that gives back
    what was typed; None where it can still be changed, or nothing was typed."""
    typed = list(_typed(request))
    is_key = object_id.isascii() and object_id.isdigit() and len(object_id) < 10
    if not is_key or not typed:
        return None
    notice = Notice.objects.with_facts().filter(pk=int(object_id)).first()
    if notice is not None and not notice.has_begun():
        return None
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "title": _("Too late to save"),
        "notice": notice,
        "typed": typed,
    }
    template = "admin/notices/notice/too_late.html"
    return TemplateResponse(request, template, context, status=409).render()


def _typed(request: HttpRequest) -> Iterator[tuple[str, str]]:
    """Each field that holds something, by its label; day and time of a moment."""
    for name in (*WORDS, *MOMENTS):
        parts = (name,) if name in WORDS else (f"{name}_0", f"{name}_1")
        words = " ".join(request.POST.get(part, "") for part in parts).strip()
        if words:
            label = Notice._meta.get_field(name).verbose_name  # type: ignore[union-attr]
            yield capfirst(str(label)), words
