"""Days left, in words and in three degrees. Pure."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

# Today and the six days after it.
WEEK = timedelta(days=6)


class Urgency(TextChoices):
    """How a due date stands to a day. Pages show each by a word and a shape."""

    OVERDUE = "overdue", gettext_lazy("Overdue")
    THIS_WEEK = "this-week", gettext_lazy("Due this week")
    LATER = "later", gettext_lazy("Due later")


def urgency(due: date, today: date) -> Urgency:
    """The day that is due is still in time, until it ends."""
    if due < today:
        return Urgency.OVERDUE
    return Urgency.THIS_WEEK if due <= today + WEEK else Urgency.LATER


def due_words(due: date, today: date) -> str:
    """ "in 3 days", "tomorrow", "today", "1 day overdue"."""
    days = (due - today).days
    if days < 0:
        words = ngettext("%(days)d day overdue", "%(days)d days overdue", -days)
    elif days == 0:
        return _("today")
    elif days == 1:
        return _("tomorrow")
    else:
        words = ngettext("in %(days)d day", "in %(days)d days", days)
    return words % {"days": abs(days)}
