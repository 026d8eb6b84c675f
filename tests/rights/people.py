"""What people fill in, send and find in their mails."""

from __future__ import annotations

import re
from typing import Any

from django.test import Client

from outbox.letters import Letter
from outbox.models import Mail
from rights.law import Right
from rights.models import RightsRequest
from tests.rights.making import JANE

OURS = {"Sec-Fetch-Site": "same-origin"}
FOREIGN = {"Sec-Fetch-Site": "cross-site"}
SEND = "/privacy-rights/send/"
LINK = "/privacy-rights/link/send/"

# What each right needs beside who asks.
DETAILS: dict[Right, dict[str, str]] = {
    Right.ACCESS: {"words": "Everything, please."},
    Right.RECTIFICATION: {"wrong": "Jone", "words": "Jane"},
    Right.ERASURE: {"words": ""},
    Right.RESTRICTION: {"what": "start", "words": "My address, while you check it."},
    Right.OBJECTION: {"use": "other", "words": "My situation."},
    Right.PORTABILITY: {"format": "csv", "recipient": "Another plan"},
    Right.WITHDRAWAL: {"words": "The newsletter."},
    Right.COMPLAINT: {"words": "You were late."},
    Right.OPT_OUT: {},
    Right.LIMIT: {},
}


def filled(right: Right = Right.ACCESS, **fields: Any) -> dict[str, Any]:
    """The form of a right as filled in."""
    defaults = {
        "right": right.value,
        "behalf": "self",
        "relation": "member",
        "country": "US",
        "region": "CA",
        "name": "Jane Roe",
        "email": JANE,
    }
    return defaults | DETAILS[right] | fields


def send(client: Client, right: Right = Right.ACCESS, **fields: Any) -> Any:
    """Post the form from our own page."""
    return client.post(SEND, filled(right, **fields), headers=OURS)


def page_of(request: RightsRequest, action: str = "") -> str:
    """The address of a request's page, or of one below it."""
    secret = request.personal().secret
    return f"/privacy-rights/requests/{secret}/{action}"


def letters(**fields: Any) -> list[Letter]:
    """What waits in the outbox, in the order it was queued."""
    waiting = Mail.objects.waiting().filter(**fields).order_by("pk")
    return [mail.open_letter() for mail in waiting]


def link(text: str, ending: str = "") -> str:
    """The path of the link in a mail whose address ends so."""
    found = re.search(
        rf"http://localhost:8000(/privacy-rights/requests/[\w-]{{43}}/{ending})\s", text
    )
    assert found is not None, text
    return found[1]


def posted(response: Any) -> str:
    """Where a browser goes after a form."""
    assert response.status_code == 303, response.content.decode()
    return str(response["Location"])
