"""Stacked bars as numbers, without a database."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from pages.chart import BOTTOM, HEIGHT, TOP, WIDTH, Bar, draw

BASE = HEIGHT - BOTTOM


def bar(*counts: int, day: date = date(2026, 4, 17)) -> Bar:
    kinds = ("accepted", "rejected", "mixed")
    parts = [(k, k, n) for k, n in zip(kinds, counts, strict=False)]
    return Bar(day, "April 17", parts)


def days(number: int, first: date = date(2026, 4, 17)) -> list[Bar]:
    return [bar(1, day=first + timedelta(days=n)) for n in range(number)]


def test_parts_stand_on_each_other() -> None:
    chart = draw([bar(2, 3, 5)])
    first, second, third = chart.segments
    assert first.y + first.height == pytest.approx(BASE)
    assert second.y + second.height == pytest.approx(first.y)
    assert third.y + third.height == pytest.approx(second.y)
    assert third.y == pytest.approx(TOP)
    assert third.height == pytest.approx(first.height * 2.5, abs=0.05)
    assert first.title == "April 17: accepted 2"


def test_what_is_nothing_is_not_drawn() -> None:
    chart = draw([bar(0, 4, 0), bar(0, 0, 0)])
    assert [part.kind for part in chart.segments] == ["rejected"]


@pytest.mark.parametrize(
    ("highest", "ticks"),
    [
        (1, ["0", "1"]),
        (5, ["0", "1", "2", "3", "4", "5"]),
        (6, ["0", "2", "4", "6"]),
        (98, ["0", "20", "40", "60", "80", "100"]),
        (1_001, ["0", "500", "1,000", "1,500"]),
        (3_000_000, ["0", "1,000,000", "2,000,000", "3,000,000"]),
    ],
)
def test_the_scale_has_round_numbers(highest: int, ticks: list[str]) -> None:
    chart = draw([bar(highest)])
    assert [tick.words for tick in chart.ticks] == ticks
    assert chart.ticks[0].at == BASE
    assert chart.ticks[-1].at == pytest.approx(TOP)


@pytest.mark.parametrize("number", [1, 2, 30, 62])
def test_every_bar_stands_inside(number: int) -> None:
    chart = draw(days(number))
    assert len(chart.segments) == number
    right = [part.x + part.width for part in chart.segments]
    assert chart.left < chart.segments[0].x
    assert max(right) < WIDTH
    for end, part in zip(right, chart.segments[1:], strict=False):
        assert end < part.x


def test_few_bars_have_a_label_and_the_year_where_it_begins() -> None:
    words = [label.words for label in draw(days(60, date(2025, 12, 1))).labels]
    assert len(words) <= 8
    assert words[:2] == ["Dec 1, 2025", "Dec 9"]
    assert "Jan 2, 2026" in words
