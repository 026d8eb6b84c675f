"""When a request is due: what the law says, as the columns of a request."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from rights.models import RightsRequest


@dataclass(frozen=True)
class Deadlines:
    """Days in the office's time zone; ``first_deadline`` is the moment after which no
    more time can be taken.
    """

    answer_by: date | None = None
    last_day: date | None = None
    confirm_by: date | None = None
    first_deadline: datetime | None = None

    def write_to(self, request: RightsRequest) -> None:
        """Set what an extension changes; the caller saves."""
        request.answer_by = self.answer_by
        request.last_day = self.last_day


def deadlines_of(request: RightsRequest, *, extended: bool = False) -> Deadlines:
    """The shortest of all clocks that run for the request."""
    return Deadlines()
