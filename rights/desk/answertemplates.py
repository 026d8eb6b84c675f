"""Answer templates: words that the Privacy office writes once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from policy.desk.base import DeskAdmin
from rights.correspondence import MOST_MESSAGE
from rights.law import Right
from rights.models import AnswerTemplate
from rights.placeholders import PLACEHOLDERS, problems

if TYPE_CHECKING:
    BaseForm = forms.ModelForm[AnswerTemplate]
else:
    BaseForm = forms.ModelForm


class AnswerTemplateForm(BaseForm):
    """Refuses a placeholder that does not exist: it would be sent as it stands."""

    right = forms.ChoiceField(
        label=gettext_lazy("Right"),
        choices=[("", gettext_lazy("All rights")), *Right.choices],
        required=False,
        help_text=gettext_lazy("Offered for requests of this right only."),
    )

    class Meta:
        model = AnswerTemplate
        fields = ["title", "right", "text"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if (field := self.fields.get("text")) is not None:
            field.help_text = _placeholders()

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        if len(text) > MOST_MESSAGE:
            raise ValidationError(
                _("Write at most %(most)d characters."), params={"most": MOST_MESSAGE}
            )
        found = list(problems(text))
        if found:
            raise ValidationError(found)
        return text


class AnswerTemplateAdmin(DeskAdmin):
    """Written and changed by the Privacy office."""

    form = AnswerTemplateForm
    list_display = ["title", "for_which"]
    sortable_by = ()

    @admin.display(description=gettext_lazy("right"))
    def for_which(self, template: AnswerTemplate) -> str:
        if not template.right:
            return _("All rights")
        return str(Right(template.right).label)


def _placeholders() -> str:
    lead = _("Placeholders, which the request fills in:")
    named = format_html_join(
        "; ",
        "<code>{{{}}}</code> {}",
        ((name, what) for name, what in PLACEHOLDERS.items()),
    )
    return format_html("{} {}.", lead, named)
