"""The benchmarks' readings of /proc, ratios and lines."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from benchmarks.asking import Asking, refused
from benchmarks.rounds import Line, compared, interleave, judged, ratio
from benchmarks.servers import memory_of, proportional, spent_by, used
from benchmarks.weighing import needed

STAT = "12 (a (strange) name) S 1 2 3 4 5 6 7 8 9 10 250 31 5 6 20 0 1 0 100"
ROLLUP = "55d0-7fff ---p 0 00:00 0 [rollup]\nRss: 99 kB\nPss:  48 kB\nPss_Anon: 1 kB\n"


def test_processor_time_is_read_behind_a_name_of_any_form() -> None:
    assert used(STAT) == 250 + 31


def test_memory_is_what_is_not_shared_and_a_share_of_the_rest() -> None:
    assert proportional(ROLLUP) == 48 * 1024


def test_this_process_has_both() -> None:
    assert spent_by(os.getpid()) > 0
    assert memory_of(os.getpid()) > 0


def test_rounds_are_interleaved_and_the_first_only_warms_up() -> None:
    order: list[str] = []

    def measure(name: str) -> float:
        order.append(name)
        return float(len(order))

    measures = {name: (lambda name=name: measure(name)) for name in ("a", "b")}
    figures = interleave(measures, 2, lambda what: None)
    assert order == ["a", "b"] * 3
    assert figures == {"a": [3.0, 5.0], "b": [4.0, 6.0]}


def test_a_ratio_is_taken_within_each_round() -> None:
    # The second round was slow for both, and changes nothing.
    figures = {"page": [1.0, 30.0, 1.2], "bare": [10.0, 100.0, 10.0]}
    assert ratio(figures, "page", "bare") == pytest.approx(0.12)


@pytest.mark.parametrize(
    ("measured", "is_met"), [(0.18, True), (0.1801, False), (0.1799, True)]
)
def test_a_goal_is_not_met_by_rounding(measured: float, is_met: bool) -> None:
    figures = {"page": [measured], "bare": [1.0]}
    assert compared(figures, "page", "bare", at_most=0.18).is_met is is_met


def test_a_line_says_whether_its_goal_is_met() -> None:
    line = judged("304", 235, 300, "bytes")
    assert str(line) == "| 304 | 235 bytes | ≤ 300 | yes |"
    assert str(judged("304", 301, 300, "bytes")).endswith("| **no** |")
    assert str(Line("nginx", "not installed")) == "| nginx | not installed |  |  |"


def test_a_refused_answer_is_told_of() -> None:
    cases = {
        "page": Asking([], iter(()), 0, asked=10),
        "post": Asking([], iter(()), 0, asked=10, refused=3),
    }
    assert (
        str(refused("all", cases)) == "| all, refused; post: 3 | 3 of 20 | 0 | **no** |"
    )
    assert refused("pages", {"page": cases["page"]}).is_met


def test_a_first_view_needs_stylesheets_and_scripts_and_no_icons() -> None:
    html = (
        '<link rel="icon" href="/icon.svg" type="image/svg+xml">'
        '<link rel="stylesheet" href="/site.css"><link rel="canonical" href="/">'
        '<link rel="stylesheet" href="/state.css?notices=1">'
        '<script src="/analytics.js" defer></script>'
    )
    assert needed(html) == ["/site.css", "/state.css?notices=1", "/analytics.js"]


def test_the_page_has_its_stylesheets_in_the_form_that_is_looked_for() -> None:
    template = Path("templates/base.html").read_text(encoding="utf-8")
    # That of the forms, too: the page of a policy leaves it out.
    assert len(needed(template.replace("'", ""))) == 4
