"""Requests as the desk's tests need them."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User

from rights import answering
from rights.models import AnswerFile, FileFacts, Hold, RightsRequest
from rights.words import Channel
from tests.factories import make_staff
from tests.rights.making import make_personal, make_rights_request

QUEUE = "/admin/rights/rightsrequest/"
TELEPHONE = "1-555-0100"


def make_telephoned(**fields: Any) -> RightsRequest:
    """A request by telephone: nobody is mailed about it."""
    personal = make_personal(email="", telephone=TELEPHONE)
    return make_rights_request(personal, **{"channel": Channel.TELEPHONE} | fields)


def make_file(
    asked: RightsRequest, by: User | None = None, content: bytes = b"All of it."
) -> AnswerFile:
    """A file of the answer."""
    facts = FileFacts("copy.txt", "text/plain")
    return answering.add_file(
        asked, facts=facts, content=content, by=by or make_staff()
    )


def make_hold(asked: RightsRequest | None = None, by: User | None = None) -> Hold:
    """A legal hold that stands, on one request or on all."""
    by = by or make_staff()
    return Hold.objects.create(
        request=asked, reason="Matter 12", placed_by=by, placed_by_name=by.username
    )


def address(asked: RightsRequest, action: str = "change") -> str:
    """A page about the request."""
    return f"{QUEUE}{asked.pk}/{action}/"
