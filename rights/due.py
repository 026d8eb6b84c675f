"""Days left, in words and in three degrees; the same as a condition for the database.

A request has a day to answer by and a last lawful day, which is later where the law
moves a weekend. Staff count down to the first, and are overdue after the second.
"""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Q, TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

# Today and the six days after it.
WEEK = timedelta(days=6)


class Urgency(TextChoices):
    """How a due date stands to a day. Pages show each by a word and a shape."""

    OVERDUE = "overdue", gettext_lazy("Overdue")
    THIS_WEEK = "this-week", gettext_lazy("Due this week")
    LATER = "later", gettext_lazy("Due later")


def urgency(answer_by: date, last_day: date, today: date) -> Urgency:
    """The last lawful day itself is still in time, until it ends."""
    if last_day < today:
        return Urgency.OVERDUE
    return Urgency.THIS_WEEK if answer_by <= today + WEEK else Urgency.LATER


def is_urgent(degree: Urgency, today: date) -> Q:
    """Requests of that degree; those without a due date have none."""
    if degree is Urgency.OVERDUE:
        return Q(last_day__lt=today)
    in_time = Q(last_day__gte=today)
    if degree is Urgency.THIS_WEEK:
        return in_time & Q(answer_by__lte=today + WEEK)
    return in_time & Q(answer_by__gt=today + WEEK)


def counted_day(answer_by: date, last_day: date, today: date) -> date:
    """The day that staff count down to, and back to once it has passed."""
    return answer_by if today <= answer_by else last_day


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
