"""The chores of the room: reminding, and encrypting anew."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from outbox.cipher import Unreadable
from rights import lifecycle, mails, telling
from rights.models import AnswerFile, Message, Note, RightsRequest
from rights.models.sealed import CIPHER, Sealed
from rights.states import STAYS, WITHOUT_CONFIRMATION, Kind

# Who did not confirm by then is reminded, once.
REMIND_AFTER = timedelta(days=3)


def remind_unconfirmed(at: datetime | None = None) -> int:
    """Mail those again who did not confirm their address; returns how many.

    Staff may have verified who they are, and begun to work, meanwhile: no file of the
    answer can be had before.
    """
    at = at or timezone.now()
    waiting = (
        RightsRequest.objects.standing_at(*STAYS[Kind.REMINDED])
        .filter(entered_at__lte=at - REMIND_AFTER)
        .exclude(email_hash="")
        .exclude(right__in=WITHOUT_CONFIRMATION)
        .exclude(steps__kind__in=[Kind.REMINDED, Kind.CONFIRMED])
    )
    return sum(_remind(request.pk, at) for request in waiting)


def _remind(pk: int, at: datetime) -> bool:
    with transaction.atomic():
        request = RightsRequest.objects.select_for_update(of=("self",)).get(pk=pk)
        # Asked again under the lock: another worker may have been faster.
        if request.steps.filter(kind__in=[Kind.REMINDED, Kind.CONFIRMED]).exists():
            return False
        if not lifecycle.can(request, Kind.REMINDED):
            return False
        if not telling.send(request, mails.PURPOSE_REMINDER, mails.reminder, at):
            return False
        lifecycle.remind(request, at)
    return True


def encrypt_anew() -> int:
    """Encrypt under the newest key what another key encrypted; returns how many rows.

    What no key reads any more stays as it is: the desk counts it.
    """
    return (
        _all_anew(RightsRequest, _request_anew)
        + _all_anew(Message, _text_anew)
        + _all_anew(Note, _text_anew)
        + _all_anew(AnswerFile, _file_anew)
    )


def _all_anew(model: type[Sealed], anew: Callable[..., None]) -> int:
    rows = model._default_manager
    old = rows.exclude(key_mark__in=["", CIPHER.key_mark()])
    count = 0
    for pk in list(old.values_list("pk", flat=True)):
        with transaction.atomic():
            row = rows.select_for_update(of=("self",)).filter(pk=pk).first()
            try:
                if row is not None and row.sealed:
                    anew(row)
                    row.save()
                    count += 1
            except Unreadable:
                continue
    return count


def _request_anew(request: RightsRequest) -> None:
    request.seal(request.personal())


def _text_anew(row: Sealed) -> None:
    row.seal_text(row.open_text())


def _file_anew(answer: AnswerFile) -> None:
    answer.seal(answer.facts(), answer.opened())
