"""Hiding a notice: a plain form, and a cookie that remembers the number."""

from __future__ import annotations

import logging
from datetime import datetime
from urllib.parse import urlencode

from django.db import Error as DatabaseFailure
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from centene_site.frame import frame_as_known
from centene_site.hidden import read_hidden, write_hidden
from consent.choices import STATUS
from consent.in_force import is_listed
from consent.middleware import consent_of
from consent.own_cookies import HIDDEN_NOTICES
from consent.redirects import safe_next
from consent.views.shared import unavailable
from notices.models import Notice
from pages.origin import Sender, sender_of
from pages.public import private, without_database
from pages.redirects import SeeOther

logger = logging.getLogger(__name__)

# The elements of notices/hidden.html, revealed by /consent/state.css.
HIDDEN = "notice-hidden"
HIDDEN_FOR_NOW = "notice-hidden-for-now"
LONGEST_NUMBER = 9


# The browser's own word says who sent the form, as in consent/views/choose.py.
@without_database
@csrf_exempt
@private
@require_POST
def hide(request: HttpRequest, number: int) -> HttpResponse:
    """Hide one notice in this browser; POST ``next``, the page to return to."""
    who = sender_of(request)
    if who is Sender.FOREIGN:
        return render(request, "notices/foreign.html", status=403)
    target = safe_next(request.POST.get("next", ""))
    if who is Sender.UNKNOWN:
        query = urlencode({"number": number, "next": target})
        return SeeOther(f"{reverse('confirm_hiding')}?{query}")
    return _hide(request, number, target)


@without_database
@private
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_hiding(request: HttpRequest) -> HttpResponse:
    """One button under Django's token, for browsers that do not say who sends."""
    data = request.POST if request.method == "POST" else request.GET
    number = read_number(data.get("number", ""))
    if number is None:
        raise Http404(_("There is no such notice."))
    target = safe_next(data.get("next", ""))
    if request.method == "POST":
        return _hide(request, number, target)
    context = {"number": number, "next": target}
    return render(request, "notices/confirm_hiding.html", context)


def read_number(text: str) -> int | None:
    """The number of a notice; None where the text is none."""
    is_number = text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER
    return int(text) if is_number else None


def _hide(request: HttpRequest, number: int, target: str) -> HttpResponse:
    """What ended is not hidden: it no longer stands on the page to return to."""
    if not is_listed(HIDDEN_NOTICES):
        raise Http404(_("Notices cannot be hidden here."))
    try:
        until = _shows_until(number)
    except DatabaseFailure:
        logger.exception("A notice cannot be looked up.")
        return unavailable("notices/not_hidden.html")
    if until is None:
        return SeeOther(target)
    showing = frame_as_known().showing | {number: until}
    hidden = (read_hidden(request).numbers & showing.keys()) | {number}
    if not consent_of(request).allows(STATUS):
        response = SeeOther(f"{target}#{HIDDEN_FOR_NOW}")
        write_hidden(response, hidden)
        return response
    response = SeeOther(f"{target}#{HIDDEN}")
    write_hidden(response, hidden, until=max(showing[each] for each in hidden))
    return response


def _shows_until(number: int) -> datetime | None:
    """When the notice stops to show; None where it did.

    Raises Http404 where no visitor saw it, and django.db.Error where this worker does
    not know it and the database does not answer.
    """
    known = frame_as_known()
    if known.shows(number):
        return known.showing[number]
    notice = get_object_or_404(Notice.objects.begun().with_facts(), number=number)
    return notice.stops_at if notice.stops_at > timezone.now() else None
