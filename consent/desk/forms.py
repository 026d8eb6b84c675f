"""Forms of the catalogue's draft and of its publication."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, RegexValidator
from django.forms.models import BaseInlineFormSet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consent.models import DraftCategory, DraftCookie
from consent.own_cookies import OWN_COOKIES, lifetime

if TYPE_CHECKING:
    CookieModelForm = forms.ModelForm[DraftCookie]
    CategoryModelForm = forms.ModelForm[DraftCategory]
    CookieInlineFormSet = BaseInlineFormSet[
        DraftCookie, DraftCategory, forms.ModelForm[DraftCookie]
    ]
else:
    CookieModelForm = CategoryModelForm = forms.ModelForm
    CookieInlineFormSet = BaseInlineFormSet

LONGEST_SENTENCE = 300
# What RFC 6265 allows; * stands in the catalogue for any ending.
COOKIE_NAME = re.compile(r"\A[!#$%&'*+\-.^_`|~0-9A-Za-z]+\Z")


class CategoryForm(CategoryModelForm):
    """What visitors are told about one category; nothing may be left out."""

    class Meta:
        model = DraftCategory
        fields = ["name", "description", "refusing", "purpose", "legal_basis"]
        labels = {
            "name": gettext_lazy("Name"),
            "description": gettext_lazy("What it does"),
            "refusing": gettext_lazy("What rejecting means"),
            "purpose": gettext_lazy("Purpose"),
            "legal_basis": gettext_lazy("Legal basis"),
        }
        help_texts = {
            "name": gettext_lazy("The heading of the category, in a word or two."),
            "description": gettext_lazy(
                "The first thing that visitors read about it: a phrase without a full "
                "stop, such as “Google Analytics: helps us see which pages are read”."
            ),
            "purpose": gettext_lazy("One sentence: what its cookies are for."),
            "legal_basis": gettext_lazy(
                "On what the law lets us set them; for counsel to confirm."
            ),
        }
        widgets = dict.fromkeys(
            ["description", "refusing", "purpose", "legal_basis"],
            forms.Textarea(attrs={"rows": 3}),
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.required = True
        if "description" in self.fields:
            limit_length(self.fields["description"])

    def clean_description(self) -> str:
        words: str = self.cleaned_data["description"]
        if words.endswith("."):
            raise ValidationError(_("Leave out the full stop: the page adds it."))
        return words


class CookieForm(CookieModelForm):
    """One cookie of a category. Its name is how it is known, so it is never changed."""

    class Meta:
        model = DraftCookie
        fields = ["name", "description", "provider", "lifetime", "third_party"]
        labels = {
            "name": gettext_lazy("Name"),
            "description": gettext_lazy("Purpose"),
            "provider": gettext_lazy("Provider"),
            "lifetime": gettext_lazy("Lifetime"),
            "third_party": gettext_lazy("Third-party cookie"),
        }
        help_texts = {
            "name": gettext_lazy("As browsers show it; * stands for any ending."),
            "description": gettext_lazy("One sentence: what this cookie is for."),
            "lifetime": gettext_lazy("How long it stays, such as “30 days”."),
            "third_party": gettext_lazy(
                "Whether it belongs to another host than this site's."
            ),
        }
        widgets = {"description": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "name" not in self.fields:
            # Whoever may only read gets no fields.
            return
        self.fields["name"].validators.append(
            RegexValidator(
                COOKIE_NAME,
                gettext_lazy(
                    "A cookie's name has letters, digits and signs such as - and _, "
                    "but no spaces."
                ),
            )
        )
        self.fields["description"].required = True
        limit_length(self.fields["description"])
        self.fields["lifetime"].required = not self.is_own
        if self.instance.pk:
            self.fields["name"].disabled = True
            self.fields["name"].help_text = _(
                "To rename it, delete it and add another."
            )
        if self.is_own:
            self._explain_own()

    @property
    def is_own(self) -> bool:
        """Whether this site itself sets it."""
        return bool(self.instance.pk) and self.instance.name in OWN_COOKIES

    def _explain_own(self) -> None:
        self.fields["name"].help_text = _("This site sets it: it is always listed.")
        self.fields["lifetime"].help_text = _(
            "Leave empty for what the settings say: “%(lifetime)s”."
        ) % {"lifetime": lifetime(self.instance.name)}


def limit_length(field: forms.Field) -> None:
    """Hold a text of the package's, which has no limit, to one sentence."""
    field.validators.append(MaxLengthValidator(LONGEST_SENTENCE))
    field.widget.attrs["maxlength"] = LONGEST_SENTENCE


class CookieFormSet(CookieInlineFormSet):
    """The cookies of one category: each once, and in no other category."""

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        if "DELETE" in form.fields and getattr(form, "is_own", False):
            form.fields["DELETE"].disabled = True
            form.fields["DELETE"].label = _("Cannot be deleted")

    def clean(self) -> None:
        super().clean()
        # Two editors at once: the second waits here, and then sees what the first did.
        DraftCategory.objects.select_for_update().get(pk=self.instance.pk)
        names: set[str] = set()
        for form in self.forms:
            name = form.cleaned_data.get("name") if form.is_valid() else None
            if not name or form in self.deleted_forms:
                continue
            if problem := self._problem(name, form.instance.pk, names):
                form.add_error("name", problem)
            names.add(name)

    def _problem(self, name: str, pk: int | None, names: set[str]) -> str:
        if name in names:
            return _("This cookie is listed twice.")
        others = DraftCookie.objects.filter(name=name).exclude(pk=pk)
        deleted = [form.instance.pk for form in self.deleted_forms]
        other = others.exclude(pk__in=deleted).select_related("cookiegroup").first()
        if other is None:
            return ""
        return _("This cookie is listed under “%(category)s” already.") % {
            "category": other.cookiegroup.name
        }


class PublishForm(forms.Form):
    """The question that decides who is asked again, and why the catalogue changes."""

    MATERIAL = "material"
    EDITORIAL = "editorial"

    #: The fingerprint of the draft that the page showed.
    seen = forms.CharField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        label=gettext_lazy("Does a visitor have to be asked again?"),
        choices=[
            (MATERIAL, gettext_lazy("Yes: material")),
            (EDITORIAL, gettext_lazy("No: editorial")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose material or editorial.")},
    )
    change_note = forms.CharField(
        label=gettext_lazy("Change note"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "One plain sentence that visitors read: what changed and why."
        ),
        error_messages={"required": gettext_lazy("Say what changed and why.")},
    )

    @property
    def is_material(self) -> bool:
        """Whether who accepted is asked again."""
        return bool(self.cleaned_data["kind"] == self.MATERIAL)
