"""Lying bars as numbers for an SVG: no script, no inline style.

Lengths are those of the drawing's own box; each line is LINE high, y grows downward.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pages.chart import SIGN, grouped

WIDTH = 640
LINE = 30
# Where bars begin, what is left for their figures, and how thick the two of a line are.
LEFT, RIGHT = 210, 70
THICK, THIN = 12, 6
MOST_SIGNS = (LEFT - 12) // SIGN


@dataclass(frozen=True)
class Bar:
    """One line: its words, cut where they are long, and its two bars."""

    words: str
    title: str
    figure: str
    length: float
    length_before: float
    words_line: int
    top: int
    top_before: int
    figure_at: float


@dataclass(frozen=True)
class Bars:
    """All that the drawing shows."""

    lines: list[Bar]
    height: int

    width = WIDTH
    left = LEFT
    thick = THICK
    thin = THIN


def draw_bars(lines: Sequence[tuple[str, int, int]]) -> Bars:
    """Bars of words, count, and count before; at least one is not zero."""
    highest = max(max(count, before) for _, count, before in lines)
    unit = (WIDTH - LEFT - RIGHT) / highest
    return Bars(
        [_bar(number, *line, unit) for number, line in enumerate(lines)],
        LINE * len(lines),
    )


def _bar(number: int, words: str, count: int, before: int, unit: float) -> Bar:
    top = number * LINE
    length, length_before = round(count * unit, 2), round(before * unit, 2)
    short = words if len(words) <= MOST_SIGNS else f"{words[: MOST_SIGNS - 1]}…"
    return Bar(
        words=short,
        title=f"{words}: {grouped(count)} ({grouped(before)})",
        figure=grouped(count),
        length=length,
        length_before=length_before,
        words_line=top + 18,
        top=top + 5,
        top_before=top + 5 + THICK,
        figure_at=LEFT + max(length, length_before) + 6,
    )
