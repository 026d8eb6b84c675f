"""The catalogue's draft at the desk: banner wording, categories and their cookies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from consent.desk.forms import CategoryForm, CookieForm, CookieFormSet
from consent.drafting import ACCEPT, LINK, REJECT
from consent.models import BannerDraft, DraftCategory, DraftCookie
from policy.desk.base import DeskAdmin

if TYPE_CHECKING:
    CookieStack = admin.StackedInline[DraftCookie, DraftCategory]
else:
    CookieStack = admin.StackedInline

DRAFT_NOTE = _(
    "This is a draft: visitors are asked with what was published last, until the "
    "catalogue is published again."
)


class DraftAdmin(DeskAdmin):
    """A part of the draft: its rows are changed, and there are never more or fewer."""

    actions = None
    change_form_template = "admin/consent/draft_form.html"
    change_list_template = "admin/consent/draft_list.html"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(
        self, request: HttpRequest, obj: Any | None = None
    ) -> bool:
        return False


class BannerDraftAdmin(DraftAdmin):
    """The wording of the banner: one row, so its list is its form."""

    fieldsets = [
        (None, {"fields": ["heading", "sentence"], "description": DRAFT_NOTE}),
        (
            _("The buttons"),
            {
                "fields": ["buttons"],
                "description": _(
                    "Their words are fixed: equal in size, place and effort, and known "
                    "to the tools with which people refuse."
                ),
            },
        ),
    ]
    readonly_fields = ["buttons"]

    @admin.display(description=_("words"))
    def buttons(self, banner: BannerDraft) -> str:
        return " · ".join(gettext(words) for words in (ACCEPT, REJECT, LINK))

    def changelist_view(
        self, request: HttpRequest, extra_context: Any = None
    ) -> HttpResponse:
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        return redirect("admin:consent_bannerdraft_change", 1)

    def formfield_for_dbfield(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> Any:
        if db_field.name == "sentence":
            kwargs["widget"] = forms.Textarea(attrs={"rows": 2})
        return super().formfield_for_dbfield(db_field, request, **kwargs)


class CookieInline(CookieStack):
    """The cookies of a category."""

    model = DraftCookie
    fk_name = "cookiegroup"
    form = CookieForm
    formset = CookieFormSet
    fields = ["name", "description", "provider", "lifetime", "third_party"]
    ordering = ["pk"]
    # One to fill in for who has no script; empty, it is ignored.
    extra = 1


class DraftCategoryAdmin(DraftAdmin):
    """The four categories; which they are is the site's own matter."""

    form = CategoryForm
    inlines = [CookieInline]
    list_display = ["name", "lead", "cookies"]
    ordering = ["ordering"]
    sortable_by = ()
    fieldsets = [
        (
            None,
            {
                "fields": ["name", "description", "refusing"],
                "description": DRAFT_NOTE,
            },
        ),
        (_("One step below"), {"fields": ["purpose", "legal_basis"]}),
    ]

    @admin.display(description=_("what it does"))
    def lead(self, category: DraftCategory) -> str:
        return category.description

    @admin.display(description=_("cookies"))
    def cookies(self, category: DraftCategory) -> str:
        names = DraftCookie.objects.filter(cookiegroup=category).order_by("pk")
        return ", ".join(names.values_list("name", flat=True)) or "–"
