"""A new link to a request: asked for with its number and the address."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from outbox.sender import is_configured
from pages.network import network_of
from pages.origin import Sender, sender_of
from pages.public import private, public
from pages.redirects import SeeOther
from rights.correspondence import send_new_link
from rights.forms import LinkForm
from rights.requesting import TooMany
from rights.views.shared import bounded, foreign, survives_the_database, too_many


@public
def link(request: HttpRequest) -> HttpResponse:
    """The form that asks for a new link."""
    return _page(request, LinkForm())


@csrf_exempt
@private
@require_POST
@bounded
@survives_the_database
def send(request: HttpRequest) -> HttpResponse:
    """Mail a new link where number and address belong together; say the same always."""
    who = sender_of(request)
    if who is Sender.FOREIGN:
        return foreign(request)
    filled = LinkForm(request.POST)
    if who is Sender.UNKNOWN and filled.is_valid():
        fields = [(name, filled.data.get(name, "")) for name in filled.fields]
        return render(request, "rights/confirm_link_sender.html", {"fields": fields})
    return _carry_out(request, filled)


@private
@bounded
@require_POST
@survives_the_database
def confirm_sender(request: HttpRequest) -> HttpResponse:
    """The same under Django's token, for browsers that do not say who sends."""
    return _carry_out(request, LinkForm(request.POST))


@public
def sent(request: HttpRequest) -> HttpResponse:
    """The same for everybody: whether a request is known stays with its reader."""
    return render(request, "rights/link_sent.html")


def _carry_out(request: HttpRequest, filled: LinkForm) -> HttpResponse:
    if not is_configured():
        return _page(request, filled, status=503)
    if not filled.is_valid():
        return _page(request, filled, status=400)
    data = filled.cleaned_data
    try:
        send_new_link(data["number"], data["email"], network_of(request))
    except TooMany:
        return too_many(request)
    return SeeOther(reverse("rights:link_sent"))


def _page(request: HttpRequest, shown: LinkForm, status: int = 200) -> HttpResponse:
    context = {"form": shown, "status": status, "is_available": is_configured()}
    return render(request, "rights/link.html", context, status=status)
