"""When a request is due: the clocks of the law, for one request and in its columns."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from policy.refusals import Refused
from rights.businessdays import office_day
from rights.clocks import Clock, clocks_for, confirm_by, extend, last_lawful_day
from rights.law import Relation, Right
from rights.models import RightsRequest
from rights.states import Kind


def first_clocks(request: RightsRequest) -> list[Clock]:
    """The clocks that began with its receipt, the shortest first; at least one."""
    return clocks_for(
        Right(request.right),
        request.residence,
        Relation(request.relation),
        office_day(request.received_at),
    )


def running_clocks(request: RightsRequest) -> list[Clock]:
    """The same, as an extension left them."""
    clocks = first_clocks(request)
    extension = request.steps.filter(kind=Kind.EXTENDED).first()
    if extension is None:
        return clocks
    try:
        told_on = office_day(extension.at)
        return extend(clocks, told_on=told_on, reason=extension.nature)
    except Refused:
        # Holidays or rules changed since: what was granted stays in the columns.
        return clocks


def set_first_deadlines(request: RightsRequest) -> None:
    """Fill the columns of a request that was just received; the caller saves.

    The first deadline is the end of the day that is the last for every law, in the
    office; None where the law that governs knows no extension.
    """
    clocks = first_clocks(request)
    first = clocks[0]
    request.confirm_by = confirm_by(clocks)
    if first.extended_answer_by is not None:
        zone = ZoneInfo(settings.TIME_ZONE)
        day_after = last_lawful_day(clocks) + timedelta(days=1)
        request.first_deadline = datetime.combine(day_after, time.min, zone)
    set_due_days(request, clocks)


def set_due_days(request: RightsRequest, clocks: list[Clock]) -> None:
    """Fill what an extension changes; the caller saves."""
    request.answer_by = clocks[0].answer_by
    request.last_day = last_lawful_day(clocks)
