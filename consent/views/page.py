"""/cookies/: all four categories, what holds, and what changed since.

Made without the database (decision 9): from the cookie, and the catalogue in memory.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from consent.catalogue import Catalogue, Published, differences
from consent.choices import ANALYTICS, CATEGORIES, CONSENT, Decision, Outcome
from consent.cookie import validity
from consent.forms import ACCEPT, REJECT, CategoriesForm
from consent.in_force import catalogue
from consent.middleware import Consent, consent_of
from consent.views.shared import RETRY_AFTER_SECONDS
from pages.kept import NothingKept
from pages.public import private, safe, without_database


class Ended(Enum):
    """Why a choice that the browser carries no longer counts."""

    TIME = "its time is over"
    CATALOGUE = "a material catalogue version asks again"


@dataclass(frozen=True)
class ChangedSince:
    """What the person was not asked when they chose: newest version first."""

    versions: tuple[Published, ...]
    sentences: tuple[str, ...]


@without_database
@safe
@private
def cookies(request: HttpRequest) -> HttpResponse:
    """The page of all four categories and their cookies."""
    return choices_page(request)


def choices_page(
    request: HttpRequest,
    form: CategoriesForm | None = None,
    *,
    problem: bool = False,
    outdated: int | None = None,
) -> HttpResponse:
    """The page; with the form as it was filled in where that cannot be understood.

    ``outdated`` is the catalogue version of a form that asked for something else.
    Where no catalogue is known, a page that says so and still lets people reject.
    """
    consent = consent_of(request)
    try:
        known = catalogue()
    except NothingKept:
        context = _standing(consent) | {"slugs": CATEGORIES}
        response = render(request, "consent/no_catalogue.html", context, status=503)
        response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
        return response
    form = form or CategoriesForm(initial=_initial(consent.decision))
    categories = known.in_force.content.categories
    asked_with = outdated or (consent.stored and consent.stored.catalogue_version)
    context = _standing(consent) | {
        "form": form,
        "problem": problem or outdated is not None,
        "is_outdated": outdated is not None,
        "categories": [(category, form[category.slug]) for category in categories],
        "changed": changed_since(asked_with, known) if asked_with else None,
    }
    status = 409 if outdated is not None else 400 if problem else 200
    return render(request, "consent/cookies.html", context, status=status)


def _initial(decision: Decision) -> dict[str, str]:
    """What holds now; where nothing was chosen, nothing is chosen beforehand."""
    if decision.choice is None:
        return {}
    return {name: ACCEPT if decision.allows(name) else REJECT for name in CATEGORIES}


def _standing(consent: Consent) -> dict[str, object]:
    """What holds now and why, for consent/standing.html."""
    choice = consent.decision.choice
    return {
        "choice": choice,
        "stored": consent.stored,
        "ended": ended(consent),
        "is_opted_out": consent.outcome is Outcome.OPTED_OUT_BY_SIGNAL,
        "was_analytics_accepted": choice is not None and ANALYTICS in choice.accepted,
        "is_remembered": consent.allows(CONSENT),
        "counts_until": choice and choice.counts_until(validity()),
    }


def ended(consent: Consent) -> Ended | None:
    """Why the stored choice no longer counts; None where it does, or there is none."""
    stored = consent.stored
    if stored is None or consent.decision.choice is not None:
        return None
    if consent.previous is None:
        return Ended.TIME
    if stored.catalogue_version < consent.asking.material:
        return Ended.CATALOGUE
    return None


def changed_since(number: int, known: Catalogue) -> ChangedSince | None:
    """What was published after the version that the person was asked with, if any."""
    then = known.numbered(number)
    later = known.since(number)
    if then is None or not later:
        return None
    return ChangedSince(
        versions=later[::-1],
        sentences=tuple(differences(then.content, known.in_force.content)),
    )
