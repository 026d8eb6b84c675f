"""Choosing: the endpoint of the forms, the page of choices, and the confirmation.

What pages load to know of a choice is in ``consent/assets.py``.
"""

from __future__ import annotations

from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
)

from consent.analytics_cookies import sweeps_analytics
from consent.choices import (
    ANALYTICS,
    CATEGORIES,
    CONSENT,
    Decision,
    Outcome,
)
from consent.choosing import NotKept, TooMany, carry_out
from consent.cookie import validity, write_choice
from consent.forms import (
    ACCEPT,
    REJECT,
    Answer,
    BadAnswer,
    CategoriesForm,
    read_answer,
)
from consent.in_force import catalogue
from consent.middleware import consent_of
from consent.models import Action, Source
from consent.origin import Sender, sender
from consent.redirects import SeeOther, safe_next
from pages.public import private, safe, without_database

RETRY_AFTER_SECONDS = 60
# The elements of consent/confirmations.html, revealed by /consent/state.css.
CONFIRMATIONS = {
    Action.ACCEPT: "choice-accepted",
    Action.REJECT: "choice-rejected",
    Action.SAVE: "choice-saved",
}


@without_database
@safe
@private
def cookies(request: HttpRequest) -> HttpResponse:
    """The page of all four categories and their cookies."""
    decision = consent_of(request).decision
    return _choices_page(request, CategoriesForm(initial=_initial(decision)))


def _initial(decision: Decision) -> dict[str, str]:
    """What holds now; where nothing was chosen, nothing is chosen beforehand."""
    if decision.choice is None:
        return {}
    return {name: ACCEPT if decision.allows(name) else REJECT for name in CATEGORIES}


def _choices_page(
    request: HttpRequest, form: CategoriesForm, *, problem: bool = False
) -> HttpResponse:
    consent = consent_of(request)
    choice = consent.decision.choice
    categories = catalogue().in_force.content.categories
    context = {
        "form": form,
        "problem": problem,
        "categories": [(category, form[category.slug]) for category in categories],
        "is_opted_out": consent.outcome is Outcome.OPTED_OUT_BY_SIGNAL,
        "choice": choice,
        "was_analytics_accepted": choice is not None and ANALYTICS in choice.accepted,
        "is_remembered": consent.allows(CONSENT),
        "counts_until": choice and choice.counts_until(validity()),
    }
    status = 400 if problem else 200
    return render(request, "consent/cookies.html", context, status=status)


# Not a token but the browser's own word says who sent the form: see _sender().
@csrf_exempt
@private
@sweeps_analytics
@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Carry out a choice; POST ``choice=accept|reject|save`` and ``next``."""
    who = _sender(request)
    if who is Sender.FOREIGN:
        return render(request, "consent/foreign.html", status=403)
    try:
        answer = read_answer(request.POST)
    except BadAnswer as error:
        return _bad_answer(request, error)
    target = safe_next(request.POST.get("next", ""))
    if who is Sender.UNKNOWN:
        query = urlencode(answer.fields() | {"next": target})
        return SeeOther(f"{reverse('consent:confirm')}?{query}")
    return _carry_out(request, answer, target)


@private
@sweeps_analytics
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest) -> HttpResponse:
    """One button under Django's token, for browsers that do not say who sends."""
    data = request.POST if request.method == "POST" else request.GET
    try:
        answer = read_answer(data)
    except BadAnswer as error:
        return _bad_answer(request, error)
    target = safe_next(data.get("next", ""))
    if request.method == "POST":
        return _carry_out(request, answer, target)
    form = CategoriesForm()
    context = {
        "action": answer.action.value,
        "fields": answer.fields() | {"next": target},
        "accepted": [form[name].label for name in CATEGORIES if name in answer.saved],
        "rejected": [
            form[name].label for name in CATEGORIES if name not in answer.saved
        ],
    }
    return render(request, "consent/confirm.html", context)


def _sender(request: HttpRequest) -> Sender:
    own = {settings.SITE_URL, f"{request.scheme}://{request.get_host()}"}
    headers = request.headers
    return sender(headers.get("Sec-Fetch-Site"), headers.get("Origin"), own)


def _bad_answer(request: HttpRequest, error: BadAnswer) -> HttpResponse:
    decision = consent_of(request).decision
    form = error.form or CategoriesForm(initial=_initial(decision))
    return _choices_page(request, form, problem=True)


def _carry_out(request: HttpRequest, answer: Answer, target: str) -> HttpResponse:
    """Keep the record, then set the cookie."""
    source = Source.PAGE if answer.action is Action.SAVE else Source.BANNER
    try:
        choice = carry_out(consent_of(request), answer, source)
    except TooMany:
        return _not_kept(429)
    except NotKept:
        return _not_kept(503)
    response = SeeOther(f"{target}#{CONFIRMATIONS[answer.action]}")
    write_choice(response, choice)
    return response


def _not_kept(status: int) -> HttpResponse:
    """A grant without a record is none. Made without request and database."""
    page = render_to_string("consent/not_kept.html")
    response = HttpResponse(page, status=status)
    response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response
