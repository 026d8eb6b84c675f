"""What the tests of this room post and plant."""

from __future__ import annotations

from datetime import datetime, timedelta
from http.cookies import SimpleCookie
from typing import Any

from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from consent.choices import CATEGORIES, Asking, Choice, decide
from consent.cookie import cookie_name, read_choice, validity, write_choice
from consent.models import Action, ConsentRecord, Source

OURS = {"Sec-Fetch-Site": "same-origin"}
SIGNAL = {"Sec-GPC": "1"}
EVERYTHING = frozenset(CATEGORIES)
WITHOUT_ANALYTICS = EVERYTHING - {"analytics"}


def make_choice(
    accepted: frozenset[str] = EVERYTHING,
    *,
    age: timedelta = timedelta(),
    **fields: Any,
) -> Choice:
    """A choice made ``age`` ago."""
    defaults: dict[str, Any] = {
        "catalogue_version": 1,
        "chosen_at": timezone.now() - age,
        "under_signal": False,
        "receipt": "",
    }
    return Choice(accepted=accepted, **defaults | fields)


def make_record(
    accepted: frozenset[str] = EVERYTHING,
    action: Action = Action.SAVE,
    source: Source = Source.PAGE,
    *,
    withdraws: bool = False,
    **fields: Any,
) -> ConsentRecord:
    """A kept record of a choice; ``fields`` are those of ``make_choice``."""
    choice = make_choice(accepted, **fields)
    decision = decide(
        choice,
        signal=choice.under_signal,
        now=choice.chosen_at,
        asking=Asking(choice.catalogue_version, 1),
        validity=validity(),
    )
    return ConsentRecord.objects.keep(
        choice, decision, action=action, source=source, withdraws=withdraws
    )


def cookie_value(choice: Choice) -> str:
    """The choice as its cookie holds it."""
    response = HttpResponse()
    write_choice(response, choice)
    return response.cookies[cookie_name()].value


def plant(client: Client, choice: Choice) -> None:
    """Let the client carry the choice's cookie."""
    client.cookies[cookie_name()] = cookie_value(choice)


def choose(
    client: Client, choice: str, *, headers: Any = None, **fields: Any
) -> HttpResponse:
    """Post a choice as a form of our own would."""
    address = reverse("consent:choose")
    data = {"choice": choice, **fields}
    response: Any = client.post(address, data, headers=OURS | (headers or {}))
    assert isinstance(response, HttpResponse)
    return response


def kept(response: HttpResponse) -> Choice:
    """The choice that the answer's cookie holds."""
    return kept_in(response.cookies)


def kept_in(cookies: SimpleCookie) -> Choice:
    """The choice that the cookies of an answer hold."""
    header = f"{cookie_name()}={cookies[cookie_name()].value}"
    choice = read_choice(RequestFactory().get("/", HTTP_COOKIE=header))
    assert choice is not None
    return choice


def save_fields(accepted: frozenset[str]) -> dict[str, str]:
    """All four answers."""
    return {name: "accept" if name in accepted else "reject" for name in CATEGORIES}


def at(text: str) -> datetime:
    """A moment in UTC."""
    return datetime.fromisoformat(text + "+00:00")
