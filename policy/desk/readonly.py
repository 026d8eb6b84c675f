"""Rows that are read at the desk, and pages beside its lists, for every room."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from policy.desk.base import DeskAdmin

if TYPE_CHECKING:
    AnyPaginator = Paginator[Any]
else:
    AnyPaginator = Paginator


class BoundedPaginator(AnyPaginator):
    """Counts no further than this; an exact count(*) reads the whole table."""

    most = 10_000

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


def desk_page(
    request: HttpRequest,
    model_admin: DeskAdmin,
    template: str,
    context: dict[str, Any],
    status: int = 200,
) -> HttpResponse:
    """A page of the desk beside lists and forms; ``context`` has its ``title``."""
    everywhere = model_admin.admin_site.each_context(request)
    context = everywhere | {"opts": model_admin.opts} | context
    return TemplateResponse(request, template, context, status=status).render()
