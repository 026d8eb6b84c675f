"""Disclosures to authorities at the desk: recorded and corrected, never changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from traffic.desk.base import TrafficAdmin
from traffic.disclosures import record
from traffic.models import Disclosed, Disclosure

if TYPE_CHECKING:
    BaseForm = forms.ModelForm[Disclosure]
else:
    BaseForm = forms.ModelForm

FACTS = ["disclosed_on", "kind", "legal_ground", "categories", "corrects", "is_void"]


class DisclosureForm(BaseForm):
    """All is chosen from lists, so that nobody can be named."""

    categories = forms.MultipleChoiceField(
        label=gettext_lazy("Categories of information"),
        choices=Disclosed.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one category.")},
    )

    class Meta:
        model = Disclosure
        fields = FACTS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # An entry that is only read has no fields.
        field: Any = self.fields.get("corrects")
        if field is None:
            return
        field.queryset = Disclosure.objects.standing()
        field.help_text = _(
            "Leave it empty for a new disclosure. An entry that you choose is replaced "
            "by this one."
        )

    def clean_categories(self) -> list[str]:
        """In their order, whatever the form sent."""
        chosen = set(self.cleaned_data["categories"])
        return [each for each in Disclosed.values if each in chosen]


class DisclosureAdmin(TrafficAdmin):
    """Entries are added; a mistake is mended by one that corrects another."""

    change_form_template = "admin/traffic/disclosure/change_form.html"
    form = DisclosureForm
    list_display = [
        "disclosed_on",
        "kind",
        "legal_ground",
        "categories_words",
        "stands",
    ]
    list_filter = ["kind", "legal_ground", "disclosed_on"]
    list_select_related = ["correction"]
    sortable_by = ()

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        if obj is None:
            return FACTS
        shown = ["categories_words" if f == "categories" else f for f in FACTS]
        return [*shown, "stands", "recorded_at", "recorded_by_name"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        return [] if obj is None else self.get_fields(request, obj)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """A correction begins as what it corrects."""
        wanted = request.GET.get("corrects", "")
        found = Disclosure.objects.standing()
        old = found.filter(pk=wanted).first() if wanted.isdecimal() else None
        if old is None:
            return {}
        return {name: getattr(old, name) for name in FACTS} | {"corrects": old.pk}

    def has_change_permission(
        self, request: HttpRequest, obj: Any | None = None
    ) -> bool:
        return False

    @admin.display(description=gettext_lazy("categories of information"))
    def categories_words(self, disclosure: Disclosure) -> str:
        """The categories, in words."""
        return disclosure.category_words

    @admin.display(description=gettext_lazy("stands"))
    def stands(self, disclosure: Disclosure) -> SafeString | str:
        """Whether a later entry corrects it."""
        if disclosure.is_void:
            return _("no: there was no such disclosure")
        if disclosure.is_standing:
            return _("yes")
        later = disclosure.correction
        return format_html(
            '<a href="{}">{}</a>',
            reverse("admin:traffic_disclosure_change", args=[later.pk]),
            _("no: it is corrected by %(later)s") % {"later": later},
        )

    def save_model(
        self, request: HttpRequest, obj: Disclosure, form: Any, change: bool
    ) -> None:
        if not isinstance(request.user, User):
            raise PermissionDenied
        record(obj, request.user)
