"""Policies in admin: their names and addresses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from pages import stamp
from policy.dates import moment_in_zone
from policy.desk.base import DeskAdmin
from policy.desk.people import staff
from policy.desk.policyform import PolicyForm
from policy.models import NoticePeriodChange, Policy
from policy.noticeperiods import change_notice_period

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class PolicyAdmin(DeskAdmin):
    """Once a version is public, address and time zone are fixed.

    From then on who may publish may change title and company, and nobody else.
    """

    form = PolicyForm
    readonly_fields = ["period_changes"]
    list_display = ["title", "slug", "company", "time_zone", "order"]
    search_fields = ["title", "slug"]
    prepopulated_fields = {"slug": ["title"]}
    fieldsets = [
        (None, {"fields": ["title", "company", "order"]}),
        (
            _("Telling readers"),
            {
                "fields": ["notice_period_days", "period_reason", "period_changes"],
                "description": _(
                    "A change that a reader has to know of takes effect so many days "
                    "after it is published; 0 asks for none. A shorter period counts "
                    "for drafts that are begun afterwards: one that is open observes "
                    "the longest that held since it was begun. It is saved, and "
                    "approved, again after a change."
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
            return self.readonly_fields
        fixed = [*self.readonly_fields, "slug", "time_zone"]
        if request.user.has_perm("policy.publish_policyversion"):
            return fixed
        # Every page shows them at once: a change is a publication. And who writes
        # drafts does not shorten the time that readers have.
        return [*fixed, "title", "company", "notice_period_days"]

    def get_fieldsets(self, request: HttpRequest, obj: Policy | None = None) -> Any:
        """Who cannot change the period is not asked why; a new policy has no past."""
        may = self.has_change_permission(request, obj)
        fixed = self.get_readonly_fields(request, obj)
        hidden = set()
        if obj is None or not may or "notice_period_days" in fixed:
            hidden.add("period_reason")
        if obj is None:
            hidden.add("period_changes")
        return [
            (
                title,
                options | {"fields": [f for f in options["fields"] if f not in hidden]},
            )
            for title, options in self.fieldsets
        ]

    @admin.display(description=_("changes of the notice period"))
    def period_changes(self, policy: Policy) -> StrOrPromise:
        """The newest first."""
        changes = policy.notice_period_changes.order_by("-pk")
        rows = [(_change_in_words(change), change.reason) for change in changes]
        if not rows:
            return _("It was never changed.")
        items = format_html_join("", "<li>{}<br>{}</li>", rows)
        return format_html('<ol class="period-changes">{}</ol>', items)

    def get_prepopulated_fields(
        self, request: HttpRequest, obj: Policy | None = None
    ) -> dict[str, Any]:
        return {} if _is_public(obj) else self.prepopulated_fields

    def save_model(
        self, request: HttpRequest, obj: Policy, form: Any, change: bool
    ) -> None:
        if "notice_period_days" in form.changed_data and change:
            reason = form.cleaned_data.get("period_reason", "")
            days = obj.notice_period_days
            change_notice_period(obj, days, by=staff(request), reason=reason)
        super().save_model(request, obj, form, change)
        stamp.renew()

    def has_delete_permission(
        self, request: HttpRequest, obj: Policy | None = None
    ) -> bool:
        return not _is_public(obj) and super().has_delete_permission(request, obj)


def _change_in_words(change: NoticePeriodChange) -> str:
    return _("%(when)s, %(name)s: from %(before)d to %(after)d days") % {
        "when": moment_in_zone(change.changed_at, change.policy),
        "name": change.changed_by_name,
        "before": change.from_days,
        "after": change.to_days,
    }


def _is_public(policy: Policy | None) -> bool:
    return policy is not None and policy.versions.published().exists()
