"""What the pages of this room at the desk share."""

from __future__ import annotations

from datetime import date, datetime

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.formats import date_format

from rights.models import RightsRequest

# Who may open a request reads personal data; who may read its log reads none.
SEE = "rights.view_rightsrequest"
WORK = "rights.change_rightsrequest"
ENTER = "rights.add_rightsrequest"
READ_LOG = "rights.view_step"


def the_request(pk: int) -> RightsRequest:
    """With its state, assignee and policy version. Raises Http404."""
    found = RightsRequest.objects.with_state().select_related(
        "assignee", "policy_version__policy"
    )
    return get_object_or_404(found, pk=pk)


def moment_words(moment: datetime) -> str:
    """A moment in the office's time zone, with the zone's name."""
    return date_format(timezone.localtime(moment), "M j, Y, P T")


def day_words(day: date | None) -> str:
    """Such as "Mar 1, 2027"; '–' where there is none."""
    return date_format(day, "M j, Y") if day else "–"
