"""The forms of the desk about one request."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rights.correspondence import MOST_MESSAGE
from rights.models import AnswerTemplate, RightsRequest
from rights.placeholders import fill
from rights.states import WITHOUT_CONFIRMATION
from rights.words import Channel, Check, Ground, Outcome, Reason

MOST_REASON = 300


def manner_field(*channels: Channel, label: Any, help_text: Any = "") -> Any:
    """How something was done; the first is chosen until another is."""
    return forms.ChoiceField(
        label=label,
        choices=[(each.value, each.label) for each in channels],
        initial=channels[0].value,
        help_text=help_text,
    )


def text_field(label: Any, *, required: bool = True, help_text: Any = "") -> Any:
    return forms.CharField(
        label=label,
        required=required,
        max_length=MOST_MESSAGE,
        help_text=help_text,
        widget=forms.Textarea({"rows": 10, "cols": 80}),
    )


class ActionForm(forms.Form):
    """What staff say when they take a step; without fields, a button is enough."""

    use_required_attribute = False

    def __init__(self, asked: RightsRequest, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.asked = asked


class AssignForm(ActionForm):
    """Whose request it is: somebody who may work on it, or nobody."""

    assignee = forms.ModelChoiceField(
        label=gettext_lazy("Assignee"),
        queryset=User.objects.none(),
        required=False,
        empty_label=gettext_lazy("Nobody"),
    )

    def __init__(self, asked: RightsRequest, data: Any = None, **kwargs: Any) -> None:
        super().__init__(asked, data, initial={"assignee": asked.assignee_id})
        field: Any = self.fields["assignee"]
        field.queryset = colleagues()


def colleagues() -> QuerySet[User]:
    """Who may work on requests."""
    may_work = User.objects.with_perm("rights.change_rightsrequest")
    return may_work.filter(is_staff=True).order_by("username")


class NoteForm(ActionForm):
    """A note of the office."""

    text = text_field(
        gettext_lazy("Note"), help_text=gettext_lazy("The person never sees it.")
    )


class WordsForm(ActionForm):
    """Words for the person, begun with a template if one was chosen."""

    text = text_field(
        gettext_lazy("Message"),
        help_text=gettext_lazy("The person reads it on the page of their request."),
    )

    def __init__(
        self,
        asked: RightsRequest,
        data: Any = None,
        template: AnswerTemplate | None = None,
        personal: Any = None,
    ) -> None:
        initial = {"text": fill(template.text, asked, personal)} if template else {}
        super().__init__(asked, data, initial=initial)

    def clean_text(self) -> str:
        """A placeholder that nothing took the place of is not sent."""
        text: str = self.cleaned_data["text"]
        if "{" in text and "}" in text:
            raise ValidationError(
                _("Something in braces is left: write what belongs there.")
            )
        return text


class AcknowledgeForm(ActionForm):
    """How the person learned that their request came."""

    manner = manner_field(
        *(Channel.TELEPHONE, Channel.LETTER, Channel.EMAIL, Channel.IN_PERSON),
        label=gettext_lazy("How were they told?"),
    )


class VerifyForm(ActionForm):
    """What was checked, and never the document."""

    check = forms.ChoiceField(
        label=gettext_lazy("What was checked?"),
        choices=Check.choices,
        widget=forms.RadioSelect,
    )
    manner = manner_field(
        *(Channel.TELEPHONE, Channel.LETTER, Channel.IN_PERSON, Channel.EMAIL),
        *(Channel.WEB,),
        label=gettext_lazy("How?"),
    )


class ExtendForm(ActionForm):
    """Why it takes longer."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Reason"), choices=Reason.choices, widget=forms.RadioSelect
    )
    explanation = text_field(
        gettext_lazy("Explanation"),
        required=False,
        help_text=gettext_lazy("The person reads it, after the reason."),
    )


class AnswerForm(WordsForm):
    """How far the request was complied with, and what the person reads."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("How far was it complied with?"),
        choices=Outcome.choices,
        widget=forms.RadioSelect,
    )
    manner = manner_field(
        *(Channel.WEB, Channel.LETTER, Channel.TELEPHONE, Channel.IN_PERSON),
        label=gettext_lazy("How is it answered?"),
    )

    field_order = ["outcome", "manner", "text"]


class RefuseForm(ActionForm):
    """The legal ground; the letter is made of it."""

    ground = forms.ChoiceField(
        label=gettext_lazy("Legal ground"),
        choices=Ground.choices,
        widget=forms.RadioSelect,
    )
    explanation = text_field(
        gettext_lazy("Explanation"),
        required=False,
        help_text=gettext_lazy(
            "The person reads it after the ground. The letter goes on with the appeal, "
            "the authority and the judicial remedy by itself."
        ),
    )
    manner = manner_field(
        *(Channel.WEB, Channel.LETTER),
        label=gettext_lazy("How is the letter sent?"),
    )


class ReportedForm(ActionForm):
    """How the person said so, where staff write it down for them."""

    manner = manner_field(
        *(Channel.TELEPHONE, Channel.LETTER, Channel.EMAIL, Channel.IN_PERSON),
        label=gettext_lazy("How did they say so?"),
    )


class HoldForm(ActionForm):
    """A legal hold on this request."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=MOST_REASON,
        help_text=gettext_lazy("Such as the matter. Name nobody: it is kept for long."),
        widget=forms.TextInput({"size": 60}),
    )
    until = forms.DateField(
        label=gettext_lazy("Last day"),
        required=False,
        help_text=gettext_lazy("Empty: until somebody releases it."),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": gettext_lazy("Write the day as 2026-04-17.")},
    )

    def clean_until(self) -> datetime | None:
        """The end of the last day."""
        day = self.cleaned_data["until"]
        if day is None:
            return None
        if not timezone.localdate() <= day or day.year >= 9000:
            raise ValidationError(_("Choose a day that is not past."))
        end = datetime.combine(day, time.max)
        return timezone.make_aware(end)


def templates_for(asked: RightsRequest) -> Any:
    """Those offered for the right of a request."""
    return AnswerTemplate.objects.filter(right__in=["", asked.right])


def needs_confirmation(asked: RightsRequest) -> bool:
    """Whether files wait for the person to confirm their address."""
    return bool(asked.email_hash) and asked.right not in WITHOUT_CONFIRMATION
