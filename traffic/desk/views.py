"""Counts of views at the desk, and the page of statistics that is made of them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pages.public import private
from traffic.desk.base import ReadOnlyAdmin, csv_file, desk_page, require
from traffic.desk.figures import as_csv, shown
from traffic.desk.period_form import PeriodForm, ways
from traffic.statistics import Statistics, statistics

VIEW = "traffic.view_viewcount"


class ViewCountAdmin(ReadOnlyAdmin):
    """The counts themselves, one for each day, aspect, page and value."""

    change_list_template = "admin/traffic/viewcount/change_list.html"
    list_display = ["day", "aspect", "page", "value", "count"]
    list_filter = ["aspect", "day"]
    ordering = ["-day", "aspect", "page", "value"]
    sortable_by = ()

    def get_urls(self) -> list[URLPattern]:
        def page(route: str, view: Any, name: str) -> Any:
            return path(
                route,
                self.admin_site.admin_view(view),
                {"model_admin": self},
                name=f"traffic_viewcount_{name}",
            )

        return [
            page("statistics/", statistics_page, "statistics"),
            page("statistics.csv", statistics_csv, "csv"),
            *super().get_urls(),
        ]


@require_safe
@private
def statistics_page(request: HttpRequest, model_admin: ViewCountAdmin) -> HttpResponse:
    """Charts and tables of a period, against the one before."""
    require(request, VIEW)
    today = timezone.localdate()
    form = PeriodForm(request.GET if request.GET else None, today)
    if form.is_bound and not form.is_valid():
        return _page(request, model_admin, form, today, None)
    found = statistics(form.chosen, today)
    return _page(request, model_admin, form, today, found)


@require_safe
@private
def statistics_csv(request: HttpRequest, model_admin: ViewCountAdmin) -> HttpResponse:
    """The same period as CSV."""
    require(request, VIEW)
    today = timezone.localdate()
    form = PeriodForm(request.GET if request.GET else None, today)
    if form.is_bound and not form.is_valid():
        return _page(request, model_admin, form, today, None)
    found = statistics(form.chosen, today)
    span = found.period
    return csv_file(as_csv(found), f"views-{span.first}-{span.last}.csv")


def _page(
    request: HttpRequest,
    model_admin: ViewCountAdmin,
    form: PeriodForm,
    today: date,
    found: Statistics | None,
) -> HttpResponse:
    context = {
        "title": _("Views of pages"),
        "form": form,
        "ways": list(ways(form.chosen, today)) if found else [],
        "shown": shown(found) if found else None,
        "query": request.GET.urlencode(),
        "is_off": not settings.COUNT_VIEWS,
    }
    template = "admin/traffic/viewcount/statistics.html"
    return desk_page(request, model_admin, template, context, 200 if found else 400)
