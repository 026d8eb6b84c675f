"""Entering a request that came by telephone, letter, e-mail or in person."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from pages.public import private
from policy.desk.people import staff
from policy.desk.readonly import desk_page, require
from rights.businessdays import office_day
from rights.desk.base import ENTER, SEE
from rights.forms import TRAP, RequestForm
from rights.law import Right
from rights.requesting import file
from rights.words import Channel

if TYPE_CHECKING:
    from rights.desk.queue import RightsRequestAdmin

# Older than any law lets a request wait: more likely a slip of the year.
MOST_DAYS = 366


class EnterForm(RequestForm):
    """The form of the public, and when and how the request came."""

    channel = forms.ChoiceField(
        label=gettext_lazy("How did it come?"),
        choices=[
            (each.value, each.label) for each in Channel if each is not Channel.WEB
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say how it came.")},
    )
    received_on = forms.DateField(
        label=gettext_lazy("Day of receipt"),
        help_text=gettext_lazy(
            "When it reached the company, whoever opened it: every time limit counts "
            "from this day, not from today."
        ),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
        error_messages={
            "required": gettext_lazy("Say on which day it came."),
            "invalid": gettext_lazy("Write the day as 2026-04-17."),
        },
    )

    def __init__(self, right: Right, data: Any = None) -> None:
        super().__init__(right, data)
        # Nobody plants a trap for colleagues.
        del self.fields[TRAP]
        self.fields["name"].label = _("Name of who asks")
        self.order_fields(["channel", "received_on"])

    def clean_received_on(self) -> date:
        day: date = self.cleaned_data["received_on"]
        today = office_day()
        if day > today:
            raise ValidationError(_("A request is not received in the future."))
        if (today - day).days > MOST_DAYS:
            raise ValidationError(
                _("This is more than a year ago: look at the year once more.")
            )
        return day

    @property
    def received_at(self) -> datetime:
        """The beginning of the day of receipt where the office is."""
        day = self.cleaned_data["received_on"]
        return datetime.combine(day, time.min, ZoneInfo(settings.TIME_ZONE))


@require_http_methods(["GET", "HEAD", "POST"])
@private
def enter(request: HttpRequest, model_admin: RightsRequestAdmin) -> HttpResponse:
    """Choose the right, fill in its form, and go to the request."""
    require(request, SEE, ENTER)
    right = request.GET.get("right", "")
    if right not in Right.values:
        choice = {"title": _("Enter a rights request"), "rights": list(Right)}
        return desk_page(request, model_admin, "admin/rights/choose_right.html", choice)
    form = EnterForm(Right(right), request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        asked = file(
            form.asked,
            channel=form.cleaned_data["channel"],
            received_at=form.received_at,
            by=staff(request),
        )
        messages.success(
            request,
            _("Request %(number)s is entered.") % {"number": asked.number},
        )
        return redirect("admin:rights_rightsrequest_change", asked.pk)
    context = {
        "title": _("Enter a rights request: %(right)s") % {"right": Right(right).label},
        "form": form,
    }
    status = 400 if form.is_bound else 200
    return desk_page(request, model_admin, "admin/rights/enter.html", context, status)
