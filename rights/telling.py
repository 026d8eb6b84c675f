"""Telling the person by mail that something happened; never what was asked or found.

Each mail is queued in the transaction that makes it necessary, with a link that works:
one that expired is replaced.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from outbox.cipher import Unreadable
from outbox.letters import Letter
from outbox.queueing import queue_all
from rights import mails
from rights.models import Personal, RightsRequest, Step
from rights.models.request import make_secret
from rights.states import Kind

logger = logging.getLogger(__name__)

# What a mail says of a step; of the others there is none, or one of its own.
NEWS: dict[str, Promise] = {
    Kind.VERIFIED: _("We have verified who asks."),
    Kind.EXTENDED: _("We need more time. Your page says why, and until when."),
    Kind.ANSWERED: _("We have answered. You find the answer on your page."),
    Kind.REFUSED: _(
        "We have decided. Your page says what, why, and what you can do about it."
    ),
    Kind.WITHDRAWN: _("The request was withdrawn."),
    Kind.APPEALED: _("We have your appeal."),
}
MESSAGE = _("We have written to you. You find the message on your page.")

Writing = Callable[[RightsRequest, Personal], Letter]


def tell(request: RightsRequest, step: Step) -> None:
    """Mail the person that a step was taken, where it is one to tell of."""
    if step.kind in NEWS:
        tell_news(request, NEWS[step.kind])


def tell_of_message(request: RightsRequest) -> None:
    """Mail the person that the office wrote a message."""
    tell_news(request, MESSAGE)


def tell_news(request: RightsRequest, what: str | Promise) -> None:
    """Mail one sentence and the link."""
    send(
        request,
        mails.PURPOSE_NEWS,
        lambda request, personal: mails.news(request, personal, str(what)),
    )


def send(
    request: RightsRequest,
    purpose: str,
    write: Writing,
    at: datetime | None = None,
    *,
    new_secret: bool = False,
) -> bool:
    """Queue a mail with a link that works; False where there is no address to read."""
    try:
        personal = request.personal()
    except Unreadable:
        if not request.is_erased:
            logger.error("No key reads %s: nobody can be told.", request.number)
        return False
    if not personal.email:
        return False
    at = at or timezone.now()
    personal = renewed(request, personal, at, new_secret=new_secret)
    letter = write(request, personal)
    queue_all(purpose, mails.reference(request), [letter])
    return True


def renewed(
    request: RightsRequest, personal: Personal, at: datetime, *, new_secret: bool
) -> Personal:
    """Let the link work for its whole time again; a new one, where the old expired."""
    if new_secret or not personal.secret or request.is_link_expired(at):
        personal = replace(personal, secret=make_secret())
    request.seal(personal)
    request.link_expires_at = mails.expires_after(at)
    request.save(
        update_fields=[
            "sealed",
            "key_mark",
            "email_hash",
            "secret_hash",
            "link_expires_at",
        ]
    )
    return personal
