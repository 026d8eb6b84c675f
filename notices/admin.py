"""Notices in admin: posted, ended early, never edited once shown."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from notices.forms import WORDS, NoticeDraftFormSet, NoticeForm
from notices.models import Notice, NoticeDraft
from policy.desk.base import DeskAdmin
from policy.desk.people import staff
from policy.desk.versions import PolicyVersionAdmin
from policy.models import PolicyVersion


class NoticeDraftInline(admin.StackedInline):
    """What the notice of a material version will say, written with the draft."""

    model = NoticeDraft
    formset = NoticeDraftFormSet
    max_num = 1
    can_delete = False
    fields = WORDS

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("policy.view_policyversion")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("policy.change_policyversion")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("policy.change_policyversion")


PolicyVersionAdmin.draft_inlines.append(NoticeDraftInline)


@admin.register(Notice)
class NoticeAdmin(DeskAdmin):
    """A notice stands under the header of every page while it shows."""

    form = NoticeForm
    list_display = ["number", "summary", "showing", "shown_from", "shown_until"]
    list_display_links = ["number", "summary"]
    search_fields = ["summary"]
    date_hierarchy = "shown_from"
    fieldsets = [
        (
            None,
            {
                "fields": ["summary", "for_whom", "what_to_do", "version"],
                "description": _(
                    "Visitors see the sentence and a link to the version. Once shown, "
                    "it is not edited: end it early and post another."
                ),
            },
        ),
        (
            _("When it shows"),
            {
                "fields": ["shown_from", "shown_until"],
                "description": format_lazy(
                    _("Times are those of {zone}."), zone=settings.TIME_ZONE
                ),
            },
        ),
    ]

    @admin.display(description=_("showing"), boolean=True)
    def showing(self, notice: Notice) -> bool:
        return notice.is_showing()

    def formfield_for_foreignkey(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> Any:
        if db_field.name == "version":
            kwargs["queryset"] = (
                PolicyVersion.objects.standing()
                .select_related("policy")
                .without_bodies()
                .newest_first()
            )
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_readonly_fields(
        self, request: HttpRequest, obj: Notice | None = None
    ) -> list[str]:
        if obj is None or not obj.has_begun():
            return []
        return ["summary", "for_whom", "what_to_do", "version", "shown_from"]

    def has_change_permission(
        self, request: HttpRequest, obj: Notice | None = None
    ) -> bool:
        has_ended = obj is not None and obj.has_begun() and not obj.is_showing()
        return not has_ended and super().has_change_permission(request, obj)

    def has_delete_permission(
        self, request: HttpRequest, obj: Notice | None = None
    ) -> bool:
        # No bulk deletion: a list may hold what was shown.
        is_future = obj is not None and not obj.has_begun()
        return is_future and super().has_delete_permission(request, obj)

    def save_model(
        self, request: HttpRequest, obj: Notice, form: Any, change: bool
    ) -> None:
        if change:
            super().save_model(request, obj, form, change)
        else:
            obj.created_by = staff(request)
            obj.post()
