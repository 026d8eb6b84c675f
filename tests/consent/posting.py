"""What the tests of this room post and plant."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from consent.choices import CATALOGUE_VERSION, CATEGORIES, Choice
from consent.cookie import cookie_name, write_choice

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
        "catalogue_version": CATALOGUE_VERSION,
        "chosen_at": timezone.now() - age,
        "under_signal": False,
        "receipt": "",
    }
    return Choice(accepted=accepted, **defaults | fields)


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


def save_fields(accepted: frozenset[str]) -> dict[str, str]:
    """All four answers."""
    return {name: "accept" if name in accepted else "reject" for name in CATEGORIES}


def at(text: str) -> datetime:
    """A moment in UTC."""
    return datetime.fromisoformat(text + "+00:00")
