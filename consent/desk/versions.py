"""Catalogue versions at the desk: what visitors were asked with, for good."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.template.loader import render_to_string
from django.urls import URLPattern, path
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consent.catalogue import parse_content
from consent.desk import publication
from consent.desk.base import code, moment_words
from consent.models import CatalogueVersion
from policy.desk.readonly import ReadOnlyAdmin


class CatalogueVersionAdmin(ReadOnlyAdmin):
    """What was published is only read; the draft becomes the next version."""

    change_list_template = "admin/consent/catalogueversion/change_list.html"
    change_form_template = "admin/consent/catalogueversion/change_form.html"
    list_display = ["__str__", "kind", "change_note", "moment", "publisher"]
    sortable_by = ()
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "number",
                    "kind",
                    "change_note",
                    "moment",
                    "publisher",
                    "hash",
                    "previous_hash",
                ],
                "description": gettext_lazy("Published: nothing here ever changes."),
            },
        ),
        (gettext_lazy("What visitors are asked with"), {"fields": ["frozen"]}),
    ]

    # --- Columns and fields ---

    @admin.display(description=gettext_lazy("change"))
    def kind(self, version: CatalogueVersion) -> str:
        return _("Material") if version.material else _("Editorial")

    @admin.display(description=gettext_lazy("published at"))
    def moment(self, version: CatalogueVersion) -> str:
        return moment_words(version.published_at)

    @admin.display(description=gettext_lazy("published by"))
    def publisher(self, version: CatalogueVersion) -> str:
        return version.published_by_name or _("the site itself")

    @admin.display(description=gettext_lazy("hash (SHA-256)"))
    def hash(self, version: CatalogueVersion) -> SafeString:
        return code(version.digest)

    @admin.display(description=gettext_lazy("previous hash"))
    def previous_hash(self, version: CatalogueVersion) -> SafeString:
        return code(version.previous_digest)

    @admin.display(description=gettext_lazy("content"))
    def frozen(self, version: CatalogueVersion) -> SafeString:
        content = parse_content(version.content)
        return render_to_string("admin/consent/content.html", {"content": content})

    # --- Pages beside the list ---

    def get_urls(self) -> list[URLPattern]:
        def page(route: str, view: Any, name: str) -> Any:
            return path(
                route,
                self.admin_site.admin_view(view),
                {"model_admin": self},
                name=f"consent_catalogueversion_{name}",
            )

        return [
            page("publish/", publication.publish, "publish"),
            page("preview/", publication.preview, "preview"),
            page("<int:number>/content.json", publication.as_json, "json"),
            *super().get_urls(),
        ]
