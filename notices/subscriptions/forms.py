"""The form that asks for mail, and the one of a person's own page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from notices.models import Kind
from outbox.addresses import clean_address
from outbox.letters import MOST_ADDRESS
from policy.models import Policy, PolicyVersion

KINDS = [
    (Kind.MATERIAL, _("Each material change: what you have to know")),
    (Kind.EVERY, _("Every version: corrected wording too")),
]
OWN_KINDS = [("", _("No e-mail")), *KINDS]


def policies_in_force() -> list[Policy]:
    """What one can subscribe to, in the order of the navigation."""
    # Of a policy that began, some version is in force ever after.
    begun = PolicyVersion.objects.begun().values("policy")
    return list(Policy.objects.filter(pk__in=begun))


class SubscribeForm(forms.Form):
    """Which policies, which of their versions, and where to write."""

    # The summary at the top of the page says what is missing, for every browser.
    use_required_attribute = False

    policies = forms.MultipleChoiceField(
        label=_("Policies"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Choose at least one policy."),
            "invalid_choice": _("Choose among the policies that are in force."),
            "invalid_list": _("Choose among the policies that are in force."),
        },
    )
    kind = forms.ChoiceField(
        label=_("When to write"),
        choices=KINDS,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), _("Choose when we write to you.")
        ),
    )
    address = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=MOST_ADDRESS,
        widget=forms.EmailInput(
            attrs={
                "autocomplete": "email",
                "spellcheck": "false",
                "aria-describedby": "address-help",
            }
        ),
        error_messages={
            "required": _("Type your e-mail address."),
            "invalid": _("Type an address in the form name@example.com."),
        },
    )

    def __init__(
        self, policies: Iterable[Policy], data: Any = None, wanted: str = ""
    ) -> None:
        self.known = {policy.slug: policy for policy in policies}
        only = [*self.known] if len(self.known) == 1 else []
        chosen = [wanted] if wanted in self.known else only
        super().__init__(data, initial={"policies": chosen, "kind": Kind.MATERIAL})
        field = self.fields["policies"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(slug, policy.title) for slug, policy in self.known.items()]

    def clean_address(self) -> str:
        return clean_address(self.cleaned_data["address"])

    @property
    def chosen(self) -> list[Policy]:
        """The policies of a valid form."""
        return [self.known[slug] for slug in self.cleaned_data["policies"]]


class OwnForm(forms.Form):
    """For each policy: no mail, each material change, or every version."""

    use_required_attribute = False

    def __init__(
        self, kinds: dict[Policy, str], data: Any = None, prefix: str = "kind"
    ) -> None:
        super().__init__(data, prefix=prefix)
        self.policies = list(kinds)
        for policy, kind in kinds.items():
            self.fields[policy.slug] = forms.ChoiceField(
                label=policy.title,
                choices=OWN_KINDS,
                initial=kind,
                required=False,
                widget=forms.RadioSelect,
                error_messages={"invalid_choice": _("Choose one of the three.")},
            )

    @property
    def wanted(self) -> dict[Policy, str]:
        """The kinds of a valid form. A policy that it did not name stays as it is."""
        return {
            policy: self.cleaned_data[policy.slug]
            for policy in self.policies
            if self.add_prefix(policy.slug) in self.data
        }
