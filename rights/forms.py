"""The forms of the rights: for each, the fields that it needs and no others."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from outbox.addresses import clean_address
from outbox.letters import MOST_ADDRESS
from rights.correspondence import MOST_MESSAGE
from rights.fields import line, radio, text
from rights.law import UNITED_STATES, Relation, Right
from rights.models import Personal
from rights.places import STATES, countries
from rights.requesting import Asked
from rights.words import Behalf

# Seen by programs that fill in all they find; people do not see it.
TRAP = "leave_empty"


def details_of(right: Right) -> dict[str, forms.Field]:
    """What a right needs to know beside who asks. ``words`` are free words."""
    everything = gettext_lazy("Leave it empty if you mean everything.")
    match right:
        case Right.ACCESS:
            label = gettext_lazy("What do you want to know?")
            return {"words": text(label, help_text=everything)}
        case Right.RECTIFICATION:
            return {
                "wrong": text(
                    gettext_lazy("What is wrong or missing?"),
                    gettext_lazy("Tell us what is wrong or missing."),
                    rows=3,
                ),
                "words": text(
                    gettext_lazy("What would be right?"),
                    gettext_lazy("Tell us what would be right."),
                    rows=3,
                ),
            }
        case Right.ERASURE:
            label = gettext_lazy("What should we delete?")
            return {"words": text(label, help_text=everything)}
        case Right.RESTRICTION:
            starts = gettext_lazy("Start a pause")
            lifts = gettext_lazy("End a pause that I asked for")
            return {
                "what": radio(
                    gettext_lazy("What do you ask for?"),
                    [("start", starts), ("lift", lifts)],
                ),
                "words": text(
                    gettext_lazy("Which information, and why?"),
                    gettext_lazy("Tell us which information, and why."),
                ),
            }
        case Right.OBJECTION:
            marketing = gettext_lazy("Marketing")
            other = gettext_lazy("Something else")
            return {
                "use": radio(
                    gettext_lazy("Which use do you object to?"),
                    [("marketing", marketing), ("other", other)],
                ),
                "words": text(
                    gettext_lazy("What speaks against it?"),
                    help_text=gettext_lazy(
                        "Your ground, from your own situation. Not needed against "
                        "marketing."
                    ),
                ),
            }
        case Right.PORTABILITY:
            return {
                "format": radio(
                    gettext_lazy("In which format?"),
                    [("json", "JSON"), ("csv", gettext_lazy("CSV (spreadsheet)"))],
                ),
                "recipient": line(
                    gettext_lazy("Who else should get it?"),
                    help_text=gettext_lazy(
                        "Name and address of a company or person. Leave it empty if "
                        "only you get it."
                    ),
                ),
            }
        case Right.WITHDRAWAL:
            return {
                "words": text(
                    gettext_lazy("Which consent do you take back?"),
                    gettext_lazy("Tell us which consent you take back."),
                    rows=3,
                )
            }
        case Right.COMPLAINT:
            return {
                "words": text(
                    gettext_lazy("What happened?"),
                    gettext_lazy("Tell us what happened."),
                    rows=8,
                )
            }
        case Right.OPT_OUT | Right.LIMIT:
            return {}


def country_choices() -> list[tuple[str, str]]:
    """The empty choice first: nobody's law is guessed."""
    named = [(code, _(name)) for code, name in countries().items()]
    return [("", _("Choose a country")), *named]


def state_choices() -> list[tuple[str, str]]:
    """For who lives in the United States."""
    named = [(code, _(name)) for code, name in STATES.items()]
    return [("", _("Choose a state")), *named]


