"""Which period the statistics are of."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from traffic.periods import Period, Unit, period

UNITS = [
    (Unit.DAY.value, gettext_lazy("Day")),
    (Unit.WEEK.value, gettext_lazy("Week")),
    (Unit.MONTH.value, gettext_lazy("Month")),
]


class PeriodForm(forms.Form):
    """How long, and a day in it."""

    unit = forms.ChoiceField(
        label=gettext_lazy("Period"),
        choices=UNITS,
        error_messages={"required": gettext_lazy("Choose day, week or month.")},
    )
    on = forms.DateField(
        label=gettext_lazy("A day in it"),
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": gettext_lazy("Choose a day."),
            "invalid": gettext_lazy("Write the day as 2026-04-17."),
        },
    )

    def __init__(self, data: Any, today: date) -> None:
        super().__init__(data, initial={"unit": Unit.WEEK.value, "on": today})
        self._today = today

    def clean_on(self) -> date:
        """Figures cannot be of the future, nor of before there were such sites."""
        day: date = self.cleaned_data["on"]
        if not day.year >= 2000 or day > self._today:
            raise forms.ValidationError(_("Choose a day from 2000 until today."))
        return day

    @property
    def chosen(self) -> Period:
        """The period that was asked for; without a question this week."""
        values = self.cleaned_data if self.is_bound else self.initial
        return period(Unit(values["unit"]), values["on"])


class Way(NamedTuple):
    """A link to a period."""

    words: str
    address: str
    is_shown: bool = False


def ways(shown: Period, today: date) -> Iterator[Way]:
    """To the period before and after, and to the last of each kind."""
    yield Way(_("Before"), address_of(shown.before.unit, shown.before.first))
    if shown.after.first <= today:
        yield Way(_("After"), address_of(shown.after.unit, shown.after.first))
    for words, unit in (
        (_("Today"), Unit.DAY),
        (_("This week"), Unit.WEEK),
        (_("This month"), Unit.MONTH),
    ):
        is_shown = shown == period(unit, today)
        yield Way(words, address_of(unit, today), is_shown)


def address_of(unit: Unit, day: date) -> str:
    """The query that asks for the period."""
    return f"?{urlencode({'unit': unit.value, 'on': day.isoformat()})}"
