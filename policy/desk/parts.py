"""What rooms publish together with a draft, shown to who reviews it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Literal

from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from policy.models import PolicyVersion

# "top": as readers will see it, under the header of every page.
# "whole": all of it, as a section of the review page.
Place = Literal["top", "whole"]
Part = Callable[[PolicyVersion, datetime, Place], SafeString]
_parts: list[Part] = []


def add_part(part: Part) -> None:
    """Let a room show what it will publish with a draft; '' where that is nothing."""
    if part not in _parts:
        _parts.append(part)


def parts(draft: PolicyVersion, at: datetime, place: Place) -> SafeString:
    """What all rooms would publish with the draft at the moment."""
    made = ((part(draft, at, place),) for part in _parts)
    return format_html_join("", "{}", made)
