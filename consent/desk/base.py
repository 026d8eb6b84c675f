"""What the pages of this room at the desk share."""

from __future__ import annotations

from datetime import datetime, tzinfo
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString

from consent.publishing import MOST_COUNTED
from policy.desk.base import DeskAdmin

if TYPE_CHECKING:
    AnyPaginator = Paginator[Any]
else:
    AnyPaginator = Paginator


class BoundedPaginator(AnyPaginator):
    """Counts no further than this; an exact count(*) reads the whole table."""

    most = MOST_COUNTED

    @cached_property
    def count(self) -> int:
        rows: Any = self.object_list
        found: int = rows.order_by()[: self.most].count()
        return found


class ReadOnlyAdmin(DeskAdmin):
    """Rows that are read at the desk and written elsewhere, if at all."""

    actions = None
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


def require(request: HttpRequest, permission: str) -> None:
    """Raise PermissionDenied unless the person has it."""
    if not request.user.has_perm(permission):
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


def moment_words(moment: datetime, zone: tzinfo | None = None) -> str:
    """A moment in the desk's time zone, or another, with the zone's name."""
    return date_format(timezone.localtime(moment, zone), "F j, Y, P T")


def short_moment(moment: datetime) -> str:
    """The same for a narrow column, in the desk's time zone."""
    return date_format(timezone.localtime(moment), "M j, Y, P T")


def code(text: str) -> SafeString:
    """A hash or code, to be compared sign by sign."""
    if not text:
        return SafeString("–")
    return format_html('<code class="hash">{}</code>', text)
