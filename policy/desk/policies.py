"""Policies in admin: their names and addresses."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from policy.desk.base import DeskAdmin
from policy.models import Policy


class PolicyAdmin(DeskAdmin):
    """Address and time zone are fixed once a version is public."""

    list_display = ["title", "slug", "company", "time_zone", "order"]
    search_fields = ["title", "slug"]
    prepopulated_fields = {"slug": ["title"]}
    fieldsets = [
        (None, {"fields": ["title", "company", "order"]}),
        (
            _("Permanent"),
            {
                "fields": ["slug", "time_zone"],
                "description": _("Fixed once a version of the policy is public."),
            },
        ),
    ]

    def get_readonly_fields(
        self, request: HttpRequest, obj: Policy | None = None
    ) -> list[str]:
        return ["slug", "time_zone"] if _is_public(obj) else []

    def get_prepopulated_fields(
        self, request: HttpRequest, obj: Policy | None = None
    ) -> dict[str, Any]:
        return {} if _is_public(obj) else self.prepopulated_fields

    def has_delete_permission(
        self, request: HttpRequest, obj: Policy | None = None
    ) -> bool:
        return not _is_public(obj) and super().has_delete_permission(request, obj)


def _is_public(policy: Policy | None) -> bool:
    return policy is not None and policy.versions.published().exists()
