"""The figures of last year, where an operator publishes them (11 CCR 7102)."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from pages import clock
from pages.csv_lines import csv_lines
from pages.public import public
from rights.businessdays import office_day
from rights.metrics import MEASURED, csv_rows, metrics_of


@public
def metrics(request: HttpRequest) -> HttpResponse:
    """How many requests of Californians came last year, and what became of them."""
    year = _published_year()
    rows = [(MEASURED[row.right], row) for row in metrics_of(year)]
    return render(request, "rights/metrics.html", {"year": year, "metrics": rows})


@public
def metrics_file(request: HttpRequest) -> HttpResponse:
    """The same as CSV."""
    year = _published_year()
    return HttpResponse(
        csv_lines(csv_rows(year)),
        content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="rights-metrics-{year}.csv"'
        },
    )


def _published_year() -> int:
    """The last whole year where the office is. Raises Http404 unless published."""
    if not settings.RIGHTS_METRICS:
        raise Http404(_("These figures are not published."))
    return office_day(clock.now()).year - 1


def next_year_begins(after: datetime) -> datetime | None:
    """When the page begins to show another year; None where it shows none."""
    if not settings.RIGHTS_METRICS:
        return None
    new_year = date(office_day(after).year + 1, 1, 1)
    return datetime.combine(new_year, time.min, ZoneInfo(settings.TIME_ZONE))
