"""Erasing what is personal of a request: at once, and for good; its log stays."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from outbox.models import Mail
from policy.refusals import Refused
from rights import lifecycle, mails
from rights.models import Hold, RightsRequest
from rights.states import ENDS, Kind


class Held(Refused):
    """A legal hold covers the request."""


def erase(
    request: RightsRequest, by: User | None = None, at: datetime | None = None
) -> None:
    """Erase what is personal; the person who asks for it thereby withdraws what is
    still open. Raises Held, and Refused for staff where it has not ended.
    """
    at = at or timezone.now()
    with transaction.atomic():
        request = RightsRequest.objects.select_for_update(of=("self",)).get(
            pk=request.pk
        )
        if request.is_erased:
            return
        refuse_if_held(request, at)
        if request.stands() not in ENDS:
            if by is not None:
                raise Refused(_("A request is erased after it has ended."))
            lifecycle.withdraw(request, at=at)
        lifecycle.take(request, Kind.ERASED, by=by, at=at)
        _empty(request, at)


def refuse_if_held(request: RightsRequest, at: datetime | None = None) -> None:
    """Raise Held where a legal hold covers the request."""
    if Hold.objects.covering(request, at).exists():
        raise Held(
            _(
                "The law obliges us to keep this for now: a legal hold covers it "
                "(GDPR, article 17(3)(e)). It is erased once the hold is over."
            )
        )


def _empty(request: RightsRequest, at: datetime) -> None:
    """Letters that still wait hold the address, too."""
    Mail.objects.filter(reference=mails.reference(request)).unsent().drop(at)
    for related in (request.messages, request.notes, request.answers):
        related.all().delete()
    RightsRequest.objects.filter(pk=request.pk).update(
        sealed="",
        key_mark="",
        email_hash="",
        fingerprint="",
        secret_hash="",
        link_expires_at=None,
        erased_at=at,
    )
