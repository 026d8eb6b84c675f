"""Finding requests by number or e-mail address. By POST: addresses of pages are logged.

An e-mail address is looked up by its keyed hash; nothing else of a person is searched.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from outbox.addresses import clean_address
from outbox.letters import MOST_ADDRESS
from pages.public import private
from policy.desk.readonly import desk_page, require
from rights.businessdays import office_day
from rights.desk.badges import badge, due_of
from rights.desk.base import SEE
from rights.models import RightsRequest
from rights.models.request import NUMBER_LENGTH, NUMBER_SIGNS
from rights.states import State

if TYPE_CHECKING:
    from rights.desk.queue import RightsRequestAdmin

MOST_FOUND = 100


class FindForm(forms.Form):
    """A whole number, however it is typed, or a whole e-mail address."""

    use_required_attribute = False

    wanted = forms.CharField(
        label=gettext_lazy("Number or e-mail address"),
        max_length=MOST_ADDRESS,
        help_text=gettext_lazy("Whole: R-7KQ2-M9XF, or name@example.com."),
        widget=forms.TextInput(
            {"autocomplete": "off", "spellcheck": "false", "size": 40}
        ),
        error_messages={
            "required": gettext_lazy("Type a number or an e-mail address.")
        },
    )

    def clean_wanted(self) -> str:
        typed: str = self.cleaned_data["wanted"]
        if "@" in typed:
            return clean_address(typed)
        number = as_number(typed)
        if not number:
            raise ValidationError(
                _("This is neither the number of a request nor an e-mail address.")
            )
        return number


def as_number(typed: str) -> str:
    """As it is stored, whatever stands between its signs; '' for anything else."""
    signs = [sign for sign in typed.upper() if sign.isalnum()]
    code = "".join(signs)
    if len(code) == NUMBER_LENGTH + 1:
        code = code.removeprefix("R")
    if len(code) != NUMBER_LENGTH or set(code) - set(NUMBER_SIGNS):
        return ""
    return f"R-{code[:4]}-{code[4:]}"


@require_http_methods(["GET", "HEAD", "POST"])
@private
def find(request: HttpRequest, model_admin: RightsRequestAdmin) -> HttpResponse:
    """The form, and under it what was found."""
    require(request, SEE)
    form = FindForm(request.POST if request.method == "POST" else None)
    found: list[dict[str, Any]] = []
    if form.is_bound and form.is_valid():
        wanted = form.cleaned_data["wanted"]
        requests = _wanted(wanted)
        if "@" not in wanted and requests:
            return redirect("admin:rights_rightsrequest_change", requests[0].pk)
        found = [_row(asked) for asked in requests]
    context = {
        "title": _("Find rights requests"),
        "form": form,
        "found": found,
        "is_answered": form.is_bound and form.is_valid(),
        "most": MOST_FOUND,
    }
    status = 400 if form.is_bound and form.errors else 200
    return desk_page(request, model_admin, "admin/rights/find.html", context, status)


def _wanted(wanted: str) -> QuerySet[RightsRequest]:
    found = RightsRequest.objects.with_state().defer("sealed")
    if "@" in wanted:
        return found.of_email(wanted).by_due_date()[:MOST_FOUND]
    return found.filter(number=wanted)


def _row(asked: RightsRequest) -> dict[str, Any]:
    return {
        "asked": asked,
        "state": State(asked.state).label,
        "due": badge(due_of(asked, office_day())),
    }
