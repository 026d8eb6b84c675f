"""Consent records at the desk: to be found, read and taken away, never written."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ORDER_VAR, PAGE_VAR, ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from consent.choices import CATEGORIES
from consent.desk.base import moment_words, short_moment
from consent.desk.filters import (
    CatalogueFilter,
    DayFilter,
    FoldedChoiceFilter,
    FoldedYesNoFilter,
)
from consent.export import as_csv, as_json_lines
from consent.forms import LABELS
from consent.models import ConsentRecord, clean_receipt_code
from pages.public import private
from policy.desk.readonly import BoundedPaginator, ReadOnlyAdmin, desk_page, require

# How it is written, its type, and the file's ending.
Writer = Callable[[QuerySet[ConsentRecord]], Iterator[str]]
EXPORTS: dict[str, tuple[Writer, str, str]] = {
    "csv": (as_csv, "text/csv; charset=utf-8", "csv"),
    "json": (as_json_lines, "application/x-ndjson", "jsonl"),
}


class RecordList(ChangeList):
    """The list, which also knows the address of its export."""

    @property
    def export_query(self) -> str:
        """The list's own filters, without page and order."""
        return self.get_query_string(remove=[PAGE_VAR, ORDER_VAR])

    @property
    def is_cut_off(self) -> bool:
        """Whether there may be more records than the list counts."""
        return self.result_count >= BoundedPaginator.most


class ConsentRecordAdmin(ReadOnlyAdmin):
    """The append-only rows of choices."""

    change_list_template = "admin/consent/consentrecord/change_list.html"
    list_display = [
        "receipt_code",
        "when",
        "action",
        "analytics",
        "with_signal",
        "catalogue_link",
    ]
    # Only this order has an index.
    sortable_by = ["when"]
    list_filter = [
        DayFilter,
        ("action", FoldedChoiceFilter),
        CatalogueFilter,
        ("source", FoldedChoiceFilter),
        ("signal", FoldedYesNoFilter),
        ("withdraws", FoldedYesNoFilter),
        *((f"requested_{name}", FoldedYesNoFilter) for name in CATEGORIES),
        *((f"effective_{name}", FoldedYesNoFilter) for name in CATEGORIES),
    ]
    search_fields = ["receipt_code__exact"]
    search_help_text = gettext_lazy("Find a record by its whole receipt code.")
    fieldsets = [
        (
            None,
            {
                "fields": ["receipt_code", "moment", "action", "source"],
                "description": gettext_lazy(
                    "Kept as it was: nothing here ever changes."
                ),
            },
        ),
        (
            gettext_lazy("What was chosen"),
            {"fields": ["categories", "takes_back", "with_signal"]},
        ),
        (
            gettext_lazy("Which texts were in force"),
            {"fields": ["catalogue_link", "policy_link"]},
        ),
        (gettext_lazy("How long it is kept"), {"fields": ["kept_until"]}),
    ]

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return RecordList

    def get_queryset(self, request: HttpRequest) -> QuerySet[ConsentRecord]:
        # No joins: the frozen texts are large.
        return ConsentRecord.objects.order_by("-chosen_at")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[ConsentRecord], search_term: str
    ) -> tuple[QuerySet[ConsentRecord], bool]:
        """Find a code however it was typed: small letters, spaces, hyphens."""
        receipt = clean_receipt_code(search_term)
        if search_term and not receipt:
            return queryset.none(), False
        return super().get_search_results(request, queryset, receipt)

    # --- Columns and fields ---

    @admin.display(description=gettext_lazy("chosen at"))
    def moment(self, record: ConsentRecord) -> str:
        return moment_words(record.chosen_at)

    @admin.display(description=gettext_lazy("chosen at"), ordering="chosen_at")
    def when(self, record: ConsentRecord) -> str:
        return short_moment(record.chosen_at)

    @admin.display(description=gettext_lazy("keep until"))
    def kept_until(self, record: ConsentRecord) -> str:
        return moment_words(record.keep_until)

    @admin.display(description=gettext_lazy("analytics"))
    def analytics(self, record: ConsentRecord) -> str:
        if record.withdraws:
            return _("withdrawn")
        return _("accepted") if record.requested_analytics else _("rejected")

    @admin.display(description=gettext_lazy("signal"))
    def with_signal(self, record: ConsentRecord) -> str:
        return _("yes") if record.signal else _("no")

    @admin.display(description=gettext_lazy("takes back an acceptance"))
    def takes_back(self, record: ConsentRecord) -> str:
        return _("yes") if record.withdraws else _("no")

    @admin.display(description=gettext_lazy("categories"))
    def categories(self, record: ConsentRecord) -> SafeString:
        rows = [
            (
                LABELS[name],
                getattr(record, f"requested_{name}"),
                getattr(record, f"effective_{name}"),
            )
            for name in CATEGORIES
        ]
        template = "admin/consent/consentrecord/categories.html"
        return render_to_string(template, {"rows": rows})

    @admin.display(description=gettext_lazy("catalogue"))
    def catalogue_link(self, record: ConsentRecord) -> SafeString:
        number = record.catalogue_version_id
        address = reverse("admin:consent_catalogueversion_change", args=[number])
        words = _("version %(number)s") % {"number": number}
        return format_html('<a href="{}">{}</a>', address, words)

    @admin.display(description=gettext_lazy("privacy policy"))
    def policy_link(self, record: ConsentRecord) -> str:
        version = record.policy_version
        if version is None:
            return _("No version of the Privacy Policy was in force.")
        address = version.get_absolute_url()
        return format_html('<a href="{}">{}</a>', address, version)

    # --- To take away ---

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(export)
        exports = [
            path(
                f"export.{name}",
                view,
                {"model_admin": self, "name": name},
                name=f"consent_consentrecord_{name}",
            )
            for name in EXPORTS
        ]
        return [*exports, *super().get_urls()]


@require_safe
@private
def export(
    request: HttpRequest, model_admin: ConsentRecordAdmin, name: str
) -> HttpResponseBase:
    """The filtered list as a file, streamed."""
    require(request, "consent.view_consentrecord")
    try:
        records = model_admin.get_changelist_instance(request).queryset
    except IncorrectLookupParameters:
        context = {"title": _("Nothing to export")}
        template = "admin/consent/consentrecord/no_export.html"
        return desk_page(request, model_admin, template, context, status=400)
    write, content_type, ending = EXPORTS[name]
    # Who asks for the headers alone gets them without a query.
    lines = write(records) if request.method == "GET" else iter(())
    response = StreamingHttpResponse(lines, content_type=content_type)
    file_name = f"consent-records-{timezone.localdate().isoformat()}.{ending}"
    response.headers["Content-Disposition"] = f'attachment; filename="{file_name}"'
    return response
