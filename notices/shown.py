"""Counting how often notices are shown."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC

from django.utils import timezone

from notices.models import ShownCount
from pages.counting import Counted

counted = Counted("add up shown-counts", ShownCount, ("number", "day"))


def count_shown(numbers: Iterable[int]) -> None:
    """Count one view of each notice today (UTC)."""
    today = timezone.now().astimezone(UTC).date()
    for number in numbers:
        counted.add(number, today)
