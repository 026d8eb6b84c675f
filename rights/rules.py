"""What each law says about time. Data with its source, for counsel to confirm.

A period counts from the day of receipt, which is not counted itself (Regulation (EEC,
Euratom) 1182/71, art. 3(1); California Code of Civil Procedure 12). What a law allows
at most after an extension counts from receipt as well.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from rights.law import Law, Relation, Residence, Right, laws_for


class Unit(Enum):
    """What a period is counted in."""

    CALENDAR_DAYS = "calendar days"
    BUSINESS_DAYS = "business days"
    MONTHS = "calendar months"


@dataclass(frozen=True)
class Period:
    """So many of a unit."""

    count: int
    unit: Unit

    def __str__(self) -> str:
        return _words(self) % {"count": self.count}


def _words(period: Period) -> str:
    if period.unit is Unit.MONTHS:
        return ngettext("%(count)d month", "%(count)d months", period.count)
    if period.unit is Unit.BUSINESS_DAYS:
        return ngettext(
            "%(count)d business day", "%(count)d business days", period.count
        )
    return ngettext("%(count)d calendar day", "%(count)d calendar days", period.count)


@dataclass(frozen=True)
class Rule:
    """One time limit of one law.

    ``extended`` is the longest that the law allows once a reason was told inside the
    first period, None where it allows no more; ``confirm`` is the time to say that the
    request came in. ``moves`` says whether a last day that is no working day moves to
    the next one. ``about`` says what is answered, where a law has more than one limit
    for the same request.
    """

    law: Law
    rights: frozenset[Right]
    source: str
    answer: Period
    extended: Period | None = None
    confirm: Period | None = None
    moves: bool = False
    about: str | Promise = ""


def _days(count: int) -> Period:
    return Period(count, Unit.CALENDAR_DAYS)


def _business_days(count: int) -> Period:
    return Period(count, Unit.BUSINESS_DAYS)


def _months(count: int) -> Period:
    return Period(count, Unit.MONTHS)


# Articles 15 to 18, 20 and 21 of the GDPR, to which article 12(3) applies.
EUROPEAN = frozenset(
    {
        Right.ACCESS,
        Right.RECTIFICATION,
        Right.ERASURE,
        Right.RESTRICTION,
        Right.OBJECTION,
        Right.PORTABILITY,
    }
)
# These two are California's, and this company gives them to everybody: sooner than any
# month ends, so that they stand for an objection under the GDPR too.
CALIFORNIAN_CHOICES = frozenset({Right.OPT_OUT, Right.LIMIT})
# Requests to know, delete and correct, and to have it in a portable format (Civil Code
# 1798.105, 1798.106, 1798.110, 1798.115, 1798.130(a)(3)(B)(iii)).
CALIFORNIAN_REQUESTS = frozenset(
    {Right.ACCESS, Right.RECTIFICATION, Right.ERASURE, Right.PORTABILITY}
)

RULES = (
    # One month from receipt, two more "where necessary"; the reason is told within the
    # first. A month ends on the day of the same number, or on its last day (Regulation
    # 1182/71, art. 3(2)(c)); a holiday, Sunday or Saturday moves the end to the next
    # working day (art. 3(4)). EDPB, Guidelines 01/2022, section 5.3.
    Rule(
        Law.GDPR,
        EUROPEAN,
        "GDPR, article 12(3)",
        answer=_months(1),
        extended=_months(3),
        moves=True,
    ),
    # Taking back consent has no time limit of its own ("as easy to withdraw as to
    # give"): it is done at once, and the month is the latest day to say so.
    Rule(
        Law.GDPR,
        frozenset({Right.WITHDRAWAL}),
        "GDPR, articles 7(3) and 12(3)",
        answer=_months(1),
        moves=True,
    ),
    # The same, as the Data Protection Act 2018 has it; Regulation 1182/71 was kept.
    Rule(
        Law.UK_GDPR,
        EUROPEAN,
        "UK GDPR, articles 12(3) and 12A",
        answer=_months(1),
        extended=_months(3),
        moves=True,
    ),
    Rule(
        Law.UK_GDPR,
        frozenset({Right.WITHDRAWAL}),
        "UK GDPR, articles 7(3) and 12(3)",
        answer=_months(1),
        moves=True,
    ),
    # The ordinance lets the company name a later day itself; 30 more are our bound.
    Rule(
        Law.SWISS,
        frozenset({Right.ACCESS, Right.PORTABILITY}),
        "Swiss FADP, article 25(7); DPO, articles 18 and 22",
        answer=_days(30),
        extended=_days(60),
    ),
    # The 45 days run whatever verification takes.
    Rule(
        Law.CALIFORNIA,
        CALIFORNIAN_REQUESTS,
        "11 CCR 7021",
        answer=_days(45),
        extended=_days(90),
        confirm=_business_days(10),
    ),
    Rule(
        Law.CALIFORNIA,
        frozenset({Right.OPT_OUT}),
        "11 CCR 7026(f)",
        answer=_business_days(15),
    ),
    Rule(
        Law.CALIFORNIA,
        frozenset({Right.LIMIT}),
        "11 CCR 7027(g)",
        answer=_business_days(15),
    ),
    # A copy that is sent to somebody else is access, too: 164.524(c)(3)(ii).
    Rule(
        Law.HIPAA,
        frozenset({Right.ACCESS, Right.PORTABILITY}),
        "45 CFR 164.524(b)(2)",
        answer=_days(30),
        extended=_days(60),
        about=_("access to the designated record set"),
    ),
    Rule(
        Law.HIPAA,
        frozenset({Right.RECTIFICATION}),
        "45 CFR 164.526(b)(2)",
        answer=_days(60),
        extended=_days(90),
        about=_("amendment"),
    ),
    # Who asks for access may ask to whom it was disclosed: it has a clock of its own.
    Rule(
        Law.HIPAA,
        frozenset({Right.ACCESS}),
        "45 CFR 164.528(c)(1)",
        answer=_days(60),
        extended=_days(90),
        about=_("accounting of disclosures"),
    ),
)

# Section 7 of the policy names no time, and gives every right to everybody alike. So
# nobody waits longer than a Californian does; 45 days and 45 more are also the limits
# of other states (Code of Virginia 59.1-577(B); Colorado Revised Statutes 6-1-1306(2)).
DEFAULTS = (
    Rule(
        Law.DEFAULT,
        CALIFORNIAN_CHOICES,
        "this company’s own limit, as in 11 CCR 7026(f) and 7027(g)",
        answer=_business_days(15),
    ),
    Rule(
        Law.DEFAULT,
        frozenset(Right) - CALIFORNIAN_CHOICES,
        "this company’s own limit, as in 11 CCR 7021(b)",
        answer=_days(45),
        extended=_days(90),
    ),
)


def rules_for(right: Right, residence: Residence, relation: Relation) -> list[Rule]:
    """The rules of every law that speaks of this right of this person, or the default.

    At least one.
    """
    laws = laws_for(residence, relation)
    found = [rule for rule in _about(right, RULES) if rule.law in laws]
    return found or list(_about(right, DEFAULTS))


def _about(right: Right, rules: tuple[Rule, ...]) -> Iterator[Rule]:
    return (rule for rule in rules if right in rule.rights)
