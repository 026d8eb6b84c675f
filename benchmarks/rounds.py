"""Interleaved rounds: every case once per round, and the ratio within each round.

Other programs on the machine make everything slower, and a round is short enough that
they slow all of it alike. So only what was measured in one round is compared.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

Figures = Mapping[str, Sequence[float]]
Measure = Callable[[], float]

HEADINGS = "| case | measured | goal | met |\n|---|--:|--:|---|"


@dataclass(frozen=True)
class Line:
    """A line of the table: what was measured, and what it is to be at most."""

    case: str
    measured: str
    goal: str = ""
    is_met: bool | None = None

    def __str__(self) -> str:
        verdict = {None: "", True: "yes", False: "**no**"}[self.is_met]
        return f"| {self.case} | {self.measured} | {self.goal} | {verdict} |"


def interleave(
    measures: Mapping[str, Measure], rounds: int, tell: Callable[[str], None]
) -> dict[str, list[float]]:
    """The figures of each, in the order of the rounds. One round before them warms up
    and does not count."""
    figures: dict[str, list[float]] = {name: [] for name in measures}
    for number in range(rounds + 1):
        for name, measure in measures.items():
            tell(f"round {number} of {rounds}: {name}")
            figure = measure()
            if number:
                figures[name].append(figure)
    return figures


def ratio(figures: Figures, name: str, base: str) -> float:
    """The median of the ratios of the rounds."""
    pairs = zip(figures[name], figures[base], strict=True)
    return median(figure / yardstick for figure, yardstick in pairs)


def compared(
    figures: Figures,
    name: str,
    base: str,
    *,
    at_most: float | None = None,
    case: str = "",
    unit: str = "× bare",
) -> Line:
    """A line with the ratio of two figures."""
    times = ratio(figures, name, base)
    if at_most is None:
        return Line(case or name, f"{times:.3f} {unit}")
    return judged(case or name, times, at_most, unit)


def judged(case: str, measured: float, at_most: float, unit: str) -> Line:
    """A line with a goal. What decides is not rounded."""
    shown = f"{measured:,}" if isinstance(measured, int) else f"{measured:.3f}"
    return Line(case, f"{shown} {unit}", f"≤ {at_most:,g}", measured <= at_most)
