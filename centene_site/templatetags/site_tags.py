"""Small helpers of the page frame."""

import re
from urllib.parse import urlsplit

from django import template
from django.db import Error as DatabaseFailure
from django.utils.html import format_html
from django.utils.safestring import SafeString

from centene_site.third_parties import whose_policy

register = template.Library()


@register.filter
def tel(number: str) -> str:
    """The ``tel:`` address of a North American telephone number."""
    digits = re.sub(r"\D", "", number)
    return f"tel:+{digits}" if len(digits) > 10 else f"tel:+1{digits}"


@register.simple_tag
def whose_policy_applies(url: str) -> SafeString:
    """`` (Google’s privacy policy applies)`` behind a link to a third party; nothing
    where nobody knows, nor while the database does not answer."""
    try:
        words = whose_policy(urlsplit(url).hostname or "")
    except DatabaseFailure:
        words = ""
    return format_html(" ({})", words) if words else SafeString("")


@register.simple_tag(takes_context=True)
def current(context: template.Context, url: str) -> SafeString | str:
    """`` aria-current="page"`` on the link to the page that is shown."""
    request = context.get("request")
    if request is not None and request.path == url:
        return format_html(' aria-current="{}"', "page")
    return ""
