"""Consent records at the desk: to be read, never written."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from consent.models import ConsentRecord
from consent.models.draft import PACKAGE_MODELS

if TYPE_CHECKING:
    RecordAdmin = admin.ModelAdmin[ConsentRecord]
    RecordPaginator = Paginator[ConsentRecord]
else:
    RecordAdmin = admin.ModelAdmin
    RecordPaginator = Paginator

# The package's own pages would edit the catalogue behind our back.
admin.site.unregister(PACKAGE_MODELS)


class BoundedPaginator(RecordPaginator):
    """Counts no further than this; an exact count(*) reads the whole table."""

    most = 10_000

    @cached_property
    def count(self) -> int:
        records: Any = self.object_list
        found: int = records.order_by()[: self.most].count()
        return found


class DayFilter(admin.SimpleListFilter):
    """One day, in the desk's time zone; any day by its address, ``?day=2026-04-17``."""

    title = _("day")
    parameter_name = "day"
    days_offered = 14

    def lookups(
        self, request: HttpRequest, model_admin: Any
    ) -> Iterator[tuple[str, str]]:
        today = timezone.localdate()
        days = {today - timedelta(days=back) for back in range(self.days_offered)}
        if chosen := self._day():
            days.add(chosen)
        for day in sorted(days, reverse=True):
            yield day.isoformat(), date_format(day)

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[ConsentRecord]
    ) -> QuerySet[ConsentRecord]:
        if self.value() is None:
            return queryset
        day = self._day()
        if day is None:
            raise IncorrectLookupParameters(self.value())
        return queryset.filter(
            chosen_at__gte=_midnight(day),
            chosen_at__lt=_midnight(day + timedelta(days=1)),
        )

    def _day(self) -> date | None:
        try:
            day = date.fromisoformat(self.value() or "")
        except ValueError:
            return None
        # Near the ends of the calendar a day has no midnight in UTC.
        return day if 2000 <= day.year < 3000 else None


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


@admin.register(ConsentRecord)
class ConsentRecordAdmin(RecordAdmin):
    """The append-only rows of choices."""

    list_display = (
        "receipt_code",
        "chosen_at",
        "action",
        "requested_analytics",
        "requested_consent",
        "signal",
        "source",
    )
    list_filter = (
        DayFilter,
        "action",
        "requested_authentication",
        "requested_status",
        "requested_analytics",
        "requested_consent",
        "signal",
    )
    search_fields = ("receipt_code__exact",)
    search_help_text = _("Find a record by its whole receipt code.")
    list_per_page = 50
    list_select_related = False
    show_full_result_count = False
    paginator = BoundedPaginator

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[ConsentRecord], search_term: str
    ) -> tuple[QuerySet[ConsentRecord], bool]:
        """Find a code however it was typed: small letters, spaces, hyphens."""
        code = "".join(sign for sign in search_term.upper() if sign.isalnum())
        return super().get_search_results(request, queryset, code)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(
        self, request: HttpRequest, obj: ConsentRecord | None = None
    ) -> bool:
        return False

    def has_delete_permission(
        self, request: HttpRequest, obj: ConsentRecord | None = None
    ) -> bool:
        return False
