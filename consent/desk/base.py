"""What the pages of this room at the desk share."""

from __future__ import annotations

from datetime import datetime, tzinfo

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString


def moment_words(moment: datetime, zone: tzinfo | None = None) -> str:
    """A moment in the desk's time zone, or another, with the zone's name."""
    return date_format(timezone.localtime(moment, zone), "F j, Y, P T")


def short_moment(moment: datetime) -> str:
    """The same for a narrow column, in the desk's time zone."""
    return date_format(timezone.localtime(moment), "M j, Y, P T")


def code(text: str) -> SafeString:
    """A hash or code, to be compared sign by sign."""
    if not text:
        return SafeString("–")
    return format_html('<code class="hash">{}</code>', text)
