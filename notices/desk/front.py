"""On the desk's first page: notices that one person put in the place of another."""

from __future__ import annotations

from typing import NamedTuple

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from notices.ending import APPROVE
from notices.models import NoticeEnd

MOST_SHOWN = 20


class Waiting(NamedTuple):
    """A notice that took another's place, where to go on, and for whom it is."""

    end: NoticeEnd
    url: str
    is_yours: bool


def superseded_panel(request: HttpRequest) -> SafeString | None:
    """What waits for another person; None where nothing does, or nobody may see it."""
    if not request.user.has_perm("notices.view_notice"):
        return None
    ends = NoticeEnd.objects.awaiting_confirmation().select_related(
        "notice", "superseded_by"
    )
    found = list(ends.order_by("pk")[: MOST_SHOWN + 1])
    if not found:
        return None
    may = request.user.has_perm(APPROVE)
    page = f"admin:notices_notice_{'confirm' if may else 'change'}"
    waiting = [
        Waiting(
            end,
            reverse(page, args=[end.notice_id]),
            may and end.ended_by_id != request.user.pk,
        )
        for end in found[:MOST_SHOWN]
    ]
    return render_to_string(
        "admin/notices/front.html",
        {
            "waiting": sorted(waiting, key=lambda each: not each.is_yours),
            "has_more": len(found) > MOST_SHOWN,
        },
        request,
    )