class RequestForm(forms.Form):
    """One right's form: what is asked, for whom, where they live, how to reach them."""

    # The summary at the top of the page says what is missing, for every browser.
    use_required_attribute = False

    behalf = radio(gettext_lazy("For whom do you ask?"), list(Behalf.choices))
    subject = line(
        gettext_lazy("Name of the person for whom you ask"),
        help_text=gettext_lazy("Only if you ask for someone else."),
    )
    relation = radio(
        gettext_lazy("What are you to us?"),
        list(Relation.choices),
    )
    country = forms.ChoiceField(
        label=gettext_lazy("Country where you live"),
        choices=country_choices,
        widget=forms.Select({"autocomplete": "country"}),
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"),
            gettext_lazy("Choose the country where you live."),
        ),
    )
    region = forms.ChoiceField(
        label=gettext_lazy("State, if that is the United States"),
        choices=state_choices,
        required=False,
        widget=forms.Select({"autocomplete": "address-level1"}),
        error_messages={
            "invalid_choice": gettext_lazy("Choose the state where you live.")
        },
    )
    name = line(
        gettext_lazy("Your name"),
        gettext_lazy("Type your name."),
        autocomplete="name",
        spellcheck="false",
    )
    email = forms.EmailField(
        label=gettext_lazy("Your e-mail address"),
        required=False,
        max_length=MOST_ADDRESS,
        help_text=gettext_lazy(
            "We send one mail with a link to your request. The answer itself is never "
            "mailed."
        ),
        widget=forms.EmailInput({"autocomplete": "email", "spellcheck": "false"}),
        error_messages={
            "invalid": gettext_lazy("Type an address in the form name@example.com.")
        },
    )
    telephone = line(
        gettext_lazy("Telephone"),
        most=40,
        autocomplete="tel",
        inputmode="tel",
    )
    postal = text(gettext_lazy("Postal address"), rows=3, most=500)
    leave_empty = line(gettext_lazy("Leave this empty"), autocomplete="off")

    def __init__(self, right: Right, data: Any = None) -> None:
        super().__init__(data, initial={"behalf": Behalf.SELF})
        self.right = right
        self.details = details_of(right)
        self.fields = {**self.details, **self.fields}

    @property
    def detail_fields(self) -> list[forms.BoundField]:
        """What the right itself needs to know."""
        return [self[name] for name in self.details]

    def clean_email(self) -> str:
        typed = self.cleaned_data["email"]
        return clean_address(typed) if typed else ""

    def clean_leave_empty(self) -> str:
        """Whoever fills it in by mistake loses nothing: they are told."""
        if self.cleaned_data[TRAP]:
            raise ValidationError(_("Please leave this field empty."))
        return ""

    def clean(self) -> dict[str, Any]:
        """What several fields say together."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        self._check_reach(cleaned)
        if cleaned.get("country") == UNITED_STATES:
            if not cleaned.get("region") and "region" not in self.errors:
                self.add_error("region", _("Choose the state where you live."))
        else:
            cleaned["region"] = ""
        behalf = cleaned.get("behalf")
        if behalf and behalf != Behalf.SELF and not cleaned.get("subject"):
            self.add_error("subject", _("Type the name of the person."))
        if cleaned.get("use") == "other" and not cleaned.get("words"):
            self.add_error("words", _("Tell us what speaks against it."))
        return cleaned

    def _check_reach(self, cleaned: dict[str, Any]) -> None:
        ways = ("email", "telephone", "postal")
        if not any(cleaned.get(way) for way in ways) and "email" not in self.errors:
            self.add_error(
                "email",
                _("Type an e-mail address, or a telephone number or postal address."),
            )

    @property
    def asked(self) -> Asked:
        """What a valid form asks for."""
        data = self.cleaned_data
        details = {
            name: data[name] for name in self.details if name != "words" and data[name]
        }
        return Asked(
            right=self.right,
            country=data["country"],
            region=data["region"],
            relation=data["relation"],
            behalf=data["behalf"],
            personal=Personal(
                name=data["name"],
                email=data["email"],
                telephone=data["telephone"],
                postal=data["postal"],
                subject="" if data["behalf"] == Behalf.SELF else data["subject"],
                words=data.get("words", ""),
                details=details,
            ),
        )


class AddressForm(forms.Form):
    """Where to mail a link."""

    use_required_attribute = False

    email = forms.EmailField(
        label=gettext_lazy("Your e-mail address"),
        max_length=MOST_ADDRESS,
        widget=forms.EmailInput({"autocomplete": "email", "spellcheck": "false"}),
        error_messages={
            "required": gettext_lazy("Type your e-mail address."),
            "invalid": gettext_lazy("Type an address in the form name@example.com."),
        },
    )

    def clean_email(self) -> str:
        return clean_address(self.cleaned_data["email"])


class LinkForm(AddressForm):
    """A number and an address: where they belong together, a new link is mailed."""

    field_order = ("number", "email")

    number = line(
        gettext_lazy("Number of your request"),
        gettext_lazy("Type the number of your request."),
        help_text=gettext_lazy("Such as R-7KQ2-M9XF. It stands in our mails."),
        autocomplete="off",
        spellcheck="false",
    )

    def clean_number(self) -> str:
        """As it is stored, whatever was typed between its signs."""
        signs = [sign for sign in self.cleaned_data["number"].upper() if sign.isalnum()]
        code = "".join(signs).removeprefix("R")
        return f"R-{code[:4]}-{code[4:]}"


class MessageForm(forms.Form):
    """A message to the office."""

    use_required_attribute = False

    message = text(
        gettext_lazy("Your message"),
        gettext_lazy("Type your message."),
        most=MOST_MESSAGE,
    )
