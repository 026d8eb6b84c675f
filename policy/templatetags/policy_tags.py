"""Dates in the policy's time zone, and frozen texts, for templates."""

import json

from django import template
from django.utils.safestring import SafeString, mark_safe

from pages.data import absolute, moment
from policy.dates import day_in_zone, moment_in_zone
from policy.noticeperiods import observed_days
from policy.presentation import present_wording
from policy.reading import Reading

NO_MARKUP = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}

register = template.Library()
register.filter("day", day_in_zone)
register.filter("moment", moment_in_zone)
register.filter("observed_days", observed_days)


@register.filter
def linked_data(reading: Reading) -> SafeString:
    """What the version is, for search engines: JSON-LD by schema.org.

    Nothing in it can end the element that it stands in.
    """
    version = reading.version
    content = {
        "@context": "https://schema.org",
        "@type": "DigitalDocument",
        "name": version.title,
        "version": version.number,
        "datePublished": moment(version.published_at),
        "url": absolute(version.get_absolute_url()),
        "publisher": {"@type": "Organization", "name": version.company},
    }
    words = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return mark_safe(words.translate(NO_MARKUP))


@register.filter
def wording(html: str) -> SafeString:
    """A section's stored HTML where several wordings stand on one page."""
    return present_wording(html)
