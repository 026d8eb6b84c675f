"""Small helpers of the page frame."""

import re

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def tel(number: str) -> str:
    """The ``tel:`` address of a North American telephone number."""
    digits = re.sub(r"\D", "", number)
    return f"tel:+{digits}" if len(digits) > 10 else f"tel:+1{digits}"


@register.simple_tag(takes_context=True)
def current(context: template.Context, url: str) -> SafeString | str:
    """`` aria-current="page"`` on the link to the page that is shown."""
    request = context.get("request")
    if request is not None and request.path == url:
        return format_html(' aria-current="{}"', "page")
    return ""
