"""Which headings stand in a contents list."""

import pytest

from policy.contents import Heading, contents


def listed(*levels: int) -> list[str]:
    """One letter per entry in order, capital for the outer ones."""
    headings = [
        Heading(chr(ord("a") + place), level, "") for place, level in enumerate(levels)
    ]
    return [
        entry.words if entry.is_inner else entry.words.upper()
        for entry in contents(headings)
    ]


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        ([], ""),
        ([2], "A"),
        ([2, 2], "AB"),
        ([2, 3, 4, 2], "AbD"),
        # A title in the text, and sections below it.
        ([2, 3, 4, 3], "ABcD"),
        # Texts that begin deep, or leave levels out.
        ([4, 4, 5], "ABc"),
        ([2, 4, 5, 2], "AbD"),
        ([2, 3, 4], "ABC"),
    ],
)
def test_it_lists_the_two_uppermost_levels(levels: list[int], expected: str) -> None:
    assert "".join(listed(*levels)) == expected


def test_a_section_without_words_is_left_out() -> None:
    assert contents([Heading("", 2, "x")]) == []


def marked(*entries: str) -> list[str]:
    """Entries such as "2 removed Fees", and what is listed of them."""
    headings = []
    for entry in entries:
        level, state, words = entry.split()
        headings.append(Heading(words, int(level), "", state))
    return [("  " if e.is_inner else "") + e.words for e in contents(headings)]


def test_what_a_redline_marks_is_listed_however_deep_it_stands() -> None:
    assert marked(
        "2 unchanged A", "3 unchanged b", "4 unchanged x", "4 changed c", "2 added D"
    ) == ["A", "  b", "  c", "D"]


def test_a_removed_heading_is_no_parent_of_what_stays() -> None:
    assert marked(
        *("2 unchanged A", "3 unchanged b", "2 removed C", "3 removed d"),
        *("3 unchanged e", "3 added f", "2 unchanged G", "2 removed H"),
    ) == ["A", "  b", "  e", "  f", "C", "  d", "G", "H"]


def test_a_removed_heading_below_one_that_stays_keeps_its_place() -> None:
    assert marked("2 unchanged A", "3 removed b", "3 unchanged c", "2 unchanged D") == [
        "A",
        "  b",
        "  c",
        "D",
    ]
