"""The dashboard: what is due when, and the figures of a year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pages.csv_lines import csv_lines
from pages.public import private
from policy.desk.readonly import desk_page, require
from rights.businessdays import office_day
from rights.desk.base import READ_LOG, SEE
from rights.desk.figures import figures
from rights.metrics import MEASURED, csv_rows, metrics_of, years

if TYPE_CHECKING:
    from rights.desk.queue import RightsRequestAdmin


@require_safe
@private
def show(request: HttpRequest, model_admin: RightsRequestAdmin) -> HttpResponse:
    """Open requests by due date as chart and table, and one year's metrics."""
    require(request, READ_LOG)
    today = office_day()
    offered = [today.year, *years(today)]
    year = _year(request, offered)
    context = {
        "title": _("Dashboard of rights requests"),
        "figures": figures(today),
        "may_open": request.user.has_perm(SEE),
        "year": year,
        "years": offered,
        "metrics": [(MEASURED[row.right], row) for row in metrics_of(year)],
    }
    return desk_page(request, model_admin, "admin/rights/dashboard.html", context)


@require_safe
@private
def metrics_file(request: HttpRequest, model_admin: RightsRequestAdmin) -> HttpResponse:
    """The metrics of a year as CSV."""
    require(request, READ_LOG)
    today = office_day()
    year = _year(request, [today.year, *years(today)])
    return HttpResponse(
        csv_lines(csv_rows(year)),
        content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="rights-metrics-{year}.csv"'
        },
    )


def _year(request: HttpRequest, offered: list[int]) -> int:
    """The year that was asked for, if it is one of them; else last year."""
    asked = request.GET.get("year", "")
    return next((year for year in offered if str(year) == asked), offered[1])
