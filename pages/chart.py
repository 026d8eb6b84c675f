"""Stacked bars as numbers for an SVG: no script, no inline style.

Lengths are those of the drawing's own box, WIDTH by HEIGHT; y grows downward.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil

from django.utils.formats import date_format, number_format

WIDTH, HEIGHT = 640, 250
TOP, BOTTOM, RIGHT = 14, 28, 8
# Of one sign of a label, and of the space beside it.
SIGN, MARGIN = 7, 16
WIDEST_BAR = 34
MOST_LABELS = 8
TICKS = 5


@dataclass(frozen=True)
class Bar:
    """One bar: its first day, its name when pointed at, and its parts from below."""

    day: date
    name: str
    parts: Sequence[tuple[str, str, int]]  # Kind, its words, count


@dataclass(frozen=True)
class Segment:
    """One part of a bar."""

    kind: str
    title: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Mark:
    """A line with its words: across for the scale, below for a bar."""

    at: float
    words: str


@dataclass(frozen=True)
class Chart:
    """All that the drawing shows."""

    left: float
    segments: list[Segment]
    ticks: list[Mark]
    labels: list[Mark]

    width = WIDTH
    height = HEIGHT
    right = WIDTH - RIGHT
    bottom = HEIGHT - BOTTOM
    label_line = HEIGHT - 8


def grouped(number: int) -> str:
    """1,234"""
    return number_format(number, force_grouping=True)


def draw(bars: Sequence[Bar]) -> Chart:
    """The chart of at least one bar with something in it."""
    highest = max(sum(count for _, _, count in bar.parts) for bar in bars)
    step = _step(highest)
    top = step * ceil(highest / step)
    left = MARGIN + SIGN * len(grouped(top))
    slot = (WIDTH - RIGHT - left) / len(bars)
    unit = (HEIGHT - BOTTOM - TOP) / top
    return Chart(
        left=left,
        segments=[
            segment
            for number, bar in enumerate(bars)
            for segment in _segments(bar, left + number * slot, slot, unit)
        ],
        ticks=[
            Mark(_round(HEIGHT - BOTTOM - value * unit), grouped(value))
            for value in range(0, top + 1, step)
        ],
        labels=[
            Mark(_round(left + (number + 0.5) * slot), words)
            for number, words in _labels(bars, ceil(len(bars) / MOST_LABELS))
        ],
    )


def _labels(bars: Sequence[Bar], every: int) -> Iterator[tuple[int, str]]:
    """The days below some of the bars; a year only where it begins."""
    year = 0
    for number in range(0, len(bars), every):
        day = bars[number].day
        yield number, date_format(day, "M j" if day.year == year else "M j, Y")
        year = day.year


def _segments(bar: Bar, begin: float, slot: float, unit: float) -> list[Segment]:
    width = min(slot * 0.76, WIDEST_BAR)
    x = _round(begin + (slot - width) / 2)
    below = 0
    segments = []
    for kind, words, count in bar.parts:
        if not count:
            continue
        below += count
        y = _round(HEIGHT - BOTTOM - below * unit)
        title = f"{bar.name}: {words} {grouped(count)}"
        segments.append(Segment(kind, title, x, y, _round(width), _round(count * unit)))
    return segments


def _step(highest: int) -> int:
    """1, 2 or 5 with zeros: at most TICKS steps reach the highest bar, or one more."""
    power = 1
    while True:
        for digit in (1, 2, 5):
            if digit * power * TICKS >= highest:
                return digit * power
        power *= 10


def _round(length: float) -> float:
    return round(length, 2)
