"""The form of a policy: a change of its notice period says why."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from policy.models import Policy


class PolicyForm(forms.ModelForm):
    """A policy; ``period_reason`` is asked for where the notice period changes."""

    period_reason = forms.CharField(
        label=_("Why does the notice period change?"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Needed when you change it. It is kept for good; staff see it."),
    )

    class Meta:
        model = Policy
        fields = "__all__"  # noqa: DJ007

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        is_changed = self.instance.pk and "notice_period_days" in self.changed_data
        said = cleaned.get("period_reason", "").strip()
        if is_changed and not said and "period_reason" not in self.errors:
            self.add_error("period_reason", _("Say why the notice period changes."))
        return cleaned
