"""The panels of the desk's first page: each room adds what its staff look for there."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from django.utils.safestring import SafeString

# A panel is a section with a heading; None where the person may not see it.
Panel = Callable[[HttpRequest], SafeString | None]
_panels: list[Panel] = []


def add_panel(panel: Panel) -> None:
    """Let a room show something on the first page, in the order of the rooms."""
    if panel not in _panels:
        _panels.append(panel)


def panels(request: HttpRequest) -> list[SafeString]:
    """The panels that this person sees."""
    shown = (panel(request) for panel in _panels)
    return [panel for panel in shown if panel is not None]
