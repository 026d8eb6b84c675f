"""Forms of the desk."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from policy.models import PolicyVersion
from policy.sources import normalized


class DraftForm(forms.ModelForm):
    """A draft; its effective date is typed and shown in the policy's time zone."""

    class Meta:
        model = PolicyVersion
        fields = [
            "policy",
            "language",
            "source",
            "change_note",
            "material",
            "reason",
            "effective_at",
        ]
        widgets = {
            "source": forms.Textarea(attrs={"rows": 32, "class": "draft-source"}),
            "change_note": forms.Textarea(attrs={"rows": 2}),
            "reason": forms.Textarea(attrs={"rows": 2}),
            "material": forms.RadioSelect,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        moment = self.instance.effective_at
        if moment and "effective_at" in self.fields:
            local = moment.astimezone(self.instance.policy.zone)
            self.initial["effective_at"] = local.replace(tzinfo=None)

    def clean_source(self) -> str:
        return normalized(self.cleaned_data["source"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        moment, policy = cleaned.get("effective_at"), cleaned.get("policy")
        if isinstance(moment, datetime) and policy is not None:
            cleaned["effective_at"] = moment.replace(tzinfo=policy.zone)
        return cleaned


def fingerprint(draft: PolicyVersion) -> str:
    """What a confirmation page showed: publishing anything else is refused."""
    seen = (
        draft.source,
        draft.change_note,
        draft.material,
        draft.reason,
        draft.language,
        draft.effective_at,
    )
    return hashlib.sha256(repr(seen).encode()).hexdigest()


class PublishForm(forms.Form):
    """Confirms the publication of exactly what the page showed."""

    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, draft: PolicyVersion, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.draft = draft
        self.initial["seen"] = fingerprint(draft)

    def clean_seen(self) -> str:
        seen = str(self.cleaned_data["seen"])
        if seen != fingerprint(self.draft):
            raise forms.ValidationError(
                _("The draft was changed after you opened this page; look again.")
            )
        return seen


class WithdrawForm(forms.Form):
    """Why an upcoming version is called off."""

    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Readers see it on the version's page, for good."),
    )
