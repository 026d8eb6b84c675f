"""On the desk's first page: what rooms that know no desk wait for."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from traffic.models import ThirdParty

MOST_SHOWN = 20
SEEN_BY = (
    "traffic.view_viewcount",
    "traffic.view_thirdparty",
    "traffic.view_monthlyreport",
    "traffic.view_disclosure",
)


def traffic_panel(request: HttpRequest) -> SafeString | None:
    """Overdue reviews of third parties, and the ways to figures and reports."""
    if not any(request.user.has_perm(permission) for permission in SEEN_BY):
        return None
    overdue: list[ThirdParty] = []
    if request.user.has_perm("traffic.view_thirdparty"):
        waiting = ThirdParty.objects.review_overdue().order_by("reviewed_on")
        overdue = list(waiting[: MOST_SHOWN + 1])
    return render_to_string(
        "admin/traffic/front.html",
        {"overdue": overdue[:MOST_SHOWN], "has_more": len(overdue) > MOST_SHOWN},
        request,
    )
