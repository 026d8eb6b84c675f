"""Policies in admin: their names and addresses."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from pages import stamp
from policy.desk.base import DeskAdmin
from policy.models import Policy


class PolicyAdmin(DeskAdmin):
    """Once a version is public, address and time zone are fixed.

    From then on who may publish may change title and company, and nobody else.
    """

    list_display = ["title", "slug", "company", "time_zone", "order"]
    search_fields = ["title", "slug"]
    prepopulated_fields = {"slug": ["title"]}
    fieldsets = [
        (None, {"fields": ["title", "company", "order"]}),
        (
            _("Telling readers"),
            {
                "fields": ["notice_period_days"],
                "description": _(
                    "A change that a reader has to know of takes effect so many days "
                    "after it is published; 0 asks for none. An open draft is saved, "
                    "and approved, again after a change."
                ),
            },
        ),
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
        if not _is_public(obj):
            return []
        fixed = ["slug", "time_zone"]
        if request.user.has_perm("policy.publish_policyversion"):
            return fixed
        # Every page shows them at once: a change is a publication. And who writes
        # drafts does not shorten the time that readers have.
        return [*fixed, "title", "company", "notice_period_days"]

    def get_prepopulated_fields(
        self, request: HttpRequest, obj: Policy | None = None
    ) -> dict[str, Any]:
        return {} if _is_public(obj) else self.prepopulated_fields

    def save_model(
        self, request: HttpRequest, obj: Policy, form: Any, change: bool
    ) -> None:
        super().save_model(request, obj, form, change)
        stamp.renew()

    def has_delete_permission(
        self, request: HttpRequest, obj: Policy | None = None
    ) -> bool:
        return not _is_public(obj) and super().has_delete_permission(request, obj)


def _is_public(policy: Policy | None) -> bool:
    return policy is not None and policy.versions.published().exists()
