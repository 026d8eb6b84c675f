"""Who saw personal data: a row for each page that shows any."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import User

from outbox.cipher import Unreadable
from rights.models import Personal, PersonalView, RightsRequest


@dataclass(frozen=True)
class Opened:
    """What the page of a request shows of the person, if anything can be read.

    ``personal`` is None once it was erased, or where no key fits.
    """

    personal: Personal | None
    is_erased: bool

    @property
    def is_unreadable(self) -> bool:
        """Whether the key that encrypted it is not among the keys of today."""
        return self.personal is None and not self.is_erased


def open_for(request: RightsRequest, by: User) -> Opened:
    """Decrypt what is about the person, and write down who saw it."""
    opened = peek(request)
    if opened.personal is not None:
        log_view(request, PersonalView.What.REQUEST, by)
    return opened


def peek(request: RightsRequest) -> Opened:
    """The same for this program itself: nobody sees it."""
    if request.is_erased:
        return Opened(None, is_erased=True)
    try:
        return Opened(request.personal(), is_erased=False)
    except Unreadable:
        return Opened(None, is_erased=False)


def log_view(request: RightsRequest, what: PersonalView.What, by: User) -> None:
    """Append to the log of views."""
    PersonalView.objects.create(
        request=request, what=what, by=by, by_name=by.get_username()
    )
