"""What the Privacy office looks for on the desk's first page."""

from __future__ import annotations

from django.db.models import Count, Q
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from rights.businessdays import office_day
from rights.desk.badges import badge, due_of
from rights.desk.base import READ_LOG, SEE
from rights.due import Urgency, is_urgent
from rights.models import RightsRequest

MOST_SHOWN = 10


def rights_panel(request: HttpRequest) -> SafeString | None:
    """How much is overdue and due this week; the first of it for who may open it."""
    if not request.user.has_perm(READ_LOG):
        return None
    today = office_day()
    overdue = is_urgent(Urgency.OVERDUE, today)
    this_week = is_urgent(Urgency.THIS_WEEK, today)
    open_requests = RightsRequest.objects.open()
    counts = open_requests.aggregate(
        overdue=Count("pk", filter=overdue),
        this_week=Count("pk", filter=this_week),
        all=Count("pk"),
        nobody=Count("pk", filter=Q(assignee__isnull=True)),
    )
    rows: list[tuple[RightsRequest, SafeString]] = []
    may_open = request.user.has_perm(SEE)
    if may_open:
        due = open_requests.defer("sealed").filter(overdue | this_week)
        found = due.select_related("assignee").by_due_date()[:MOST_SHOWN]
        rows = [(asked, badge(due_of(asked, today))) for asked in found]
    context = {"counts": counts, "rows": rows, "may_open": may_open}
    return render_to_string("admin/rights/front.html", context, request)
