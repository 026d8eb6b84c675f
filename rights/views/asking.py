"""Asking: the page of the rights, the form of each, and what follows it."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from outbox.sender import is_configured
from pages.client_address import network_of
from pages.origin import Sender, sender_of
from pages.public import private, public
from pages.redirects import SeeOther
from rights.explained import AUTHORITIES, CALIFORNIAN, EXPLAINED
from rights.forms import RequestForm
from rights.law import Right
from rights.requesting import Filed, TooMany, ask
from rights.states import WITHOUT_CONFIRMATION
from rights.views.shared import (
    RETRY_AFTER_SECONDS,
    bounded,
    foreign,
    survives_the_database,
)


@public
def rights(request: HttpRequest) -> HttpResponse:
    """What each right means, and how to ask."""
    context = {
        "eight": [each for each in EXPLAINED.values() if each.right not in CALIFORNIAN],
        "californian": [EXPLAINED[right] for right in CALIFORNIAN],
        "has_metrics": settings.RIGHTS_METRICS,
    }
    return render(request, "rights/rights.html", context)


@public
def form(request: HttpRequest, right: Right) -> HttpResponse:
    """The form of one right."""
    return _form_page(request, RequestForm(right))


# Not a token but the browser's own word says who sent the form: see sender_of().
@csrf_exempt
@private
@require_POST
@bounded
@survives_the_database
def send(request: HttpRequest) -> HttpResponse:
    """File what was filled in, or ask once more who sent it."""
    who = sender_of(request)
    if who is Sender.FOREIGN:
        return foreign(request)
    filled = _filled(request)
    if who is Sender.OURS or not filled.is_valid():
        return _carry_out(request, filled)
    # Not in an address, where it would be logged: the page itself holds the fields.
    context = {"form": filled, "fields": _fields(request.POST, filled)}
    return render(request, "rights/confirm_sender.html", context)


@private
@bounded
@require_POST
@survives_the_database
def confirm_sender(request: HttpRequest) -> HttpResponse:
    """The same under Django's token, for browsers that do not say who sends."""
    return _carry_out(request, _filled(request))


@private
@require_safe
def sent(request: HttpRequest, number: str) -> HttpResponse:
    """The number that the address names, and what follows; nothing is looked up."""
    context = {"number": number, "is_mailed": is_configured()}
    return render(request, "rights/sent.html", context)


def _filled(request: HttpRequest) -> RequestForm:
    """The form of the right that was posted. Raises Http404 for any other."""
    posted = request.POST.get("right", "")
    if posted not in Right.values:
        raise Http404(_("There is no such right."))
    return RequestForm(Right(posted), request.POST)


def _carry_out(request: HttpRequest, filled: RequestForm) -> HttpResponse:
    if not filled.is_valid():
        return _form_page(request, filled, status=400)
    try:
        filed = ask(filled.asked, network_of(request))
    except TooMany:
        response = _form_page(request, filled, status=429)
        response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
        return response
    return SeeOther(_after(filed))


def _after(filed: Filed) -> str:
    """Who gave no address for mails gets the secret address at once, and only here."""
    if filed.secret:
        return f"{reverse('rights:status', args=[filed.secret])}?done=filed"
    return reverse("rights:sent", args=[filed.number])


def _form_page(
    request: HttpRequest, shown: RequestForm, status: int = 200
) -> HttpResponse:
    context = {
        "form": shown,
        "explained": EXPLAINED[shown.right],
        "is_complaint": shown.right is Right.COMPLAINT,
        "is_withdrawal": shown.right is Right.WITHDRAWAL,
        "needs_confirmation": shown.right not in WITHOUT_CONFIRMATION,
        "authorities": AUTHORITIES,
        "status": status,
    }
    return render(request, "rights/form.html", context, status=status)


def _fields(data: QueryDict, filled: RequestForm) -> list[tuple[str, str]]:
    """The fields of a valid form, to be sent again."""
    names = ["right", *filled.fields]
    return [(name, value) for name in names for value in data.getlist(name)]
