"""How the list of consent records is narrowed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import PAGE_VAR
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from consent.models import CatalogueVersion, ConsentRecord

if TYPE_CHECKING:
    Records = QuerySet[ConsentRecord]

# Closed until it is in use: there are too many to stand open side by side.
FOLDED = "admin/consent/filter.html"


class DayFilter(admin.SimpleListFilter):
    """One day, in the desk's time zone; any day by its address, ``?day=2026-04-17``."""

    title = _("day")
    parameter_name = "day"
    template = "admin/consent/day_filter.html"
    days_offered = 7

    def __init__(self, request: HttpRequest, *args: Any) -> None:
        super().__init__(request, *args)
        #: What else the list is narrowed by: the field for any day keeps it.
        self.kept = [
            (name, value)
            for name, values in request.GET.lists()
            if name not in (self.parameter_name, PAGE_VAR)
            for value in values
        ]

    def lookups(
        self, request: HttpRequest, model_admin: Any
    ) -> Iterator[tuple[str, str]]:
        today = timezone.localdate()
        days = {today - timedelta(days=back) for back in range(self.days_offered)}
        if chosen := self.day:
            days.add(chosen)
        for day in sorted(days, reverse=True):
            yield day.isoformat(), date_format(day)

    def queryset(self, request: HttpRequest, queryset: Records) -> Records:
        # An emptied field is no day at all.
        if not self.value():
            return queryset
        day = self.day
        if day is None:
            raise IncorrectLookupParameters(self.value())
        return queryset.filter(
            chosen_at__gte=_midnight(day),
            chosen_at__lt=_midnight(day + timedelta(days=1)),
        )

    @property
    def day(self) -> date | None:
        """The chosen day, if it is one."""
        try:
            day = date.fromisoformat(self.value() or "")
        except ValueError:
            return None
        # Near the ends of the calendar a day has no midnight in UTC.
        return day if 2000 <= day.year < 3000 else None


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


class CatalogueFilter(admin.SimpleListFilter):
    """The catalogue version that the person was asked with."""

    title = _("catalogue version")
    parameter_name = "catalogue"
    template = FOLDED

    def lookups(
        self, request: HttpRequest, model_admin: Any
    ) -> Iterator[tuple[str, str]]:
        numbers = CatalogueVersion.objects.order_by("-number")
        for number in numbers.values_list("number", flat=True):
            yield str(number), str(number)

    def queryset(self, request: HttpRequest, queryset: Records) -> Records:
        value = self.value()
        if value is None:
            return queryset
        if value not in dict(self.lookup_choices):
            raise IncorrectLookupParameters(value)
        return queryset.filter(catalogue_version=int(value))


class FoldedYesNoFilter(admin.BooleanFieldListFilter):
    """A yes or no of the record, closed until it is in use."""

    template = FOLDED


class FoldedChoiceFilter(admin.ChoicesFieldListFilter):
    """One of a few words of the record, closed until it is in use."""

    template = FOLDED
