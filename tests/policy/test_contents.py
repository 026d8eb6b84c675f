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
