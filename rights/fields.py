"""The kinds of fields that the forms of this room are made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

# In characters.
MOST_LINE = 150
MOST_WORDS = 5000


def line(
    label: str | _StrPromise,
    required: str | _StrPromise = "",
    most: int = MOST_LINE,
    help_text: str | _StrPromise = "",
    **attributes: str,
) -> forms.CharField:
    """One line; ``required`` is said where it is missing, '' where it may be."""
    return forms.CharField(
        label=label,
        required=bool(required),
        max_length=most,
        help_text=help_text,
        widget=forms.TextInput(attributes),
        error_messages={"required": required},
    )


def text(
    label: str | _StrPromise,
    required: str | _StrPromise = "",
    help_text: str | _StrPromise = "",
    rows: int = 5,
    most: int = MOST_WORDS,
) -> forms.CharField:
    """Several lines."""
    return forms.CharField(
        label=label,
        required=bool(required),
        max_length=most,
        help_text=help_text,
        widget=forms.Textarea({"rows": rows}),
        error_messages={"required": required},
    )


def radio(
    label: str | _StrPromise, choices: list[tuple[str, str | _StrPromise]]
) -> forms.ChoiceField:
    """One of a few, all of them seen."""
    message = gettext_lazy("Choose one of them.")
    return forms.ChoiceField(
        label=label,
        choices=choices,
        widget=forms.RadioSelect,
        error_messages={"required": message, "invalid_choice": message},
    )
