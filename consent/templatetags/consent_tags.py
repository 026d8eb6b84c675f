"""How cookies and moments are shown."""

from datetime import UTC, datetime, tzinfo

from django import template
from django.utils import formats

from consent.own_cookies import shown_name

register = template.Library()

register.filter("cookie_name", shown_name)


@register.filter
def moment(at: datetime, zone: tzinfo) -> str:
    """Day, time and zone: "April 17, 2020, 2:30 p.m. CDT"."""
    return formats.date_format(at.astimezone(zone), "F j, Y, P T")


@register.filter
def utc(at: datetime) -> str:
    """To the second: "2020-04-17 19:30:05 UTC"."""
    return at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
