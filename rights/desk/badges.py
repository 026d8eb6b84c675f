"""Days left as a badge: words, a shape and a color, each of which is enough."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from rights.due import counted_day, due_words, urgency
from rights.models import RightsRequest
from rights.states import ENDS


@dataclass(frozen=True)
class Due:
    """What is said of a due date; ``degree`` names shape and color, '' for neither."""

    degree: str
    words: str
    day: date | None
    last_day: date | None


def due_of(asked: RightsRequest, today: date) -> Due:
    """How much time is left for a request that comes ``with_state()``."""
    day, last_day = asked.answer_by, asked.last_day
    if asked.state in ENDS:
        return Due("", _("ended"), day, None)
    if day is None or last_day is None:
        return Due("", _("no time limit"), None, None)
    words = due_words(counted_day(day, last_day, today), today)
    moved = last_day if last_day != day else None
    return Due(urgency(day, last_day, today).value, words, day, moved)


def badge(due: Due) -> SafeString:
    """The due date as a badge, with its days below."""
    return render_to_string("admin/rights/due.html", {"due": due})
