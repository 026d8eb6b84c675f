"""Forms that post a notice, change one that nobody saw yet, or end one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BaseInlineFormSet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from notices.models import Notice, NoticeDraft
from policy.desk.forms import CheckedForm

WORDS = ("summary", "for_whom", "what_to_do")


class NoticeForm(CheckedForm):
    """A notice is shown from now on; it never says so of the past."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        now = timezone.now()
        if (begins := cleaned.get("shown_from")) is not None:
            cleaned["shown_from"] = max(begins, now)
        if (ends := cleaned.get("shown_until")) is not None and ends <= now:
            raise ValidationError(
                {"shown_until": _("This moment has passed; choose a later one.")}
            )
        return cleaned


class SentenceField(forms.CharField):
    """One sentence, in rows that a phone shows whole; a line break is a space."""

    def to_python(self, value: Any) -> Any:
        return " ".join((super().to_python(value) or "").split())


class EndForm(forms.Form):
    """Why a notice ends before its time."""

    required_css_class = "required"

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        help_text=gettext_lazy("Readers see it on the notice's page, for good."),
    )


class SupersedingForm(NoticeForm):
    """A notice that takes another's place at once."""

    required_css_class = "required"

    reason = forms.CharField(
        label=gettext_lazy("Why it takes the other's place"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=2000,
        required=False,
        help_text=gettext_lazy(
            "May be empty. Readers see it on the page of the notice before, for good."
        ),
    )

    class Meta:
        model = Notice
        fields = ["summary", "for_whom", "what_to_do", "version", "shown_until"]

    def __init__(self, *args: Any, old: Notice, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.old = old
        if old.stays_with_version:
            self.fields["version"].disabled = True
            self.fields["reason"].required = True
            self.fields["reason"].help_text = _(
                "Readers see it on the page of the notice before, for good."
            )

    def clean_shown_until(self) -> datetime:
        """In place of an approved notice: no earlier. The form leaves out fractions of
        a second, so that the same moment may come back a little before."""
        ends: datetime = self.cleaned_data["shown_until"]
        planned = self.old.shown_until
        if not self.old.stays_with_version:
            return ends
        if ends < planned.replace(microsecond=0):
            raise ValidationError(
                _("The new notice must not end before the old one would.")
            )
        return max(ends, planned)


class NoticeDraftFormSet(BaseInlineFormSet):
    """The one notice of a draft, where two people may both write the first words."""

    def _construct_form(self, i: int, **kwargs: Any) -> Any:
        """Who saw no notice yet changes the one that somebody wrote meanwhile."""
        written = NoticeDraft.objects.filter(version_id=self.instance.pk).first()
        if self.is_bound and i >= self.initial_form_count() and written is not None:
            typed = (self.data.get(f"{self.add_prefix(i)}-{name}") for name in WORDS)
            if any(typed):
                kwargs["instance"] = written
        return super()._construct_form(i, **kwargs)  # type: ignore[misc]
