"""Messages both ways, and the link that is sent again."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from outbox.limits import Limit
from policy.refusals import Refused
from rights import mails, telling
from rights.models import Message, Note, RightsRequest
from rights.requesting import take_limits

MOST_MESSAGE = 5000
# Enough for a conversation; not enough to fill the office's desk.
PERSONS_A_DAY = Limit("rights, messages a day", 20, timedelta(days=1))


def write_to_office(
    request: RightsRequest, text: str, at: datetime | None = None
) -> Message:
    """Keep what the person wrote. Raises Refused where it is too much."""
    at = at or timezone.now()
    with transaction.atomic():
        refuse_if_erased(request)
        if not PERSONS_A_DAY.take(request.number, at):
            raise Refused(
                _("This was the last message for today. Please call us instead.")
            )
        return _written(request, text, at, None)


def write_to_person(
    request: RightsRequest, text: str, by: User, at: datetime | None = None
) -> Message:
    """Keep what the office wrote, and mail the person that it is there."""
    with transaction.atomic():
        message = write_with_step(request, text, by, at)
        # As it is now: the link may have been renewed since it was read.
        request.refresh_from_db()
        telling.tell_of_message(request)
    return message


def write_with_step(
    request: RightsRequest, text: str, by: User, at: datetime | None = None
) -> Message:
    """Keep the words of a step that the person is mailed about already."""
    with transaction.atomic():
        refuse_if_erased(request)
        return _written(request, text, at or timezone.now(), by)


def add_note(
    request: RightsRequest, text: str, by: User, at: datetime | None = None
) -> Note:
    """Keep a note of the office, which the person never sees."""
    note = Note(request=request, at=at or timezone.now(), by=by)
    note.by_name = by.get_username()
    note.seal_text(text)
    with transaction.atomic():
        refuse_if_erased(request)
        note.save(force_insert=True)
    return note


def send_new_link(
    number: str, address: str, network: str, at: datetime | None = None
) -> None:
    """Mail a new link where the number and the address belong together; the old one
    no longer works. Whoever asks does not learn whether they do. Raises TooMany.
    """
    at = at or timezone.now()
    with transaction.atomic():
        take_limits(address, network, at)
        found = RightsRequest.objects.of_email(address).filter(number=number)
        request = found.select_for_update(of=("self",)).first()
        if request is not None:
            telling.send(
                request, mails.PURPOSE_LINK, mails.new_link, at, new_secret=True
            )


def _written(
    request: RightsRequest, text: str, at: datetime, by: User | None
) -> Message:
    message = Message(request=request, is_from_office=by is not None, at=at, by=by)
    message.by_name = by.get_username() if by else ""
    message.seal_text(text)
    message.save(force_insert=True)
    return message


def refuse_if_erased(request: RightsRequest) -> None:
    """Raise Refused where nothing personal may be added; inside a transaction."""
    locked = RightsRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    if locked.is_erased:
        raise Refused(_("The personal data of this request was erased."))
