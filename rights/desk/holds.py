"""Legal holds: those on one request, on its page, and those on all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from pages.public import private
from policy.desk.people import staff
from policy.desk.readonly import ReadOnlyAdmin, require
from rights.desk.base import READ_LOG, SEE, moment_words
from rights.models import Hold, HoldRelease

if TYPE_CHECKING:
    from rights.desk.queue import RightsRequestAdmin


@require_POST
@private
def release(
    request: HttpRequest, pk: int, hold: int, model_admin: RightsRequestAdmin
) -> HttpResponse:
    """Lift a hold that covers the request."""
    require(request, SEE, "rights.add_holdrelease")
    found = get_object_or_404(Hold, pk=hold, request=pk)
    lift(request, found)
    return redirect("admin:rights_rightsrequest_change", pk)


def lift(request: HttpRequest, hold: Hold) -> None:
    """Append the release, and say what became of it."""
    by = staff(request)
    try:
        with transaction.atomic():
            HoldRelease.objects.create(
                hold=hold, released_by=by, released_by_name=by.get_username()
            )
    except IntegrityError:
        messages.warning(request, _("This hold was released already."))
    else:
        messages.success(request, _("The hold is released."))


class HoldAdmin(ReadOnlyAdmin):
    """Every hold that was placed; a new one here covers all requests."""

    change_form_template = "admin/rights/hold.html"
    list_display = ["covers", "reason", "placed", "ends", "placed_by_name", "stands"]
    list_select_related = ["request", "release"]
    fields = ["reason", "until"]
    sortable_by = ()

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("rights.add_hold")

    def get_fields(self, request: HttpRequest, obj: Hold | None = None) -> Any:
        if obj is None:
            return self.fields
        return ["covers", "reason", "placed", "placed_by_name", "ends", "stands"]

    def get_readonly_fields(self, request: HttpRequest, obj: Hold | None = None) -> Any:
        return self.get_fields(request, obj) if obj else ()

    def save_model(
        self, request: HttpRequest, obj: Hold, form: Any, change: bool
    ) -> None:
        obj.placed_by = staff(request)
        obj.placed_by_name = obj.placed_by.get_username()
        super().save_model(request, obj, form, change)

    def log_addition(self, request: HttpRequest, obj: Hold, message: Any) -> Any:
        """The row itself says who and when, and is never changed."""

    @admin.display(description=gettext_lazy("covers"))
    def covers(self, hold: Hold) -> str:
        return str(hold.request) if hold.request else _("every request")

    @admin.display(description=gettext_lazy("placed at"))
    def placed(self, hold: Hold) -> str:
        return moment_words(hold.placed_at)

    @admin.display(description=gettext_lazy("until"))
    def ends(self, hold: Hold) -> str:
        return moment_words(hold.until) if hold.until else _("until it is released")

    @admin.display(description=gettext_lazy("state"))
    def stands(self, hold: Hold) -> str:
        release = getattr(hold, "release", None)
        if release is not None:
            words = {
                "when": moment_words(release.released_at),
                "name": release.released_by_name,
            }
            return _("released on %(when)s by %(name)s") % words
        is_over = hold.until is not None and hold.until <= timezone.now()
        return _("over") if is_over else _("stands")

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        hold = context.get("original")
        is_released = hold is None or hasattr(hold, "release")
        may = request.user.has_perm("rights.add_holdrelease")
        context["may_release"] = may and not is_released
        return super().render_change_form(request, context, *args, **kwargs)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(release_any)
        released = path("<int:pk>/release/", view, name="rights_hold_release")
        return [released, *super().get_urls()]


@require_POST
@private
def release_any(request: HttpRequest, pk: int) -> HttpResponse:
    """Lift a hold on one request or on all."""
    require(request, READ_LOG, "rights.add_holdrelease")
    lift(request, get_object_or_404(Hold, pk=pk))
    return redirect("admin:rights_hold_change", pk)
