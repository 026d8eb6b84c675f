"""Forms of the desk."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import from_current_timezone
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from policy.models import Ground, MaterialReason, Policy, PolicyVersion, StepKind
from policy.sources import normalized


class CheckedForm(forms.ModelForm):
    """A form that checks every constraint of its model.

    Django leaves out those that mention a field which the form does not show, and the
    database would then refuse with an error page.
    """

    def validate_unique(self) -> None:
        super().validate_unique()
        if not self.errors:
            try:
                self.instance.validate_constraints()
            except ValidationError as error:
                self.add_error(None, error)


class DraftForm(CheckedForm):
    """A draft; its effective date is typed and shown in the policy's time zone.

    ``seen`` is the fingerprint of what was opened: who saves over somebody else's
    change is told first, and ``conflict`` is then what the draft says by now.
    """

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    reasons = forms.MultipleChoiceField(
        required=False,
        choices=MaterialReason,
        widget=forms.CheckboxSelectMultiple,
        label=_("Why does a reader have to know?"),
        help_text=_(
            "For a material change: tick all that apply. For a new purpose, a new kind "
            "of data, or data already held, a notice may not be enough: counsel's "
            "answer is asked for before publishing."
        ),
    )
    conflict: PolicyVersion | None = None

    class Meta:
        model = PolicyVersion
        fields = [
            "policy",
            "language",
            "source",
            "change_note",
            "material",
            "reasons",
            "reason",
            "effective_at",
        ]
        widgets = {
            "source": forms.Textarea(attrs={"rows": 32, "class": "draft-source"}),
            "change_note": forms.Textarea(attrs={"rows": 2}),
            "reason": forms.Textarea(attrs={"rows": 2}),
            "material": forms.RadioSelect,
            # Not the admin's own: its "Today" and "Now" are those of TIME_ZONE.
            "effective_at": forms.SplitDateTimeWidget(
                date_format="%Y-%m-%d",
                time_format="%H:%M:%S",
                date_attrs={"type": "date"},
                time_attrs={"type": "time", "step": "1"},
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["seen"] = self.instance.fingerprint
        moment = self.instance.effective_at
        if moment and "effective_at" in self.fields:
            local = moment.astimezone(self.instance.policy.zone)
            self.initial["effective_at"] = local.replace(tzinfo=None)
        if self.instance.policy_id is not None and "effective_at" in self.fields:
            self.fields["effective_at"].help_text += " " + _(
                "Times are those of %(zone)s."
            ) % {"zone": self.instance.policy.time_zone}
        if "material" in self.fields:
            self.fields["material"].label = _(
                "Does a reader have to know of this change?"
            )

    def clean_source(self) -> str:
        return normalized(self.cleaned_data["source"])

    def full_clean(self) -> None:
        """Read a date as it was typed: only ``clean`` knows the policy's time zone."""
        with timezone.override(UTC):
            super().full_clean()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        moment, policy = cleaned.get("effective_at"), self._policy(cleaned)
        if isinstance(moment, datetime) and policy is not None:
            try:
                cleaned["effective_at"] = _in_zone(moment, policy.zone)
            except ValidationError as error:
                self.add_error("effective_at", error)
        if self.instance.pk is not None:
            self._look_for_another_editor(cleaned)
        return cleaned

    def _look_for_another_editor(self, cleaned: dict[str, Any]) -> None:
        """Locks the draft until the save: the admin saves in one transaction."""
        drafts = PolicyVersion.objects.select_for_update().drafts()
        current = drafts.filter(pk=self.instance.pk).first()
        if current is None:
            self.add_error(
                None,
                _(
                    "This draft was published or discarded meanwhile. Your text is "
                    "still below: copy it into a new draft."
                ),
            )
        elif cleaned.get("seen") != current.fingerprint:
            self.conflict = current
            posted: Any = self.data
            self.data = posted.copy()
            self.data["seen"] = current.fingerprint  # type: ignore[index]
            self.add_error(
                None,
                _(
                    "%(who)s changed this draft after you opened it. Nothing is saved "
                    "yet and your text is still below. Look at the difference, take "
                    "over what you want to keep, and save again."
                )
                % {"who": current.updated_by or _("Somebody")},
            )

    def _policy(self, cleaned: dict[str, Any]) -> Policy | None:
        """The chosen policy; a draft that exists keeps its own, outside the form."""
        own = self.instance.policy_id is not None
        policy: Policy | None = self.instance.policy if own else cleaned.get("policy")
        return policy


def _in_zone(typed: datetime, zone: ZoneInfo) -> datetime:
    """The moment at which the zone's clock shows this. Raises ValidationError."""
    try:
        with timezone.override(zone):
            return from_current_timezone(typed.replace(tzinfo=None)).astimezone(UTC)
    except OverflowError:
        raise ValidationError(_("Enter a valid date.")) from None


class PublishForm(forms.Form):
    """Confirms the publication of exactly what the page showed."""

    seen = forms.CharField(widget=forms.HiddenInput)


class StepForm(forms.Form):
    """A decision about exactly the draft that the page showed."""

    seen = forms.CharField(widget=forms.HiddenInput)
    step = forms.ChoiceField(choices=StepKind)
    reason = forms.CharField(required=False, max_length=5000)


class EmergencyForm(PublishForm):
    """Why one person publishes alone."""

    reason = forms.CharField(
        label=_("Why can it not wait for a second person?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=5000,
    )


class WithdrawForm(forms.Form):
    """Why an upcoming version is called off."""

    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Readers see it on the version's page, for good."),
    )


class WithholdForm(forms.Form):
    """What one person asks for, and another confirms."""

    ground = forms.TypedChoiceField(
        label=_("On which ground?"),
        choices=[
            (
                Ground.REMOVAL,
                _("Removal: we found ourselves that it must not be public (410)"),
            ),
            (Ground.LEGAL_ORDER, _("Legal order: the law forbids showing it (451)")),
        ],
        coerce=Ground,
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=5000,
        help_text=_(
            "Readers see it instead of the text, for good. Name what the order or the "
            "mistake is, and nothing of what is withheld."
        ),
    )
    covers_storage = forms.BooleanField(
        label=_("The text has to be destroyed as well"),
        required=False,
        help_text=_(
            "Only where an order says so. Afterwards an operator runs redact_version; "
            "nobody can bring the text back."
        ),
    )


class DecideForm(forms.Form):
    """The second person's decision about a request to withhold."""

    CONFIRM = "confirm"
    DECLINE = "decline"

    decision = forms.ChoiceField(
        choices=[(CONFIRM, _("Confirm")), (DECLINE, _("Decline"))]
    )
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=5000,
        help_text=_("Needed to decline; staff see it."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("decision") == self.DECLINE and not cleaned.get("reason"):
            self.add_error("reason", _("Say why the request is declined."))
        return cleaned
