"""The form that posts a notice, or ends one."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from policy.desk.forms import CheckedForm


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
