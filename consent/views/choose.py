"""Choosing: the endpoint of the forms, and the confirmation."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from consent.choices import AUTHENTICATION, CATEGORIES, Choice
from consent.choosing import NotKept, Outdated, TooMany, carry_out
from consent.cookie import write_choice
from consent.forms import Answer, BadAnswer, CategoriesForm, read_answer
from consent.middleware import consent_of
from consent.models import Action, Source
from consent.redirects import safe_next
from consent.session import end_session
from consent.views.page import choices_page
from consent.views.shared import foreign, unavailable
from pages.origin import Sender, sender_of
from pages.public import private, without_database
from pages.redirects import SeeOther

# The elements of consent/confirmations.html, revealed by /consent/state.css.
CONFIRMATIONS = {
    Action.ACCEPT: "choice-accepted",
    Action.REJECT: "choice-rejected",
    Action.SAVE: "choice-saved",
}


# Not a token but the browser's own word says who sent the form: see sender_of().
# Only the record needs the database, never the page that says what went wrong.
@without_database
@csrf_exempt
@private
@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Carry out a choice; POST ``choice=accept|reject|save`` and ``next``."""
    who = sender_of(request)
    if who is Sender.FOREIGN:
        return foreign(request)
    try:
        answer = read_answer(request.POST)
    except BadAnswer as error:
        return choices_page(request, error.form, problem=True)
    target = safe_next(request.POST.get("next", ""))
    if who is Sender.UNKNOWN:
        query = urlencode(answer.fields() | {"next": target})
        return SeeOther(f"{reverse('consent:confirm')}?{query}")
    return _carry_out(request, answer, target)


@without_database
@private
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest) -> HttpResponse:
    """One button under Django's token, for browsers that do not say who sends."""
    data = request.POST if request.method == "POST" else request.GET
    try:
        answer = read_answer(data)
    except BadAnswer as error:
        return choices_page(request, error.form, problem=True)
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


def _carry_out(request: HttpRequest, answer: Answer, target: str) -> HttpResponse:
    """Keep the record, then set the cookie."""
    source = Source.PAGE if answer.action is Action.SAVE else Source.BANNER
    try:
        choice = carry_out(consent_of(request), answer, source)
    except Outdated:
        form = CategoriesForm(request.POST) if source is Source.PAGE else None
        return choices_page(request, form, outdated=answer.shown)
    except NotKept as error:
        status = 429 if isinstance(error, TooMany) else 503
        return _not_kept(request, status, error.honored)
    response = SeeOther(f"{target}#{CONFIRMATIONS[answer.action]}")
    write_choice(response, choice)
    if AUTHENTICATION not in choice.accepted:
        end_session(request, response)
    return response


def _not_kept(
    request: HttpRequest, status: int, honored: Choice | None
) -> HttpResponse:
    """Nothing was granted; what was refused with it holds."""
    context: dict[str, object] = {"is_partly_honored": honored is not None}
    response = unavailable("consent/not_kept.html", status, context)
    if honored is not None:
        write_choice(response, honored)
        if AUTHENTICATION not in honored.accepted:
            end_session(request, response)
    return response
