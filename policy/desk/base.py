"""What the admin pages of this site share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.forms import ModelChoiceField, SplitDateTimeField
from django.http import HttpRequest
from django.utils.translation import gettext as _


class DeskAdmin(admin.ModelAdmin):
    """An admin page in the desk's style, with bounded lists.

    A form chooses among policies and versions; it does not make, change or delete them
    in passing.
    """

    list_per_page = 50
    show_full_result_count = False

    def formfield_for_dbfield(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(field, ModelChoiceField):
            for action in ("add", "change", "delete", "view"):
                setattr(field.widget, f"can_{action}_related", False)
        if isinstance(field, SplitDateTimeField):
            # Django's own pages leave these two inputs without a name.
            for widget, part in zip(
                field.widget.widgets, (_("date"), _("time")), strict=True
            ):
                widget.attrs["aria-label"] = f"{field.label}: {part}"
        return field

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """An address filters by what the list offers to filter by, and by nothing else.

        Django allows every column of the table: "?source__startswith=" would let a
        person read, letter by letter, what no page shows them.
        """
        offered = {self.date_hierarchy, *self._filtered(request)}
        is_offered = lookup.split("__")[0] in offered
        return is_offered and super().lookup_allowed(lookup, value, request)

    def _filtered(self, request: HttpRequest) -> Iterator[str]:
        """The columns of ``list_filter``, and what filters of our own are called."""
        for each in self.get_list_filter(request):
            column = each[0] if isinstance(each, tuple) else each
            name = getattr(column, "parameter_name", column)
            if isinstance(name, str):
                yield name
