"""When this room's public pages change by the passing of time."""

from datetime import datetime

from policy.models import PolicyVersion


def next_effective_moment(after: datetime) -> datetime | None:
    """The next moment at which a published version takes force."""
    return (
        PolicyVersion.objects.standing()
        .filter(effective_at__gt=after)
        .order_by("effective_at")
        .values_list("effective_at", flat=True)
        .first()
    )
