"""What the pages of this room at the desk share."""

from __future__ import annotations

from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.formats import date_format

from policy.desk.base import DeskAdmin
from rights.models import RightsRequest

if TYPE_CHECKING:
    AnyPaginator = Paginator[Any]
else:
    AnyPaginator = Paginator

# Who may open a request reads personal data; who may read its log reads none.
SEE = "rights.view_rightsrequest"
WORK = "rights.change_rightsrequest"
ENTER = "rights.add_rightsrequest"
READ_LOG = "rights.view_step"


class BoundedPaginator(AnyPaginator):
    """Counts no further than this; an exact count(*) reads the whole table."""

    most = 5_000

    @cached_property
    def count(self) -> int:
        rows: Any = self.object_list
        found: int = rows.order_by()[: self.most].count()
        return found


class ReadOnlyAdmin(DeskAdmin):
    """Rows that are read at the desk and written elsewhere, if at all."""

    actions = None
    paginator = BoundedPaginator
    # Counts beside each filter would read whole tables.
    show_facets = admin.ShowFacets.NEVER

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(
        self, request: HttpRequest, obj: Any | None = None
    ) -> bool:
        return False

    def has_delete_permission(
        self, request: HttpRequest, obj: Any | None = None
    ) -> bool:
        return False


def require(request: HttpRequest, *permissions: str) -> None:
    """Raise PermissionDenied unless the person has every one."""
    if not request.user.has_perms(permissions):
        raise PermissionDenied


def the_request(pk: int) -> RightsRequest:
    """With its state, assignee and policy version. Raises Http404."""
    found = RightsRequest.objects.with_state().select_related(
        "assignee", "policy_version__policy"
    )
    return get_object_or_404(found, pk=pk)


def desk_page(
    request: HttpRequest,
    model_admin: DeskAdmin,
    name: str,
    context: dict[str, Any],
    status: int = 200,
) -> HttpResponse:
    """A page of this room beside Django's lists and forms; ``context`` has its
    ``title``.
    """
    everywhere = model_admin.admin_site.each_context(request)
    context = everywhere | {"opts": model_admin.opts} | context
    template = f"admin/rights/{name}.html"
    return TemplateResponse(request, template, context, status=status).render()


def moment_words(moment: datetime) -> str:
    """A moment in the office's time zone, with the zone's name."""
    return date_format(timezone.localtime(moment), "M j, Y, P T")


def day_words(day: date | None) -> str:
    """Such as "Mar 1, 2027"; '–' where there is none."""
    return date_format(day, "M j, Y") if day else "–"
