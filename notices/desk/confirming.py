"""The page on which another person confirms that a notice took another's place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from notices.desk.pages import notice_page, the_notice
from notices.ending import APPROVE, confirm
from notices.forms import WORDS
from notices.models import Notice, NoticeEnd
from pages.public import private
from policy.desk.people import staff
from policy.refusals import Refused

if TYPE_CHECKING:
    from notices.admin import NoticeAdmin


@require_http_methods(["GET", "HEAD", "POST"])
@private
def confirm_it(request: HttpRequest, pk: int, model_admin: NoticeAdmin) -> HttpResponse:
    """A second person stands by what one posted in place of an approved notice."""
    if not request.user.has_perm(APPROVE):
        raise PermissionDenied
    notice = the_notice(pk)
    waiting = NoticeEnd.objects.awaiting_confirmation()
    found = waiting.select_related("notice", "superseded_by")
    end = found.filter(notice=notice).first()
    problem = ""
    if request.method == "POST":
        try:
            if end is None:
                raise Refused(_("Nothing waits here to be confirmed."))
            confirm(end, by=staff(request))
        except Refused as error:
            problem = str(error)
        else:
            model_admin.log_change(request, notice, _("Superseding confirmed."))
            messages.success(request, _("The new notice is confirmed."))
            return redirect("admin:notices_notice_change", notice.pk)
    context: dict[str, Any] = {
        "title": _("Confirm the new notice"),
        "end": end,
        "problem": problem,
        "compared": list(_compared(end)) if end else [],
    }
    status = 400 if problem else 200
    return notice_page(request, model_admin, notice, "confirm", context, status)


def _compared(end: NoticeEnd) -> Iterator[tuple[str, str, str]]:
    """What the two say, by label."""
    new = end.superseded_by
    if new is None:
        return
    for name in (*WORDS, "shown_until"):
        label = Notice._meta.get_field(name).verbose_name  # type: ignore[union-attr]
        yield capfirst(str(label)), _words(end.notice, name), _words(new, name)


def _words(notice: Notice, name: str) -> str:
    if name == "shown_until":
        return date_format(timezone.localtime(notice.shown_until), "F j, Y, P")
    return str(getattr(notice, name))
