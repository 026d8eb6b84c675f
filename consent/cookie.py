"""The ``choice`` cookie: HttpOnly, Lax, signed, ``__Host-`` on https.

Only a valid signature counts. Anything else, two cookies of the name included, reads
as no choice at all and is never an error.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from consent.choices import CATEGORIES, CONSENT, Choice, Validity

SALT = "consent.choice"
LONGEST = 1000
# What this site once wrote; a value of another form is none.
SUBJECT = re.compile(r"[0-9a-f]{32}", re.ASCII)
RECEIPT = re.compile(r"[0-9A-Z]{1,32}", re.ASCII)


def cookie_name() -> str:
    """The name with the prefix that https allows."""
    return f"{settings.COOKIE_PREFIX}choice"


def validity() -> Validity:
    """For how long choices count, from the settings."""
    return Validity(settings.CONSENT_ACCEPT_DAYS, settings.CONSENT_REJECT_DAYS)


def read_choice(request: HttpRequest) -> Choice | None:
    """The choice that the request's cookie holds, or None; its age is not judged."""
    name = cookie_name()
    value = request.COOKIES.get(name, "")
    if len(value) > LONGEST or not is_sent_once(request, name):
        return None
    try:
        data = signing.loads(value, salt=SALT)
        return Choice(
            accepted=frozenset(data["accepted"]) & frozenset(CATEGORIES),
            catalogue_version=int(data["catalogue"]),
            chosen_at=datetime.fromtimestamp(data["at"], UTC),
            under_signal=bool(data["signal"]),
            # Cookies of the release before have no subject and no "recorded".
            subject=_of_form(SUBJECT, data.get("subject", "")),
            receipt=_of_form(RECEIPT, data["receipt"]),
            is_recorded=bool(data.get("recorded", data["receipt"])),
        )
    except (
        signing.BadSignature,
        ValueError,
        TypeError,
        KeyError,
        AttributeError,
        OverflowError,
    ):
        return None


def _of_form(form: re.Pattern[str], text: object) -> str:
    """The text, or '' where it has another form."""
    return text if isinstance(text, str) and form.fullmatch(text) else ""


def is_sent_once(request: HttpRequest, name: str) -> bool:
    """A cookie planted on another path or domain comes as a second one of the name."""
    header = request.META.get("HTTP_COOKIE", "")
    names = [part.partition("=")[0].strip() for part in header.split(";")]
    return names.count(name) == 1


def write_choice(response: HttpResponse, choice: Choice) -> None:
    """Set the cookie for as long as the choice counts.

    A person who rejects the category ``consent`` is remembered for this browser
    session only, without an id or a receipt code that would tell them apart.
    """
    remembered = CONSENT in choice.accepted
    data = {
        "accepted": sorted(choice.accepted),
        "catalogue": choice.catalogue_version,
        "at": int(choice.chosen_at.timestamp()),
        "signal": choice.under_signal,
        "subject": choice.subject if remembered else "",
        "receipt": choice.receipt if remembered else "",
        "recorded": choice.is_recorded,
    }
    response.set_cookie(
        cookie_name(),
        signing.dumps(data, salt=SALT),
        max_age=validity().of(choice.accepted) if remembered else None,
        secure=settings.IS_HTTPS,
        httponly=True,
        samesite="Lax",
    )


def delete_choice(response: HttpResponse) -> None:
    """Delete the cookie in the browser."""
    response.delete_cookie(cookie_name(), samesite="Lax")
