"""Plain functions that make requests for tests; keywords override the defaults."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone

from rights import lifecycle
from rights.deadlines import set_first_deadlines
from rights.law import Relation, Right
from rights.models import Personal, RightsRequest
from rights.models.request import make_secret
from rights.states import WITHOUT_IDENTITY, Kind, State
from rights.words import Behalf, Channel, Check, Ground, Outcome
from tests.factories import make_staff

JANE = "jane@example.com"


def make_personal(**fields: Any) -> Personal:
    """What Jane filled in."""
    defaults: dict[str, Any] = {
        "name": "Jane Roe",
        "email": JANE,
        "words": "What do you hold about me?",
        "secret": make_secret(),
    }
    return Personal(**defaults | fields)


def make_rights_request(
    personal: Personal | None = None, at: datetime | None = None, **fields: Any
) -> RightsRequest:
    """A request that was received just now, with its first step."""
    at = at or timezone.now()
    defaults: dict[str, Any] = {
        "right": Right.ACCESS,
        "country": "US",
        "region": "CA",
        "relation": Relation.MEMBER,
        "behalf": Behalf.SELF,
        "channel": Channel.WEB,
        "received_at": at,
        "entered_at": at,
        "link_expires_at": at + timedelta(days=30),
    }
    fields = defaults | fields
    request = RightsRequest(**fields)
    if "first_deadline" not in fields:
        set_first_deadlines(request)
    request.seal(personal or make_personal())
    request.save(force_insert=True)
    lifecycle.receive(request, at)
    return request


def bring_to(
    state: State, by: User | None = None, request: RightsRequest | None = None
) -> RightsRequest:
    """A request that was led to a state, step by step."""
    by = by or make_staff()
    request = request or make_rights_request()
    if state == State.RECEIVED:
        return request
    lifecycle.confirm(request)
    if state == State.CONFIRMED:
        return request
    if state == State.WITHDRAWN:
        lifecycle.withdraw(request)
        return request
    if request.right not in WITHOUT_IDENTITY:
        lifecycle.verify(request, Check.ACCOUNT, by)
    if state == State.VERIFIED:
        return request
    lifecycle.begin(request, by)
    if state == State.IN_PROGRESS:
        return request
    if state == State.ANSWERED:
        lifecycle.answer(request, Outcome.WHOLE, by)
        return request
    lifecycle.refuse(request, Ground.CLAIMS, by)
    if state == State.APPEALED:
        lifecycle.appeal(request)
    return request


NEEDED: dict[Kind, dict[str, Any]] = {
    Kind.VERIFIED: {"nature": "account"},
    Kind.EXTENDED: {"nature": "complex"},
    Kind.ANSWERED: {"nature": "whole"},
    Kind.REFUSED: {"ground": "claims"},
}
