"""Tallies at the desk, and the page of statistics that is made of them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from consent.desk.figures import as_csv, groups
from consent.desk.range_form import RangeForm, presets
from consent.statistics import Statistics, statistics
from pages.public import private
from policy.desk.readonly import ReadOnlyAdmin, desk_page, require


class TallyAdmin(ReadOnlyAdmin):
    """The counts themselves, one for each day, catalogue version and kind."""

    change_list_template = "admin/consent/tally/change_list.html"
    list_display = ["day", "kind", "catalogue_version", "count"]
    list_filter = ["kind"]
    ordering = ["-day", "-catalogue_version", "kind"]
    sortable_by = ()

    def get_urls(self) -> list[URLPattern]:
        def page(route: str, view: Any, name: str) -> Any:
            return path(
                route,
                self.admin_site.admin_view(view),
                {"model_admin": self},
                name=f"consent_tally_{name}",
            )

        return [
            page("statistics/", statistics_page, "statistics"),
            page("statistics.csv", statistics_csv, "csv"),
            *super().get_urls(),
        ]


@require_safe
@private
def statistics_page(request: HttpRequest, model_admin: TallyAdmin) -> HttpResponse:
    """Charts and tables of a range of days."""
    return _answer(request, model_admin, is_csv=False)


@require_safe
@private
def statistics_csv(request: HttpRequest, model_admin: TallyAdmin) -> HttpResponse:
    """The same range as CSV."""
    return _answer(request, model_admin, is_csv=True)


def _answer(
    request: HttpRequest, model_admin: TallyAdmin, *, is_csv: bool
) -> HttpResponse:
    require(request, "consent.view_tally")
    today = datetime.now(UTC).date()
    form = RangeForm(request.GET if request.GET else None, today)
    if form.is_bound and not form.is_valid():
        return _page(request, model_admin, form, today, None)
    chosen = form.chosen
    found = statistics(chosen["from"], chosen["to"], chosen.get("version"))
    if is_csv:
        return _csv(found)
    return _page(request, model_admin, form, today, found)


def _page(
    request: HttpRequest,
    model_admin: TallyAdmin,
    form: RangeForm,
    today: date,
    found: Statistics | None,
) -> HttpResponse:
    context = {
        "title": _("Statistics of cookie choices"),
        "form": form,
        "presets": list(presets(form, today)),
        "found": found,
        "groups": groups(found) if found else [],
        "query": request.GET.urlencode(),
    }
    template = "admin/consent/tally/statistics.html"
    status = 200 if found else 400
    return desk_page(request, model_admin, template, context, status)


def _csv(found: Statistics) -> HttpResponse:
    whole = found.whole
    name = f"consent-statistics-{whole.first}-{whole.last}.csv"
    return HttpResponse(
        as_csv(found),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
