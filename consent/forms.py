"""The answer of a person as it is posted: a banner button, or all four categories."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from consent.choices import CATEGORIES, Choice, answer_banner
from consent.models import Action

ACCEPT = "accept"
REJECT = "reject"
ANSWERS = [(ACCEPT, _("Accept")), (REJECT, _("Reject"))]
LABELS = {
    "authentication": _("Authentication"),
    "status": _("Status"),
    "analytics": _("Analytics"),
    "consent": _("Cookie consent"),
}
# On the sign-in page, for those who rejected authentication.
SIGN_IN = _("Set the authentication cookies so that I can sign in")


class OneRadio(forms.RadioSelect):
    """Radio buttons; two different answers to one question are no answer."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        values = data.getlist(name)
        return values[0] if len(values) == 1 else None


class CategoriesForm(forms.Form):
    """Accept or reject for each category; nothing is chosen beforehand."""

    # The summary at the top of the page says what is missing, for every browser.
    use_required_attribute = False

    def __init__(
        self, data: QueryDict | None = None, initial: dict[str, str] | None = None
    ) -> None:
        super().__init__(data, initial=initial)
        for category in CATEGORIES:
            self.fields[category] = forms.ChoiceField(
                label=LABELS[category],
                choices=ANSWERS,
                widget=OneRadio,
                error_messages=dict.fromkeys(
                    ("required", "invalid_choice"), _("Choose accept or reject.")
                ),
            )

    @property
    def accepted(self) -> frozenset[str]:
        """The accepted categories of a valid form."""
        return frozenset(
            name for name, answer in self.cleaned_data.items() if answer == ACCEPT
        )


@dataclass(frozen=True)
class Answer:
    """What was asked for: the action, and for ``save`` the accepted categories."""

    action: Action
    saved: frozenset[str] = frozenset()
    # The catalogue version that the form was shown with, where it says so.
    shown: int | None = None

    def accepted_after(self, previous: Choice | None) -> frozenset[str]:
        """The accepted categories once this answer is carried out."""
        if self.action is Action.SAVE:
            return self.saved
        return answer_banner(previous, accept=self.action is Action.ACCEPT)

    def fields(self) -> dict[str, str]:
        """The answer as form fields again."""
        fields = {"choice": str(self.action)}
        if self.shown is not None:
            fields["shown"] = str(self.shown)
        if self.action is Action.SAVE:
            fields |= {
                name: ACCEPT if name in self.saved else REJECT for name in CATEGORIES
            }
        return fields


class BadAnswer(Exception):
    """The answer cannot be understood; ``form`` is the form as it was filled in."""

    def __init__(self, form: CategoriesForm | None) -> None:
        super().__init__("The answer cannot be understood.")
        self.form = form


def read_answer(data: QueryDict) -> Answer:
    """The posted answer. Raises BadAnswer."""
    form = CategoriesForm(data) if data.keys() & set(CATEGORIES) else None
    actions = data.getlist("choice")
    if len(actions) != 1 or actions[0] not in Action.values:
        raise BadAnswer(form)
    action, shown = Action(actions[0]), _number(data.get("shown", ""))
    if action is not Action.SAVE:
        return Answer(action, shown=shown)
    form = form or CategoriesForm(data)
    if not form.is_valid():
        raise BadAnswer(form)
    return Answer(action, form.accepted, shown)


def _number(text: str) -> int | None:
    is_number = text.isascii() and text.isdigit() and len(text) < 10
    return int(text) if is_number else None
