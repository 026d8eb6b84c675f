"""What else than its due date makes staff look at a request."""

from __future__ import annotations

from typing import Any

from django.db.models import CharField, Exists, OuterRef, Q, Subquery, Value
from django.db.models.functions import Concat
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from outbox.models import Mail
from outbox.models import State as MailState
from rights import mails
from rights.models import Message, RightsRequest, Step
from rights.models.request import RightsRequestQuerySet
from rights.states import OPEN, Kind

# The annotations of ``with_attention``, and what the queue says of each.
REASONS: dict[str, str | Promise] = {
    "needs_receipt": _("receipt to be confirmed"),
    "is_unreached": _("last mail not delivered"),
    "is_waiting": _("the person wrote last"),
    "is_doubled": _("likely duplicate"),
}

UNDELIVERED = (MailState.REFUSED, MailState.GIVEN_UP)


def with_attention(found: RightsRequestQuerySet) -> Any:
    """Adds a yes or no for each of ``REASONS`` to requests ``with_state()``.

    Receipt is to be confirmed where a law sets a time for it (11 CCR 7021(a)). Who no
    mail reaches knows nothing of the request, although the log says that one was sent.
    """
    told = Step.objects.filter(request=OuterRef("pk"), kind=Kind.ACKNOWLEDGED)
    last = Message.objects.filter(request=OuterRef("pk")).order_by("-pk")
    same = RightsRequest.objects.open().filter(
        email_hash=OuterRef("email_hash"), right=OuterRef("right")
    )
    doubles = same.exclude(pk=OuterRef("pk")).exclude(email_hash="")
    return found.annotate(
        is_from_office=Subquery(last.values("is_from_office")[:1]),
        is_told=Exists(told),
        is_doubled=Exists(doubles),
        last_mail=_last_mail(Concat(Value(mails.ABOUT), OuterRef("number"))),
    )


def is_unreached(asked: RightsRequest) -> bool:
    """Whether the last mail about the request was refused or given up."""
    about = Mail.objects.filter(reference=mails.reference(asked)).order_by("-pk")
    return about.values_list("state", flat=True).first() in UNDELIVERED


def _last_mail(reference: Any) -> Subquery:
    """Where the last mail with that reference stands; None without any."""
    about = Mail.objects.filter(reference=reference).order_by("-pk")
    return Subquery(about.values("state")[:1], output_field=CharField())


def reasons(asked: RightsRequest) -> list[str]:
    """Those that hold for a request that comes ``with_attention()``."""
    return [str(words) for name, words in REASONS.items() if _holds(asked, name)]


def _holds(asked: Any, name: str) -> bool:
    match name:
        case "needs_receipt":
            is_due = asked.confirm_by is not None and asked.state in OPEN
            return is_due and not asked.is_told
        case "is_unreached":
            return asked.last_mail in UNDELIVERED
        case "is_waiting":
            return asked.is_from_office is False
        case _:
            return bool(asked.is_doubled)


def condition(name: str) -> Q:
    """The same as a condition on such rows."""
    match name:
        case "needs_receipt":
            return Q(confirm_by__isnull=False, is_told=False, state__in=OPEN)
        case "is_unreached":
            return Q(last_mail__in=UNDELIVERED)
        case "is_waiting":
            return Q(is_from_office=False)
        case _:
            return Q(is_doubled=True)
