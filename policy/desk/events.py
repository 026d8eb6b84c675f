"""Withdrawals and reviews in admin: append-only rows."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from pages import stamp
from policy.desk.base import DeskAdmin
from policy.desk.people import staff
from policy.models import PolicyVersion, Review, Withdrawal


class WithdrawalAdmin(DeskAdmin):
    """Read-only: a version is withdrawn from its own page."""

    list_display = ["version", "withdrawn_at", "withdrawn_by_name"]
    fields = ["version", "withdrawn_at", "withdrawn_by_name", "reason", "digest"]
    list_select_related = ["version__policy"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(
        self, request: HttpRequest, obj: Withdrawal | None = None
    ) -> bool:
        return False

    def has_delete_permission(
        self, request: HttpRequest, obj: Withdrawal | None = None
    ) -> bool:
        return False


class ReviewAdmin(DeskAdmin):
    """“Reviewed, nothing changed”: added, never changed."""

    list_display = ["version", "reviewed_at", "reviewed_by_name"]
    list_select_related = ["version__policy"]
    readonly_fields = ["reviewed_at", "reviewed_by_name"]
    fieldsets = [
        (
            None,
            {
                "fields": ["version", "note"],
                "description": _(
                    "Record that a version in force was read again and still holds. "
                    "Readers see the day as “Last reviewed”."
                ),
            },
        )
    ]

    def get_fieldsets(self, request: HttpRequest, obj: Review | None = None) -> Any:
        if obj is None:
            return self.fieldsets
        fields = ["version", "note", "reviewed_at", "reviewed_by_name"]
        return [(None, {"fields": fields})]

    def formfield_for_foreignkey(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> Any:
        if db_field.name == "version":
            in_force = PolicyVersion.objects.in_force().readable()
            kwargs["queryset"] = in_force.select_related("policy")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(
        self, request: HttpRequest, obj: Review, form: Any, change: bool
    ) -> None:
        obj.reviewed_by = staff(request)
        obj.reviewed_by_name = staff(request).get_username()
        super().save_model(request, obj, form, change)
        stamp.renew()

    def has_change_permission(
        self, request: HttpRequest, obj: Review | None = None
    ) -> bool:
        return False

    def has_delete_permission(
        self, request: HttpRequest, obj: Review | None = None
    ) -> bool:
        return False
