"""Forgetting: no record is linked to the browser, and the browser keeps no choice."""

from __future__ import annotations

import logging
from urllib.parse import urlencode

from django.core import signing
from django.db import Error as DatabaseFailure
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from consent.cookie import delete_choice
from consent.middleware import consent_of
from consent.models import ConsentSubject
from consent.models.record import subject_hash
from consent.views.shared import foreign, unavailable
from pages.origin import Sender, sender_of
from pages.public import private, without_database
from pages.redirects import SeeOther

logger = logging.getLogger(__name__)

# What is left to erase once the cookie is gone: the hash, under our signature.
SALT = "consent.forget"
LEFT = "left"


# The browser's own word says who sent the form, as in consent/views/choose.py. What is
# erased needs the database, never the page that says what went wrong.
@without_database
@csrf_exempt
@private
@require_POST
def forget(request: HttpRequest) -> HttpResponse:
    """Erase the links of this browser's records, and delete its choice."""
    who = sender_of(request)
    left = request.POST.get(LEFT, "")
    if who is Sender.FOREIGN:
        return foreign(request)
    if who is Sender.UNKNOWN:
        query = urlencode({LEFT: left}) if _hashed(left) else ""
        return SeeOther(f"{reverse('consent:confirm_forgetting')}?{query}")
    return _forget(request, left)


@without_database
@private
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_forgetting(request: HttpRequest) -> HttpResponse:
    """One button under Django's token, for browsers that do not say who sends."""
    if request.method == "POST":
        return _forget(request, request.POST.get(LEFT, ""))
    context = {LEFT: request.GET.get(LEFT, "")}
    return render(request, "consent/confirm_forgetting.html", context)


def _forget(request: HttpRequest, left: str) -> HttpResponse:
    """The cookie goes whatever happens; what is left to erase stays with the person.

    Without the cookie nobody can tell whose the records were. So a page whose button
    carries the hash is the only way to finish, and it says so.
    """
    consent = consent_of(request)
    hashed = _hashed(left)
    if consent.stored and consent.stored.subject:
        hashed.add(subject_hash(consent.stored.subject))
    response: HttpResponse
    try:
        ConsentSubject.objects.forget(hashed)
    except DatabaseFailure:
        logger.exception("Links of consent records could not be erased.")
        context: dict[str, object] = {LEFT: signing.dumps(sorted(hashed), salt=SALT)}
        response = unavailable("consent/not_forgotten.html", context=context)
    else:
        response = SeeOther(f"{reverse('cookies')}#choices-forgotten")
    consent.choose(None)
    delete_choice(response)
    return response


def _hashed(left: str) -> set[str]:
    """The hashes that an earlier attempt could not erase; none where it is not ours."""
    try:
        return set(signing.loads(left, salt=SALT))
    except signing.BadSignature:
        return set()
