"""The steps of a request, each in one place: checked here, and by a trigger as well.

Each function writes one step of the log in a transaction, and raises ``Refused`` with a
sentence where the step cannot follow. ``by`` is staff; nobody, where the person or this
site itself acts.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from pages import stamp
from policy.refusals import Refused
from rights import telling
from rights.businessdays import office_day
from rights.clocks import extend as extended
from rights.deadlines import first_clocks, set_due_days
from rights.models import RightsRequest, Step
from rights.states import (
    WITHOUT_CONFIRMATION,
    WITHOUT_IDENTITY,
    Kind,
    State,
    may_follow,
    state_after,
)
from rights.words import Channel, Check, Ground, Outcome, Reason

APPEAL_TIME = timedelta(days=45)
# What the public figures of a year count: see rights.metrics.
MEASURED_KINDS = (Kind.RECEIVED, Kind.ANSWERED, Kind.REFUSED)


def receive(request: RightsRequest, at: datetime, by: User | None = None) -> Step:
    """The first step: the request came, and its clock runs."""
    manner = request.channel
    return _written(request, 1, Kind.RECEIVED, State.RECEIVED, at, by, manner=manner)


def acknowledge(
    request: RightsRequest,
    manner: str = Channel.EMAIL,
    by: User | None = None,
    at: datetime | None = None,
) -> Step:
    """The person was told that the request came (11 CCR 7021(a))."""
    return take(request, Kind.ACKNOWLEDGED, by=by, at=at, manner=manner)


def remind(request: RightsRequest, at: datetime | None = None) -> Step:
    """The person was reminded to confirm their address."""
    return take(request, Kind.REMINDED, at=at, manner=Channel.EMAIL)


def confirm(
    request: RightsRequest,
    at: datetime | None = None,
    by: User | None = None,
    manner: str = Channel.WEB,
) -> Step:
    """The address is theirs: the mailed link was used, or they told staff so."""
    return take(request, Kind.CONFIRMED, by=by, at=at, manner=manner)


def verify(
    request: RightsRequest,
    check: str,
    by: User,
    manner: str = Channel.TELEPHONE,
    at: datetime | None = None,
) -> Step:
    """Staff checked who the person is; ``check`` says how, and no document is kept."""
    if check not in Check.values:
        raise Refused(_("Say what was checked."))
    return take(request, Kind.VERIFIED, by=by, at=at, manner=manner, nature=check)


def begin(request: RightsRequest, by: User, at: datetime | None = None) -> Step:
    """Staff work on the request."""
    return take(request, Kind.BEGUN, by=by, at=at)


def extend(
    request: RightsRequest, reason: str, by: User, at: datetime | None = None
) -> Step:
    """More time, once, for a reason that the person is told before the deadline."""
    if reason not in Reason.values:
        raise Refused(_("An extension needs its reason."))
    at = at or timezone.now()
    with transaction.atomic():
        request = _locked(request)
        if request.steps.filter(kind=Kind.EXTENDED).exists():
            raise Refused(_("The time of a request is extended only once."))
        clocks = extended(first_clocks(request), told_on=office_day(at), reason=reason)
        step = take(request, Kind.EXTENDED, by=by, at=at, nature=reason)
        set_due_days(request, clocks)
        request.save(update_fields=["answer_by", "last_day"])
    return step


def answer(
    request: RightsRequest,
    outcome: str,
    by: User,
    manner: str = Channel.WEB,
    at: datetime | None = None,
) -> Step:
    """The request was complied with, in whole or in part."""
    if outcome not in Outcome.values:
        raise Refused(
            _("Say whether the request was complied with in whole or in part.")
        )
    return take(request, Kind.ANSWERED, by=by, at=at, manner=manner, nature=outcome)


def refuse(
    request: RightsRequest,
    ground: str,
    by: User,
    manner: str = Channel.WEB,
    at: datetime | None = None,
) -> Step:
    """The request was denied on a legal ground, which the person is told."""
    if ground not in Ground.values:
        raise Refused(_("A refusal needs its legal ground."))
    return take(request, Kind.REFUSED, by=by, at=at, manner=manner, ground=ground)


def withdraw(
    request: RightsRequest,
    by: User | None = None,
    manner: str = Channel.WEB,
    at: datetime | None = None,
) -> Step:
    """The person no longer asks."""
    return take(request, Kind.WITHDRAWN, by=by, at=at, manner=manner)


def appeal(
    request: RightsRequest,
    by: User | None = None,
    manner: str = Channel.WEB,
    at: datetime | None = None,
) -> Step:
    """The person does not accept how the request ended: a time limit of its own runs.

    45 days from the appeal (Colorado Revised Statutes 6-1-1306(3)(b)): no law gives the
    company less.
    """
    at = at or timezone.now()
    with transaction.atomic():
        step = take(request, Kind.APPEALED, by=by, at=at, manner=manner)
        day = office_day(at) + APPEAL_TIME
        RightsRequest.objects.filter(pk=request.pk).update(answer_by=day, last_day=day)
    return step


def may_disclose(request: RightsRequest) -> bool:
    """Whether the person may be given personal data through the status page.

    Their identity was verified; and who gave an e-mail address has confirmed it.
    """
    kinds = set(request.steps.values_list("kind", flat=True))
    is_known = request.right in WITHOUT_IDENTITY or Kind.VERIFIED in kinds
    is_reached = request.right in WITHOUT_CONFIRMATION or not request.email_hash
    return is_known and (is_reached or Kind.CONFIRMED in kinds)


def can(request: RightsRequest, kind: Kind) -> bool:
    """Whether a step of this kind may follow now, for buttons and forms."""
    return not _refusal(request, kind, request.stands())


def take(
    request: RightsRequest,
    kind: Kind,
    *,
    by: User | None = None,
    at: datetime | None = None,
    manner: str = "",
    nature: str = "",
    ground: str = "",
) -> Step:
    """Write the next step of the log. Raises Refused where it cannot follow."""
    with transaction.atomic():
        request = _locked(request)
        last = request.last_step()
        state = State(last.state)
        if refusal := _refusal(request, kind, state):
            raise Refused(refusal)
        step = _written(
            request,
            last.number + 1,
            kind,
            state_after(kind, state),
            at or timezone.now(),
            by,
            manner=manner,
            nature=nature,
            ground=ground,
        )
        telling.tell(request, step)
    return step


def _refusal(request: RightsRequest, kind: Kind, state: State) -> str:
    """Why a step of this kind cannot follow; '' where it can."""
    if not may_follow(kind, state):
        words = {"step": kind.label, "state": state.label}
        return _("“%(step)s” cannot follow: the request is %(state)s.") % words
    needs_identity = kind is Kind.BEGUN and request.right not in WITHOUT_IDENTITY
    if needs_identity and not request.steps.filter(kind=Kind.VERIFIED).exists():
        return _("Before work on this request begins, the identity is verified.")
    only_once = kind in (Kind.CONFIRMED, Kind.VERIFIED, Kind.ERASED)
    if only_once and request.steps.filter(kind=kind).exists():
        return _("“%(step)s” was recorded already.") % {"step": kind.label}
    return ""


def _locked(request: RightsRequest) -> RightsRequest:
    """The row as it is now, which nobody else changes before this transaction ends."""
    return RightsRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)


def _written(
    request: RightsRequest,
    number: int,
    kind: Kind,
    state: State,
    at: datetime,
    by: User | None,
    **more: str,
) -> Step:
    with transaction.atomic():
        if settings.RIGHTS_METRICS and kind in MEASURED_KINDS:
            stamp.renew()
        return Step.objects.create(
            request=request,
            number=number,
            kind=kind,
            state=state,
            at=at,
            by=by,
            by_name=by.get_username() if by else "",
            **more,
        )
