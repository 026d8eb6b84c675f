"""Moments in words, in a policy's time zone."""

from datetime import datetime, time

from django.utils import formats

from policy.models import Policy


def day_in_zone(moment: datetime | None, policy: Policy) -> str:
    """The day: "April 17, 2020"; '' where there is no moment."""
    if moment is None:
        return ""
    return formats.date_format(moment.astimezone(policy.zone), "F j, Y")


def moment_in_zone(moment: datetime | None, policy: Policy) -> str:
    """Day, time and zone: "April 17, 2020, 2:30 p.m. CDT"; a midnight is the day."""
    if moment is None:
        return ""
    local = moment.astimezone(policy.zone)
    if local.time() == time.min:
        return day_in_zone(moment, policy)
    return formats.date_format(local, "F j, Y, P T")
