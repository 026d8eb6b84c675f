"""When public pages change by the mere passing of time.

A version takes force or a notice ends at a moment known beforehand; no page may be
cached beyond it. Rooms register a function that knows their next moment.
"""

from collections.abc import Callable
from datetime import datetime

MomentSource = Callable[[datetime], datetime | None]

_sources: list[MomentSource] = []


def register_moments(source: MomentSource) -> None:
    """Add a function that returns its room's next moment after the given one."""
    if source not in _sources:
        _sources.append(source)


def next_moment(after: datetime) -> datetime | None:
    """The earliest moment after ``after`` at which any public page changes."""
    moments = [moment for source in _sources if (moment := source(after))]
    return min(moments, default=None)
