"""Aggregate reports at the desk: made, taken out, and by whom."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from pages.public import private
from traffic.desk.base import ReadOnlyAdmin, csv_file, desk_page, require
from traffic.reports import LEAST, export, months_with_figures

EXPORT = "traffic.export_monthlyreport"


class ExportForm(forms.Form):
    """The month whose figures are taken out."""

    month = forms.TypedChoiceField(
        label=gettext_lazy("Month"),
        coerce=date.fromisoformat,
        error_messages={
            "required": gettext_lazy("Choose a month."),
            "invalid_choice": gettext_lazy(
                "Choose one of the months: there are no figures of others."
            ),
        },
    )

    def __init__(self, data: Any, months: list[date]) -> None:
        super().__init__(data)
        field: Any = self.fields["month"]
        field.choices = [
            (month.isoformat(), date_format(month, "F Y")) for month in months
        ]


class MonthlyReportAdmin(ReadOnlyAdmin):
    """The reports that were made, each with who took it out and when."""

    change_list_template = "admin/traffic/monthlyreport/change_list.html"
    change_form_template = "admin/traffic/monthlyreport/change_form.html"
    list_display = ["__str__", "made_at", "digest"]
    fields = ["month", "made_at", "digest", "content"]
    sortable_by = ()

    def get_urls(self) -> list[URLPattern]:
        view: Any = self.admin_site.admin_view(export_page)
        route = path(
            "export/",
            view,
            {"model_admin": self},
            name="traffic_monthlyreport_export",
        )
        return [route, *super().get_urls()]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The report as it was made, and every export of it."""
        report = self.get_object(request, object_id)
        exports = report.exports.all()[:100] if report else []
        context = {"exports": exports} | (extra_context or {})
        return super().change_view(request, object_id, form_url, context)


@require_http_methods(["GET", "HEAD", "POST"])
@private
def export_page(request: HttpRequest, model_admin: MonthlyReportAdmin) -> HttpResponse:
    """Choose a month; the answer is its report, and the export is on record."""
    require(request, EXPORT)
    form = ExportForm(request.POST or None, months_with_figures(timezone.now()))
    if request.method == "POST" and form.is_valid():
        try:
            made = export(form.cleaned_data["month"], _staff(request))
        except ValidationError as error:
            form.add_error(None, error)
        else:
            report = made.report
            name = f"aggregate-report-{report.month:%Y-%m}.csv"
            return csv_file(report.content, name)
    context = {
        "title": _("Take out an aggregate report"),
        "form": form,
        "least": LEAST,
        "is_off": not settings.AGGREGATE_REPORTS,
        "has_months": bool(form.fields["month"].choices),  # type: ignore[attr-defined]
    }
    template = "admin/traffic/monthlyreport/export.html"
    status = 400 if request.method == "POST" else 200
    return desk_page(request, model_admin, template, context, status)


def _staff(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user
