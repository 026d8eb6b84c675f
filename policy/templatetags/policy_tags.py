"""Dates in the policy's time zone, and frozen texts, for templates."""

from datetime import datetime, time

from django import template
from django.utils import formats
from django.utils.safestring import SafeString

from policy.models import Policy
from policy.presentation import present

register = template.Library()


@register.filter
def day(moment: datetime | None, policy: Policy) -> str:
    """The day in the policy's time zone: "April 17, 2020"."""
    if moment is None:
        return ""
    return formats.date_format(moment.astimezone(policy.zone), "F j, Y")


@register.filter
def moment(value: datetime | None, policy: Policy) -> str:
    """Day, time and zone: "April 17, 2020, 2:30 p.m. CDT"; a midnight is the day."""
    if value is None:
        return ""
    local = value.astimezone(policy.zone)
    if local.time() == time.min:
        return day(value, policy)
    return formats.date_format(local, "F j, Y, P T")


@register.filter
def frozen_text(html: str) -> SafeString:
    """A version's stored HTML with link marks and permalinks."""
    return present(html)
