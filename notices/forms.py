"""The form that posts a notice, or ends one."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.forms import BaseInlineFormSet
from django.utils import timezone
from django.utils.translation import gettext as _

from notices.models import NoticeDraft
from policy.desk.forms import CheckedForm

WORDS = ("summary", "for_whom", "what_to_do")


class NoticeForm(CheckedForm):
    """A notice is shown and ended from now on; it never says so of the past."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        now = timezone.now()
        is_new = self.instance.pk is None
        if (begins := cleaned.get("shown_from")) is not None:
            cleaned["shown_from"] = max(begins, now)
        if (ends := cleaned.get("shown_until")) is not None and ends <= now:
            if is_new:
                raise ValidationError(
                    {"shown_until": _("This moment has passed; choose a later one.")}
                )
            cleaned["shown_until"] = now
        return cleaned


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
