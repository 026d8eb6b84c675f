"""Which days the statistics are of."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consent.models import CatalogueVersion
from consent.statistics import MOST_DAYS

PRESET_DAYS = (7, 30, 90, 365)
DEFAULT_DAYS = 30


class RangeForm(forms.Form):
    """From which day to which (UTC), and under which catalogue version."""

    version = forms.TypedChoiceField(
        label=gettext_lazy("Catalogue version"),
        required=False,
        coerce=int,
        empty_value=None,
    )

    def __init__(self, data: Any, today: date) -> None:
        last_30 = {"from": today - timedelta(days=DEFAULT_DAYS - 1), "to": today}
        super().__init__(data, initial=last_30)
        for name, label in (("from", _("From")), ("to", _("To"))):
            self.fields[name] = forms.DateField(
                label=label,
                input_formats=["%Y-%m-%d"],
                widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
                error_messages={
                    "required": _("Choose a day."),
                    "invalid": _("Write the day as 2026-04-17."),
                },
            )
        self.order_fields(["from", "to", "version"])
        numbers = CatalogueVersion.objects.values_list("number", flat=True)
        version: Any = self.fields["version"]
        version.choices = [("", _("All")), *((str(n), str(n)) for n in numbers)]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("from"), cleaned.get("to")
        for name in ("from", "to"):
            # Beyond, the calendar has ends that weeks and charts would cross.
            if (day := cleaned.get(name)) and not 2000 <= day.year < 3000:
                self.add_error(name, _("Choose a day from 2000 to 2999."))
        if first and last:
            if last < first:
                raise ValidationError(_("The last day is before the first."))
            if (last - first).days >= MOST_DAYS:
                raise ValidationError(
                    _("Choose at most %(days)d days."), params={"days": MOST_DAYS}
                )
        return cleaned

    @property
    def chosen(self) -> dict[str, Any]:
        """What is shown: what was asked for, without a question the last 30 days."""
        return self.cleaned_data if self.is_bound else dict(self.initial)


def presets(form: RangeForm, today: date) -> Iterator[tuple[str, str, bool]]:
    """The words, the address and whether it is shown: ranges that end today."""
    chosen, version = form.chosen, form.chosen.get("version")
    for days in PRESET_DAYS:
        first = today - timedelta(days=days - 1)
        query = {"from": first.isoformat(), "to": today.isoformat()}
        if version is not None:
            query["version"] = str(version)
        is_shown = chosen.get("from") == first and chosen.get("to") == today
        words = _("Last %(days)d days") % {"days": days}
        yield words, f"?{urlencode(query)}", is_shown
