"""The register of third parties at the desk."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from django.contrib import admin
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from traffic.desk.base import TrafficAdmin
from traffic.models import ThirdParty, ThirdPartyChange
from traffic.register import Difference, differences, save

MOST_CHANGES = 50


class OverdueFilter(admin.SimpleListFilter):
    """Entries that wait for a review."""

    title = _("review")
    parameter_name = "review"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("overdue", _("overdue"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[ThirdParty]:
        found: QuerySet[ThirdParty] = queryset
        if self.value() == "overdue":
            return queryset.review_overdue()  # type: ignore[no-any-return]
        return found


class ThirdPartyAdmin(TrafficAdmin):
    """Entries, each with every wording that it had."""

    change_form_template = "admin/traffic/thirdparty/change_form.html"
    list_display = ["name", "company", "reviewed_on", "is_reviewed", "ended_on"]
    list_filter = [OverdueFilter]
    search_fields = ["name", "company"]
    fields = [
        *("name", "company", "what_it_does", "needs_registration"),
        *("privacy_policy_url", "hosts", "cookies", "shared", "why"),
        *("reviewed_on", "ended_on"),
    ]

    def formfield_for_dbfield(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> Any:
        if db_field.name == "privacy_policy_url":
            # Django's widget links to what is typed, and takes http for granted.
            kwargs["assume_scheme"] = "https"
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.get_internal_type() == "TextField" and field is not None:
            field.widget.attrs["rows"] = 3
        return field

    @admin.display(description=_("review is up to date"), boolean=True)
    def is_reviewed(self, party: ThirdParty) -> bool:
        """Looked at within a year."""
        return not party.is_review_overdue

    def save_model(
        self, request: HttpRequest, obj: ThirdParty, form: Any, change: bool
    ) -> None:
        save(obj, request.user if isinstance(request.user, User) else None)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The entry, and what was changed in it, by whom."""
        party = self.get_object(request, object_id)
        changes = history(party) if party else []
        context = {"changes": changes} | (extra_context or {})
        return super().change_view(request, object_id, form_url, context)


def history(
    party: ThirdParty,
) -> list[tuple[ThirdPartyChange, list[Difference]]]:
    """The newest changes, each with what it changed; the first changed nothing."""
    found = list(party.changes.all()[: MOST_CHANGES + 1])
    shown = [
        (new, differences(old.content, new.content)) for new, old in pairwise(found)
    ]
    if found and len(found) <= MOST_CHANGES:
        shown.append((found[-1], []))
    return shown
