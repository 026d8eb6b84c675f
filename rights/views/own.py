"""The page of one request, behind a secret address, and what can be done there.

Programs that scan mails open every link. So a GET changes nothing: it shows a page with
one button.
"""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from outbox.cipher import Unreadable
from pages.redirects import SeeOther
from policy.refusals import Refused
from rights import lifecycle, visits
from rights.correspondence import write_to_office
from rights.erasing import Held, erase
from rights.explained import Authority, authorities_for
from rights.forms import MessageForm
from rights.law import Relation
from rights.models import AnswerFile
from rights.showing import exported, shown
from rights.states import OPEN, WITHOUT_CONFIRMATION, Kind
from rights.views.shared import Opened, of_request


@of_request("GET")
def status(request: HttpRequest, opened: Opened) -> HttpResponse:
    """Every step, due dates, messages, the answer; by cookie where one may be set."""
    if not opened.by_cookie and visits.may_begin(request):
        return _visit(request, opened)
    return _status_page(request, opened, MessageForm())


@of_request("GET", "POST")
def confirm(request: HttpRequest, opened: Opened) -> HttpResponse:
    """One button; its POST confirms the address, once."""
    if not lifecycle.can(opened.asked, Kind.CONFIRMED):
        return SeeOther(opened.base)
    if request.method != "POST":
        context = {"asked": opened.asked, "base": opened.base}
        return render(request, "rights/confirm.html", context)
    return _done(opened, "confirmed", lambda: lifecycle.confirm(opened.asked))


@of_request("POST")
def message(request: HttpRequest, opened: Opened) -> HttpResponse:
    """Keep a message to the office."""
    form = MessageForm(request.POST)
    if not form.is_valid():
        return _status_page(request, opened, form, status=400)
    try:
        write_to_office(opened.asked, form.cleaned_data["message"])
    except Refused as refusal:
        form.add_error("message", str(refusal))
        return _status_page(request, opened, form, status=429)
    return SeeOther(f"{opened.base}?done=written")


@of_request("GET", "POST")
def withdraw(request: HttpRequest, opened: Opened) -> HttpResponse:
    """One button ends an open request."""
    if not lifecycle.can(opened.asked, Kind.WITHDRAWN):
        return SeeOther(opened.base)
    if request.method != "POST":
        context = {"asked": opened.asked, "base": opened.base}
        return render(request, "rights/withdraw.html", context)
    return _done(opened, "withdrawn", lambda: lifecycle.withdraw(opened.asked))


@of_request("GET", "POST")
def appeal(request: HttpRequest, opened: Opened) -> HttpResponse:
    """What the person does not accept, and why; the office looks at it again."""
    if not lifecycle.can(opened.asked, Kind.APPEALED):
        return SeeOther(opened.base)
    form = MessageForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _appeal_page(request, opened, form, 400 if form.is_bound else 200)
    try:
        with transaction.atomic():
            lifecycle.appeal(opened.asked)
            write_to_office(opened.asked, form.cleaned_data["message"])
    except Refused as refusal:
        form.add_error("message", str(refusal))
        return _appeal_page(request, opened, form, 429)
    return SeeOther(f"{opened.base}?done=appealed")


@of_request("GET", "POST")
def erase_all(request: HttpRequest, opened: Opened) -> HttpResponse:
    """One button erases what is personal of this request, unless the law holds it."""
    context = {"asked": opened.asked, "base": opened.base}
    if request.method != "POST":
        more = {"is_open": opened.asked.stands() in OPEN}
        return render(request, "rights/erase.html", context | more)
    try:
        erase(opened.asked)
    except Held as refusal:
        held = {"held": str(refusal)}
        return render(request, "rights/erase.html", context | held, status=409)
    response = render(request, "rights/erased.html", context)
    if opened.by_cookie:
        visits.end(response)
    return response


@of_request("GET")
def export(request: HttpRequest, opened: Opened) -> HttpResponse:
    """All that is held of the request, as a JSON file."""
    content = exported(opened.asked)
    response = JsonResponse(content, json_dumps_params={"indent": 2})
    name = f"{opened.asked.number}.json"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@of_request("GET")
def answer(request: HttpRequest, opened: Opened, pk: int) -> HttpResponse:
    """A file of the answer, while it can be had and once the person is known."""
    files = AnswerFile.objects.filter(request=opened.asked, pk=pk)
    found = files.available(timezone.now()).first()
    if found is None or not lifecycle.may_disclose(opened.asked):
        raise Http404(_("There is no such file, or its time is over."))
    try:
        facts, content = found.facts(), found.opened()
    except Unreadable:
        return render(request, "rights/unreadable.html", status=410)
    response = HttpResponse(content, content_type="application/octet-stream")
    disposition = content_disposition_header(True, facts.name)
    response.headers["Content-Disposition"] = disposition or "attachment"
    return response


def _visit(request: HttpRequest, opened: Opened) -> HttpResponse:
    """The same page without the secret in its address."""
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    response = SeeOther(f"{reverse('rights:visit')}{query}")
    visits.begin(response, opened.asked.secret_hash)
    return response


def _done(opened: Opened, word: str, act: Callable[[], object]) -> HttpResponse:
    """Carry it out and say so; where somebody was faster, the page says what is."""
    try:
        act()
    except Refused:
        return SeeOther(opened.base)
    return SeeOther(f"{opened.base}?done={word}")


def _appeal_page(
    request: HttpRequest, opened: Opened, form: MessageForm, status: int
) -> HttpResponse:
    context = {
        "asked": opened.asked,
        "base": opened.base,
        "form": form,
        "authorities": _authorities(opened),
    }
    return render(request, "rights/appeal.html", context, status=status)


def _status_page(
    request: HttpRequest, opened: Opened, form: MessageForm, status: int = 200
) -> HttpResponse:
    page = shown(opened.asked)
    kinds = (Kind.CONFIRMED, Kind.WITHDRAWN, Kind.APPEALED)
    able = {kind.value: lifecycle.can(opened.asked, kind) for kind in kinds}
    is_awaited = opened.asked.right not in WITHOUT_CONFIRMATION
    context = {
        "page": page,
        "asked": opened.asked,
        "base": opened.base,
        "form": form,
        "can": able,
        "asks_to_confirm": able["confirmed"]
        and is_awaited
        and bool(page.personal and page.personal.email),
        "done": request.GET.get("done", ""),
        "authorities": _authorities(opened),
    }
    return render(request, "rights/status.html", context, status=status)


def _authorities(opened: Opened) -> list[Authority]:
    return authorities_for(opened.asked.residence, Relation(opened.asked.relation))
