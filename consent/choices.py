"""What a person chose about cookies, and what follows from it. No Django in here.

The legal rule of the room is one function, ``decide``. Moments are aware datetimes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

AUTHENTICATION = "authentication"
STATUS = "status"
ANALYTICS = "analytics"
CONSENT = "consent"
CATEGORIES = (AUTHENTICATION, STATUS, ANALYTICS, CONSENT)


# The same choice again within this time is the same choice.
REPEAT_MINUTES = 10


class Outcome(Enum):
    """Where a visitor stands; each has a name so that people can talk about it."""

    UNDECIDED = "undecided"
    DECIDED = "decided"
    OPTED_OUT_BY_SIGNAL = "opted out by signal"


@dataclass(frozen=True)
class Asking:
    """The catalogue version that visitors are asked with, and the last material one."""

    version: int
    material: int


@dataclass(frozen=True)
class Choice:
    """What one person accepted; what is not in ``accepted`` is rejected.

    ``under_signal`` says whether the browser sent the opt-out preference signal when
    the choice was made; ``subject`` is the browser's random id and ``receipt`` the code
    of the consent record, each '' where there is none.
    """

    accepted: frozenset[str]
    catalogue_version: int
    chosen_at: datetime
    under_signal: bool
    subject: str = ""
    receipt: str = ""
    is_recorded: bool = False

    def counts_until(self, validity: Validity) -> datetime:
        """When the person is asked again at the latest."""
        return self.chosen_at + validity.of(self.accepted)

    def is_past(self, now: datetime, validity: Validity) -> bool:
        """Whether its time is over."""
        return now >= self.counts_until(validity)

    def repeats(self, other: Choice) -> bool:
        """Whether it says again what was recorded some minutes ago."""
        return (
            other.is_recorded
            and self.accepted == other.accepted
            and self.catalogue_version == other.catalogue_version
            and self.under_signal == other.under_signal
            and self.chosen_at - other.chosen_at < timedelta(minutes=REPEAT_MINUTES)
        )

    def withdraws(self, other: Choice) -> bool:
        """Whether it takes back the other's acceptance of analytics."""
        return ANALYTICS in other.accepted and ANALYTICS not in self.accepted


@dataclass(frozen=True)
class Validity:
    """For how many days a choice counts."""

    accept_days: int
    reject_days: int

    def of(self, accepted: Iterable[str]) -> timedelta:
        """How long a choice counts; one that accepts analytics is an acceptance."""
        return timedelta(
            days=self.accept_days if ANALYTICS in accepted else self.reject_days
        )


@dataclass(frozen=True)
class Decision:
    """What holds for one request. ``choice`` is the one that still counts, if any."""

    outcome: Outcome
    accepted: frozenset[str] = frozenset()
    choice: Choice | None = None

    @property
    def is_decided(self) -> bool:
        """Whether a choice of the person's own decides everything."""
        return self.outcome is Outcome.DECIDED

    def allows(self, category: str) -> bool:
        """Whether the category's cookies may be set. Raises ValueError when unknown."""
        if category not in CATEGORIES:
            raise ValueError(f"There is no cookie category {category!r}.")
        return category in self.accepted


def decide(
    choice: Choice | None,
    *,
    signal: bool,
    now: datetime,
    asking: Asking,
    validity: Validity,
) -> Decision:
    """What holds, given the stored choice and this request's signal.

    The opt-out preference signal counts as an objection to analytics (11 CCR 7025).
    A grant made without the signal does not survive it; one made while the signal was
    present is the more specific wish and does.
    """
    if choice is not None and not _counts(choice, now, asking, validity):
        choice = None
    accepted = choice.accepted if choice else frozenset()
    granted_against_signal = (
        choice is not None and choice.under_signal and ANALYTICS in accepted
    )
    rejected = choice is not None and ANALYTICS not in accepted
    if signal and not (granted_against_signal or rejected):
        return Decision(Outcome.OPTED_OUT_BY_SIGNAL, accepted - {ANALYTICS}, choice)
    if choice is None:
        return Decision(Outcome.UNDECIDED)
    return Decision(Outcome.DECIDED, accepted, choice)


def _counts(choice: Choice, now: datetime, asking: Asking, validity: Validity) -> bool:
    """A material catalogue version asks those again who accepted; nobody else.

    Of a version that is not known here (yet) nobody knows what was asked, so that
    nothing is granted; a rejection counts all the same.
    """
    is_known = asking.material <= choice.catalogue_version <= asking.version
    if ANALYTICS in choice.accepted and not is_known:
        return False
    return not choice.is_past(now, validity)


def answer_banner(previous: Choice | None, *, accept: bool) -> frozenset[str]:
    """The accepted categories after a banner button, which decides analytics alone.

    The other categories stay as chosen before; where nobody was asked they are
    accepted, because each is needed for something that the person asks for.
    """
    others = previous.accepted if previous else frozenset(CATEGORIES)
    return others | {ANALYTICS} if accept else others - {ANALYTICS}
