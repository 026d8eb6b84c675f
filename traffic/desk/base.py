"""What the pages of this room at the desk share.

This room imports none of the others, so these are Django's own pages.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.forms import ModelChoiceField
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

if TYPE_CHECKING:
    BaseAdmin = admin.ModelAdmin[Any]
else:
    BaseAdmin = admin.ModelAdmin


class TrafficAdmin(BaseAdmin):
    """Bounded lists; nothing is deleted, nor made in passing in another's form."""

    list_per_page = 50
    show_full_result_count = False
    actions = None

    def formfield_for_dbfield(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(field, ModelChoiceField):
            for action in ("add", "change", "delete", "view"):
                setattr(field.widget, f"can_{action}_related", False)
        return field

    def has_delete_permission(
        self, request: HttpRequest, obj: Any | None = None
    ) -> bool:
        return False


class ReadOnlyAdmin(TrafficAdmin):
    """Rows that are read at the desk and written elsewhere."""

    show_facets = admin.ShowFacets.NEVER

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(
        self, request: HttpRequest, obj: Any | None = None
    ) -> bool:
        return False


def require(request: HttpRequest, permission: str) -> None:
    """Raise PermissionDenied unless the person has it."""
    if not request.user.has_perm(permission):
        raise PermissionDenied


def desk_page(
    request: HttpRequest,
    model_admin: TrafficAdmin,
    template: str,
    context: dict[str, Any],
    status: int = 200,
) -> HttpResponse:
    """A page of the desk beside lists and forms; ``context`` has its ``title``."""
    everywhere = model_admin.admin_site.each_context(request)
    context = everywhere | {"opts": model_admin.opts} | context
    return TemplateResponse(request, template, context, status=status).render()


def csv_file(text: str, name: str) -> HttpResponse:
    """CSV to be saved under the name."""
    return HttpResponse(
        text,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
