"""When notices begin and end to show."""

from datetime import datetime

from django.db.models import Min, Q

from notices.models import Notice


def next_notice_moment(after: datetime) -> datetime | None:
    """The next moment at which a notice begins or ends to show."""
    moments = Notice.objects.aggregate(
        begins=Min("shown_from", filter=Q(shown_from__gt=after)),
        ends=Min("shown_until", filter=Q(shown_until__gt=after, end__isnull=True)),
    )
    return min((m for m in moments.values() if m is not None), default=None)
