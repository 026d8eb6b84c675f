"""The pages of "what we hold about you": asking for the link, and what it opens."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import path, register_converter, reverse
from django.urls.converters import StringConverter
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from centene_site.held import (
    LONGEST_TOKEN,
    address_of,
    as_json,
    codes_in,
    erase_all,
    held,
    send_link,
)
from outbox.sender import is_configured
from pages.network import network_of
from pages.origin import Sender, sender_of
from pages.public import private, public
from pages.redirects import SeeOther
from rights.forms import AddressForm
from rights.requesting import TooMany
from rights.views.shared import bounded, foreign, survives_the_database, too_many

app_name = "held"

HeldView = Callable[[HttpRequest, str, str], HttpResponse]


class TokenConverter(StringConverter):
    """The token of a mailed link, whole."""

    regex = rf"[A-Za-z0-9_=-]{{60,{LONGEST_TOKEN}}}"


register_converter(TokenConverter, "held_token")


@public
def form(request: HttpRequest) -> HttpResponse:
    """The form that asks for the link."""
    return _form_page(request, AddressForm())


@csrf_exempt
@private
@require_POST
@bounded
@survives_the_database
def send(request: HttpRequest) -> HttpResponse:
    """Mail the link, whether or not anything is held; say the same always."""
    who = sender_of(request)
    if who is Sender.FOREIGN:
        return foreign(request)
    filled = AddressForm(request.POST)
    if who is Sender.UNKNOWN and filled.is_valid():
        context = {"address": filled.data.get("email", "")}
        return render(request, "held/confirm_sender.html", context)
    return _carry_out(request, filled)


@private
@bounded
@require_POST
@survives_the_database
def confirm_sender(request: HttpRequest) -> HttpResponse:
    """The same under Django's token, for browsers that do not say who sends."""
    return _carry_out(request, AddressForm(request.POST))


@public
def sent(request: HttpRequest) -> HttpResponse:
    """The same for everybody: whether an address is known stays with its reader."""
    return render(request, "held/sent.html")


def by_token(*methods: str) -> Callable[[HeldView], Any]:
    """Declare a page that the mailed link opens; the view gets address and token."""

    def declare(view: HeldView) -> Any:
        @csrf_exempt
        @private
        @require_http_methods(list(methods))
        @bounded
        @survives_the_database
        @wraps(view)
        def wrapper(request: HttpRequest, token: str) -> HttpResponse:
            address = address_of(token)
            if address is None:
                response = render(request, "held/expired.html", status=410)
            else:
                response = view(request, address, token)
            response.headers["Referrer-Policy"] = "no-referrer"
            response.headers["X-Robots-Tag"] = "noindex"
            return response

        return wrapper

    return declare


@by_token("GET", "HEAD")
def page(request: HttpRequest, address: str, token: str) -> HttpResponse:
    """All that is held; ``?codes=`` adds consent records."""
    typed = request.GET.get("codes", "")
    codes = codes_in(typed)
    found = held(address, codes)
    context = {
        "held": found,
        "codes": "\n".join(codes),
        "has_wrong_codes": bool(typed.strip()) and not found.receipts,
        "token": token,
    }
    return render(request, "held/page.html", context)


@by_token("GET", "HEAD")
def export(request: HttpRequest, address: str, token: str) -> HttpResponse:
    """The same as a JSON file."""
    found = held(address, codes_in(request.GET.get("codes", "")))
    response = JsonResponse(as_json(found), json_dumps_params={"indent": 2})
    response.headers["Content-Disposition"] = 'attachment; filename="held.json"'
    return response


@by_token("GET", "HEAD", "POST")
def erase(request: HttpRequest, address: str, token: str) -> HttpResponse:
    """One button erases it all; what a legal hold keeps is named."""
    if request.method != "POST":
        return SeeOther(reverse("held:page", args=[token]))
    kept = erase_all(address, codes_in(request.POST.get("codes", "")))
    return render(request, "held/erased.html", {"kept": kept})


def _carry_out(request: HttpRequest, filled: AddressForm) -> HttpResponse:
    if not is_configured():
        return _form_page(request, filled, status=503)
    if not filled.is_valid():
        return _form_page(request, filled, status=400)
    try:
        send_link(filled.cleaned_data["email"], network_of(request))
    except TooMany:
        return too_many(request)
    return SeeOther(reverse("held:sent"))


def _form_page(
    request: HttpRequest, shown: AddressForm, status: int = 200
) -> HttpResponse:
    context = {"form": shown, "status": status, "is_available": is_configured()}
    return render(request, "held/form.html", context, status=status)


urlpatterns = [
    path("", form, name="form"),
    path("send/", send, name="send"),
    path("send/confirm/", confirm_sender, name="confirm_sender"),
    path("sent/", sent, name="sent"),
    # Opened by links in mails
    path("<held_token:token>/", page, name="page"),
    path("<held_token:token>/export/", export, name="export"),
    path("<held_token:token>/erase/", erase, name="erase"),
]
