"""By when a request has to be answered. Pure: days in, days out.

The shortest clock governs; all are listed, because each law is to be kept.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.utils.translation import gettext as _

from policy.refusals import Refused
from rights.businessdays import Calendar, office_calendar
from rights.law import Law, Relation, Residence, Right
from rights.rules import Period, Rule, Unit, rules_for


@dataclass(frozen=True)
class Clock:
    """One time limit of one law, in days where the office is; each ends with its day.

    ``answer_by`` is the day to keep; ``last_lawful_day`` is later where the law moves
    the end to a working day. ``confirm_by`` is when the person must know that the
    request came in; ``extended_answer_by`` and ``extended_last_lawful_day`` are what an
    extension would give. Each of these three is None where the law has nothing of it.
    """

    rule: Rule
    received_on: date
    answer_by: date
    last_lawful_day: date
    confirm_by: date | None
    extended_answer_by: date | None
    extended_last_lawful_day: date | None

    @property
    def law(self) -> Law:
        """Where the time limit comes from."""
        return self.rule.law

    @property
    def source(self) -> str:
        """The article or section, such as "11 CCR 7021"."""
        return self.rule.source

    def extended(self) -> Clock:
        """The same clock after its one extension; itself where there is none."""
        if self.extended_answer_by is None or self.extended_last_lawful_day is None:
            return self
        return replace(
            self,
            answer_by=self.extended_answer_by,
            last_lawful_day=self.extended_last_lawful_day,
            extended_answer_by=None,
            extended_last_lawful_day=None,
        )


def clocks_for(
    right: Right,
    residence: Residence,
    relation: Relation,
    received_on: date,
    working_days: Calendar | None = None,
) -> list[Clock]:
    """Every clock of a request, the shortest first; at least one.

    ``received_on`` is the day of receipt where the office is (``office_day``);
    ``working_days`` are those of the office unless others are given.
    """
    days = working_days or office_calendar()
    rules = rules_for(right, residence, relation)
    return _shortest_first(_clock(rule, received_on, days) for rule in rules)


def extend(clocks: Sequence[Clock], *, told_on: date, reason: str) -> list[Clock]:
    """The clocks after the person was told why it takes longer, the shortest first.

    Raises Refused without a reason, after the first period of any clock, and where the
    clock that governs knows no (further) extension.
    """
    if not reason.strip():
        raise Refused(_("Say why more time is needed: the person will read it."))
    first = clocks[0]
    if first.extended_answer_by is None:
        raise Refused(
            _("This time limit cannot be extended (%(source)s).")
            % {"source": first.source}
        )
    tightest = min(clocks, key=lambda clock: clock.last_lawful_day)
    if told_on > tightest.last_lawful_day:
        raise Refused(
            _(
                "It is too late to extend: the person had to be told within the first "
                "time limit (%(source)s)."
            )
            % {"source": tightest.source}
        )
    return _shortest_first(clock.extended() for clock in clocks)


def last_lawful_day(clocks: Iterable[Clock]) -> date:
    """The last day that keeps every law.

    It may be that of another clock than governs: a month that ends on a Saturday moves
    to Monday, and calendar days that end on the Sunday between do not.
    """
    return min(clock.last_lawful_day for clock in clocks)


def confirm_by(clocks: Iterable[Clock]) -> date | None:
    """The first day by which the person must know that the request came in, if any."""
    days = [clock.confirm_by for clock in clocks if clock.confirm_by is not None]
    return min(days, default=None)


def _shortest_first(clocks: Iterable[Clock]) -> list[Clock]:
    return sorted(clocks, key=lambda clock: (clock.answer_by, clock.last_lawful_day))


def _clock(rule: Rule, received_on: date, days: Calendar) -> Clock:
    answer_by = end_of(rule.answer, received_on, days)
    extended = _end(rule.extended, received_on, days)
    return Clock(
        rule=rule,
        received_on=received_on,
        answer_by=answer_by,
        last_lawful_day=_moved(answer_by, rule, days),
        confirm_by=_end(rule.confirm, received_on, days),
        extended_answer_by=extended,
        extended_last_lawful_day=_moved(extended, rule, days) if extended else None,
    )


def _end(period: Period | None, start: date, days: Calendar) -> date | None:
    return end_of(period, start, days) if period else None


def _moved(day: date, rule: Rule, days: Calendar) -> date:
    return days.working_day_from(day) if rule.moves else day


def end_of(period: Period, start: date, days: Calendar) -> date:
    """The last day of a period that begins after the day ``start``."""
    if period.unit is Unit.MONTHS:
        return months_after(start, period.count)
    if period.unit is Unit.BUSINESS_DAYS:
        return days.business_days_after(start, period.count)
    return start + timedelta(days=period.count)


def months_after(start: date, count: int) -> date:
    """The day of the same number so many months later, or that month's last day.

    So January 31 and one month is February 28 or 29, and two months are March 31.
    """
    years, month = divmod(start.month - 1 + count, 12)
    year, month = start.year + years, month + 1
    return date(year, month, min(start.day, calendar.monthrange(year, month)[1]))
