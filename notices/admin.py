"""Notices in admin: posted, ended early, never edited once shown."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import admin
from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.widgets import AdminTextareaWidget
from django.db import IntegrityError
from django.db.models import Q, QuerySet
from django.forms import modelform_factory
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from notices import searching
from notices.desk import late, pages
from notices.desk.confirming import confirm_it
from notices.desk.filters import ShowingFilter
from notices.ending import APPROVE
from notices.forms import (
    WORDS,
    NoticeDraftFormSet,
    NoticeForm,
    SentenceField,
    SupersedingForm,
)
from notices.models import Notice, NoticeDraft, NoticeEnd, Subscription
from notices.subscriptions.desk import SubscriptionAdmin
from pages import stamp
from policy.desk.base import DeskAdmin
from policy.desk.people import staff
from policy.desk.versions import PolicyVersionAdmin
from policy.models import PolicyVersion

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

SHOWN_FIELDS = [
    *("number", "summary", "for_whom", "what_to_do", "version", "shorter_notice"),
    *("shown_from", "shown_until", "posted_with_version", "ended", "created_at"),
    *("created_by", "digest"),
]


class SentencesAdmin(BaseModelAdmin):
    """What a notice says is written in two rows: a phone shows little of one."""

    def formfield_for_dbfield(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> Any:
        if db_field.name in WORDS:
            kwargs["form_class"] = SentenceField
            kwargs["widget"] = AdminTextareaWidget(attrs={"rows": 2})
        return super().formfield_for_dbfield(db_field, request, **kwargs)


class NoticeDraftInline(SentencesAdmin, admin.StackedInline):
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
admin.site.register(Subscription, SubscriptionAdmin)


@admin.register(Notice)
class NoticeAdmin(SentencesAdmin, DeskAdmin):
    """A notice stands under the header of every page while it shows."""

    form = NoticeForm
    change_form_template = "admin/notices/notice/change_form.html"
    list_display = [
        "number",
        "summary",
        "showing",
        "shown_from",
        "shown_until",
        "ended",
    ]
    list_display_links = ["number", "summary"]
    search_fields = ["summary"]
    list_filter = [ShowingFilter]
    fieldsets = [
        (
            None,
            {
                "fields": ["summary", "for_whom", "what_to_do", "version"],
                "description": _(
                    "Visitors see the sentence and a link to the version. Once shown, "
                    "it is not edited: end it early, or post one that supersedes it."
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

    def get_queryset(self, request: HttpRequest) -> QuerySet[Notice]:
        return Notice.objects.with_facts().select_related("created_by")

    # --- Columns and read-only fields ---

    @admin.display(description=_("showing"), boolean=True)
    def showing(self, notice: Notice) -> bool:
        return notice.is_showing()

    @admin.display(description=_("ended early"))
    def ended(self, notice: Notice) -> StrOrPromise:
        end = notice.early_end
        if end is None:
            return "–"
        by, reason = end.ended_by_name, end.reason
        if end.superseded_by is None:
            return format_lazy("{by}: {reason}", by=by, reason=reason)
        return format_lazy(
            _("{by}: superseded by notice {number}. {reason}"),
            by=by,
            number=end.superseded_by.number,
            reason=reason,
        )

    def get_fieldsets(self, request: HttpRequest, obj: Notice | None = None) -> Any:
        if obj is None or not obj.has_begun():
            return self.fieldsets
        words = _("Shown to visitors: nothing here ever changes.")
        return [(None, {"fields": SHOWN_FIELDS, "description": words})]

    def get_readonly_fields(
        self, request: HttpRequest, obj: Notice | None = None
    ) -> list[str]:
        return SHOWN_FIELDS if obj is not None and obj.has_begun() else []

    # --- The form ---

    def formfield_for_foreignkey(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> Any:
        if db_field.name == "version":
            readable = PolicyVersion.objects.readable().values("pk")
            offered = Q(pk__in=readable) | Q(pk__in=_chosen(request))
            kwargs["queryset"] = (
                PolicyVersion.objects.standing()
                .filter(offered)
                .select_related("policy")
                .without_bodies()
                .newest_first()
            )
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def superseding_form(self, request: HttpRequest) -> type[SupersedingForm]:
        """The form of a notice that takes another's place, with this page's fields."""
        callback = partial(self.formfield_for_dbfield, request=request)
        form: Any = modelform_factory(
            Notice, form=SupersedingForm, formfield_callback=callback
        )
        made: type[SupersedingForm] = form
        return made

    def save_model(
        self, request: HttpRequest, obj: Notice, form: Any, change: bool
    ) -> None:
        if change:
            obj.seal()
            super().save_model(request, obj, form, change)
            stamp.renew()
            searching.put(obj)
        else:
            obj.created_by = staff(request)
            obj.post()

    def delete_model(self, request: HttpRequest, obj: Notice) -> None:
        super().delete_model(request, obj)
        stamp.renew()
        searching.remove([obj.number])

    def change_view(
        self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Who saves a notice that began to show gets back what they typed."""
        writes = request.method == "POST" and self.has_change_permission(request)
        page = late.too_late(request, self, object_id) if writes else None
        if page is not None:
            return page
        try:
            return super().change_view(request, object_id, *args, **kwargs)
        except IntegrityError:
            # It began in this very moment, and the database refused.
            page = late.too_late(request, self, object_id) if writes else None
            if page is None:
                raise
            return page

    # --- What may be done ---

    def has_change_permission(
        self, request: HttpRequest, obj: Notice | None = None
    ) -> bool:
        is_shown = obj is not None and obj.has_begun()
        return not is_shown and super().has_change_permission(request, obj)

    def has_delete_permission(
        self, request: HttpRequest, obj: Notice | None = None
    ) -> bool:
        # No bulk deletion: a list may hold what was shown.
        is_future = obj is not None and not obj.has_begun()
        return is_future and super().has_delete_permission(request, obj)

    # --- Pages beside the form ---

    def get_urls(self) -> list[URLPattern]:
        def page(address: str, name: str, view: Any) -> Any:
            return path(
                f"<int:pk>/{address}",
                self.admin_site.admin_view(view),
                {"model_admin": self},
                name=f"notices_notice_{name}",
            )

        return [
            page("end/", "end", pages.end),
            page("supersede/", "supersede", pages.supersede_it),
            page("confirm/", "confirm", confirm_it),
            page("evidence/", "evidence", pages.show_evidence),
            page("evidence.txt", "evidence_file", pages.evidence_file),
            *super().get_urls(),
        ]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        notice = context.get("original")
        context["desk_links"] = self._links(request, notice) if notice else ""
        if notice:
            both = Q(notice=notice) | Q(superseded_by=notice)
            waiting = NoticeEnd.objects.awaiting_confirmation().filter(both)
            context["waiting_ends"] = waiting.select_related("notice", "superseded_by")
        return super().render_change_form(request, context, *args, **kwargs)

    def _links(self, request: HttpRequest, notice: Notice) -> SafeString:
        """The steps that are open to this person for this notice."""
        steps: list[tuple[str, StrOrPromise]] = [("evidence", _("Evidence"))]
        if notice.is_showing() and request.user.has_perm("notices.end_notice"):
            stays = notice.stays_with_version
            if not stays:
                steps.append(("end", _("End early …")))
            may = not stays or request.user.has_perm(APPROVE)
            if may and self.has_add_permission(request):
                steps.append(("supersede", _("Post one that supersedes it …")))
        links = [
            (reverse(f"admin:notices_notice_{name}", args=[notice.pk]), label)
            for name, label in steps
        ]
        return format_html_join("", '<li><a href="{}">{}</a></li>', links)


def _chosen(request: HttpRequest) -> QuerySet[Notice, int | None]:
    """The version that the notice of the page is about already, if any."""
    match = request.resolver_match
    kwargs = match.kwargs if match is not None else {}
    key = str(kwargs.get("object_id", kwargs.get("pk", "")))
    notices = (
        Notice.objects.filter(pk=key) if key.isdecimal() else Notice.objects.none()
    )
    return notices.filter(version__isnull=False).values_list("version_id", flat=True)
