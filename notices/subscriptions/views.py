"""Asking for mail: the form, its answer, and the page that says to look for a mail."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from notices.subscriptions.asking import TooMany, ask
from notices.subscriptions.forms import SubscribeForm, policies_in_force
from notices.subscriptions.shared import RETRY_AFTER_SECONDS, survives_the_database
from outbox.sender import is_configured
from pages.origin import Sender, sender_of
from pages.public import private, public, public_by
from pages.redirects import SeeOther


@public_by("policy")
def form(request: HttpRequest) -> HttpResponse:
    """The form; ``?policy=slug`` ticks that policy, and any other leads to none."""
    wanted, policies = request.GET.get("policy", ""), policies_in_force()
    if wanted and wanted not in {policy.slug for policy in policies}:
        return redirect("subscriptions:form")
    return _form_page(request, SubscribeForm(policies, wanted=wanted))


# Not a token but the browser's own word says who sent the form: see sender_of().
@csrf_exempt
@private
@require_POST
@survives_the_database
def send(request: HttpRequest) -> HttpResponse:
    """Carry out what was filled in, or ask once more who sent it."""
    who = sender_of(request)
    if who is Sender.FOREIGN:
        return render(request, "notices/subscriptions/foreign.html", status=403)
    filled = SubscribeForm(policies_in_force(), request.POST)
    if who is Sender.OURS or not filled.is_valid() or not is_configured():
        return _carry_out(request, filled)
    # Not in an address, where it would be logged: the page itself holds the fields.
    context = {"form": filled, "fields": _fields(request.POST)}
    return render(request, "notices/subscriptions/confirm_sender.html", context)


@private
@require_POST
@survives_the_database
def confirm_sender(request: HttpRequest) -> HttpResponse:
    """The same under Django's token, for browsers that do not say who sends."""
    return _carry_out(request, SubscribeForm(policies_in_force(), request.POST))


@public
def sent(request: HttpRequest) -> HttpResponse:
    """The same for everybody: whether an address was known stays with its reader."""
    return render(request, "notices/subscriptions/sent.html")


def _carry_out(request: HttpRequest, filled: SubscribeForm) -> HttpResponse:
    if not is_configured():
        return _form_page(request, filled, status=503)
    if not filled.is_valid():
        return _form_page(request, filled, status=400)
    data = filled.cleaned_data
    try:
        ask(data["address"], filled.chosen, data["kind"])
    except TooMany:
        response = _form_page(request, filled, status=429)
        response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
        return response
    return SeeOther(reverse("subscriptions:sent"))


def _form_page(
    request: HttpRequest, shown: SubscribeForm, status: int = 200
) -> HttpResponse:
    context = {"form": shown, "status": status, "is_available": is_configured()}
    return render(request, "notices/subscriptions/form.html", context, status=status)


def _fields(data: QueryDict) -> list[tuple[str, str]]:
    """The fields of a valid form, to be sent again."""
    names = ("policies", "kind", "address")
    return [(name, value) for name in names for value in data.getlist(name)]
