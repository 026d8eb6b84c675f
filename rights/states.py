"""Where a request stands, and what may follow: one table, in the code and in triggers.

Values are stored: they stay.
"""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from rights.law import Right


class State(TextChoices):
    """Where a request stands."""

    RECEIVED = "received", _("received")
    CONFIRMED = "confirmed", _("address confirmed")
    VERIFIED = "verified", _("identity verified")
    IN_PROGRESS = "in-progress", _("in progress")
    ANSWERED = "answered", _("answered")
    REFUSED = "refused", _("refused")
    WITHDRAWN = "withdrawn", _("withdrawn")
    APPEALED = "appealed", _("appealed")


class Kind(TextChoices):
    """What a step of the log says happened."""

    RECEIVED = "received", _("Request received")
    ACKNOWLEDGED = "acknowledged", _("Receipt confirmed")
    REMINDED = "reminded", _("Reminded to confirm the address")
    CONFIRMED = "confirmed", _("Address confirmed")
    VERIFIED = "verified", _("Identity verified")
    BEGUN = "begun", _("Work begun")
    EXTENDED = "extended", _("Time extended")
    ANSWERED = "answered", _("Answered")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn by the person")
    APPEALED = "appealed", _("Appealed")
    ERASED = "erased", _("Personal data erased")


ENDS = (State.ANSWERED, State.REFUSED, State.WITHDRAWN)
OPEN = tuple(state for state in State if state not in ENDS)

# Kinds that change where a request stands, with the states that they may follow.
# ``RECEIVED`` follows nothing. Only an appeal leads on from an end.
_WORKED = (State.RECEIVED, State.CONFIRMED, State.VERIFIED, State.IN_PROGRESS)
MOVES: dict[Kind, tuple[State, tuple[State, ...]]] = {
    Kind.VERIFIED: (State.VERIFIED, (State.RECEIVED, State.CONFIRMED)),
    Kind.BEGUN: (
        State.IN_PROGRESS,
        (State.RECEIVED, State.CONFIRMED, State.VERIFIED),
    ),
    Kind.ANSWERED: (State.ANSWERED, (State.IN_PROGRESS, State.APPEALED)),
    Kind.REFUSED: (State.REFUSED, (*_WORKED, State.APPEALED)),
    Kind.WITHDRAWN: (State.WITHDRAWN, (*_WORKED, State.APPEALED)),
    Kind.APPEALED: (State.APPEALED, ENDS),
}

# Kinds that leave a request where it stands. A mailed link may still be used, and
# personal data erased, after the end; the clock runs only before it.
STAYS: dict[Kind, tuple[State, ...]] = {
    Kind.ACKNOWLEDGED: OPEN,
    Kind.REMINDED: (State.RECEIVED, State.VERIFIED, State.IN_PROGRESS),
    Kind.CONFIRMED: tuple(State),
    Kind.EXTENDED: _WORKED,
    Kind.ERASED: ENDS,
}

# Answered without asking who the person is: opting out and limiting need no proof
# (11 CCR 7060(b)), withdrawing is as easy as consenting (GDPR, article 7(3)), and
# anybody may complain.
WITHOUT_IDENTITY = (Right.OPT_OUT, Right.LIMIT, Right.WITHDRAWAL, Right.COMPLAINT)

# Carried out without asking whether the address is theirs.
WITHOUT_CONFIRMATION = (Right.OPT_OUT, Right.LIMIT)


def state_after(kind: Kind, before: State) -> State:
    """Where a request stands after a step of this kind."""
    if kind in MOVES:
        return MOVES[kind][0]
    # The link that confirms may be used late: that sets nothing back.
    if kind is Kind.CONFIRMED and before == State.RECEIVED:
        return State.CONFIRMED
    return before


def may_follow(kind: Kind, before: State) -> bool:
    """Whether a step of this kind may follow where a request stands."""
    if kind in MOVES:
        return before in MOVES[kind][1]
    return before in STAYS.get(kind, ())
