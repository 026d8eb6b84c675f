"""Dates in the policy's time zone, and frozen texts, for templates."""

from django import template
from django.utils.safestring import SafeString

from policy.dates import day_in_zone, moment_in_zone
from policy.noticeperiods import observed_days
from policy.presentation import present_wording

register = template.Library()
register.filter("day", day_in_zone)
register.filter("moment", moment_in_zone)
register.filter("observed_days", observed_days)


@register.filter
def wording(html: str) -> SafeString:
    """A section's stored HTML where several wordings stand on one page."""
    return present_wording(html)
