"""The queue: every request, however it came, the one that is due first on top."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from pages.public import private
from policy.desk.readonly import ReadOnlyAdmin
from rights.businessdays import office_day
from rights.desk import acting, dashboard, entering, files, finding, holds, page
from rights.desk.actions import ACTIONS
from rights.desk.attention import reasons, with_attention
from rights.desk.badges import badge, due_of
from rights.desk.base import day_words
from rights.desk.filters import (
    AssigneeFilter,
    AttentionFilter,
    DueFilter,
    StateFilter,
)
from rights.models import RightsRequest
from rights.states import State

if TYPE_CHECKING:
    Requests = QuerySet[RightsRequest]


class Queue(ChangeList):
    """The list in the order of due dates, whatever Django would sort it by."""

    def get_queryset(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        found: Any = super().get_queryset(request, *args, **kwargs)
        return found.by_due_date()


class RightsRequestAdmin(ReadOnlyAdmin):
    """A list that shows nothing personal, and the pages behind it."""

    change_list_template = "admin/rights/queue.html"
    list_display = ["numbered", "time_left", "right", "stands", "received", "whose"]
    list_filter = [
        *(StateFilter, DueFilter, AttentionFilter),
        *("right", "channel", AssigneeFilter),
    ]
    # Only the order of due dates is one that staff may work in.
    sortable_by = ()

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("rights.add_rightsrequest")

    def has_view_permission(
        self, request: HttpRequest, obj: RightsRequest | None = None
    ) -> bool:
        return request.user.has_perm("rights.view_rightsrequest")

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return Queue

    def get_queryset(self, request: HttpRequest) -> Requests:
        # What is encrypted stays where it is: the list has no use for it.
        found = RightsRequest.objects.with_state().defer("sealed")
        attended: Requests = with_attention(found.select_related("assignee"))
        return attended

    # --- Columns ---

    @admin.display(description=gettext_lazy("number"))
    def numbered(self, asked: RightsRequest) -> SafeString:
        words = '<span class="request-number">{}</span> <span>{}</span>'
        return format_html(words, asked.number, ", ".join(reasons(asked)))

    @admin.display(description=gettext_lazy("time left"))
    def time_left(self, asked: RightsRequest) -> SafeString:
        return badge(due_of(asked, office_day()))

    @admin.display(description=gettext_lazy("state"))
    def stands(self, asked: RightsRequest) -> str:
        return str(State(asked.state).label)

    @admin.display(description=gettext_lazy("received"))
    def received(self, asked: RightsRequest) -> str:
        day = day_words(office_day(asked.received_at))
        return f"{day}, {asked.get_channel_display()}"

    @admin.display(description=gettext_lazy("assignee"), empty_value="–")
    def whose(self, asked: RightsRequest) -> str | None:
        return asked.assignee.get_username() if asked.assignee else None

    # --- Pages ---

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        context = {"title": _("Rights requests"), "subtitle": None}
        return super().changelist_view(request, context | (extra_context or {}))

    def get_urls(self) -> list[URLPattern]:
        """Django's own pages would show, change and delete rows without a log."""

        def at(route: str, view: Any, name: str, **more: Any) -> URLPattern:
            arguments = {"model_admin": self, **more}
            wrapped = self.admin_site.admin_view(view)
            full_name = f"rights_rightsrequest_{name}"
            found: URLPattern = path(route, wrapped, arguments, name=full_name)
            return found

        queue = self.admin_site.admin_view(require_safe(private(self.changelist_view)))
        return [
            path("", queue, name="rights_rightsrequest_changelist"),
            at("add/", entering.enter, "add"),
            at("find/", finding.find, "find"),
            at("dashboard/", dashboard.show, "dashboard"),
            at("metrics.csv", dashboard.metrics_file, "metrics"),
            at("<int:pk>/change/", page.show, "change"),
            *(
                at(f"<int:pk>/{action.name}/", acting.act, action.name, action=action)
                for action in ACTIONS
            ),
            at("<int:pk>/file/", files.add, "file"),
            at("<int:pk>/files/<int:file>/", files.download, "download"),
            at("<int:pk>/files/<int:file>/remove/", files.remove, "remove"),
            at("<int:pk>/release/<int:hold>/", holds.release, "release"),
        ]
