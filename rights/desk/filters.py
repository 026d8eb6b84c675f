"""How the queue is narrowed. Nothing of a person is a filter: addresses are logged."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from policy.desk.people import staff
from rights.businessdays import office_day
from rights.desk.attention import REASONS, condition
from rights.due import Urgency, is_urgent
from rights.models import RightsRequest
from rights.states import State

if TYPE_CHECKING:
    Choices = Iterator[tuple[str, Any]]

MOST_ASSIGNEES = 50


class StateFilter(admin.SimpleListFilter):
    """Where a request stands; the queue begins with what is open."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        yield "all", _("All")
        yield from State.choices

    def choices(self, changelist: Any) -> Iterator[Any]:
        first, *others = super().choices(changelist)
        yield {**first, "display": _("Open")}
        yield from others

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        value = self.value()
        if value is None:
            return queryset.open()
        if value == "all":
            return queryset
        if value not in State.values:
            raise IncorrectLookupParameters(value)
        return queryset.standing_at(State(value))


class DueFilter(admin.SimpleListFilter):
    """How much time is left."""

    title = _("time left")
    parameter_name = "due"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        yield from Urgency.choices

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        value = self.value()
        if value is None:
            return queryset
        if value not in Urgency.values:
            raise IncorrectLookupParameters(value)
        # Nothing is due of what has ended.
        return queryset.open().filter(is_urgent(Urgency(value), office_day()))


class AttentionFilter(admin.SimpleListFilter):
    """What else makes staff look at a request."""

    title = _("what to look at")
    parameter_name = "look"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        for name, words in REASONS.items():
            yield name, capfirst(str(words))

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        value = self.value()
        if value is None:
            return queryset
        if value not in REASONS:
            raise IncorrectLookupParameters(value)
        return queryset.filter(condition(value))


class AssigneeFilter(admin.SimpleListFilter):
    """Whose request it is."""

    title = _("assignee")
    parameter_name = "assignee"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        yield "me", _("Me")
        yield "nobody", _("Nobody")
        assigned = RightsRequest.objects.filter(assignee__isnull=False).order_by(
            "assignee__username"
        )
        names = assigned.values_list("assignee", "assignee__username").distinct()
        for pk, name in names[:MOST_ASSIGNEES]:
            yield str(pk), name

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        value = self.value()
        if value is None:
            return queryset
        if value == "me":
            return queryset.filter(assignee=staff(request))
        if value == "nobody":
            return queryset.filter(assignee__isnull=True)
        if not (value.isascii() and value.isdigit() and len(value) < 19):
            raise IncorrectLookupParameters(value)
        return queryset.filter(assignee=int(value))
