"""Requests to withhold a version in admin: a list, and what became of each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from policy.dates import moment_in_zone
from policy.desk.base import DeskAdmin
from policy.desk.withholding import decide
from policy.models import RequestState, WithholdingRequest

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class StateFilter(admin.SimpleListFilter):
    """By where a request stands."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return RequestState.choices

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[WithholdingRequest]
    ) -> QuerySet[WithholdingRequest]:
        if self.value() == RequestState.OPEN:
            return queryset.filter(withholding__isnull=True, decline__isnull=True)
        if self.value() == RequestState.CONFIRMED:
            return queryset.filter(withholding__isnull=False)
        if self.value() == RequestState.DECLINED:
            return queryset.filter(decline__isnull=False)
        return queryset


class WithholdingRequestAdmin(DeskAdmin):
    """Read-only: asked for on a version's page, decided on a page of its own."""

    change_form_template = "admin/policy/withholdingrequest/change_form.html"
    list_display = ["version", "request_state", "ground", "asked_at", "asked_by_name"]
    list_filter = [StateFilter, "ground"]
    list_select_related = ["version__policy", "withholding", "decline"]
    fields = [
        *("version", "request_state", "ground", "reason", "covers_storage"),
        *("asked_at", "asked_by_name", "decided", "redacted"),
    ]
    readonly_fields = ["request_state", "decided", "redacted"]

    @admin.display(description=_("state"))
    def request_state(self, asked: WithholdingRequest) -> StrOrPromise:
        return asked.state.label

    @admin.display(description=_("decided"))
    def decided(self, asked: WithholdingRequest) -> str:
        zone = asked.version.policy
        if asked.state == RequestState.CONFIRMED:
            done = asked.withholding
            return f"{moment_in_zone(done.withheld_at, zone)}, {done.withheld_by_name}"
        if asked.state == RequestState.DECLINED:
            no = asked.decline
            when = moment_in_zone(no.declined_at, zone)
            return f"{when}, {no.declined_by_name}: {no.reason}"
        return "–"

    @admin.display(description=_("text destroyed"))
    def redacted(self, asked: WithholdingRequest) -> str:
        redaction = getattr(asked.version, "redaction", None)
        if redaction is None:
            return "–"
        when = moment_in_zone(redaction.redacted_at, asked.version.policy)
        return f"{when}, {redaction.redacted_by}"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(
        self, request: HttpRequest, obj: WithholdingRequest | None = None
    ) -> bool:
        return False

    def has_delete_permission(
        self, request: HttpRequest, obj: WithholdingRequest | None = None
    ) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        return [
            path(
                "<int:pk>/decide/",
                self.admin_site.admin_view(decide),
                {"model_admin": self},
                name="policy_withholdingrequest_decide",
            ),
            *super().get_urls(),
        ]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        asked = context.get("original")
        is_open = asked is not None and asked.state == RequestState.OPEN
        may = request.user.has_perm("policy.withhold_policyversion")
        context["may_decide"] = is_open and may
        return super().render_change_form(request, context, *args, **kwargs)
