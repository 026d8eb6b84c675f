"""Changes of form only: told in words beside the text."""

from __future__ import annotations

import pytest

from policy.redline import Kind
from tests.html import elements, words
from tests.policy.redline.taking import kinds, only, redline, told

ITEMS = ("we ask for your name", "we log your address", "we keep both for a year")
BULLETS = "\n".join(f"- {item}" for item in ITEMS)
NUMBERS = "\n".join(f"{place}. {item}" for place, item in enumerate(ITEMS, 1))


@pytest.mark.parametrize(
    ("old", "new", "kind", "note"),
    [
        (
            "See [us](https://a.example/).",
            "See [us](https://b.example/).",
            Kind.LINK_TARGET,
            "[link now leads to https://b.example/, was https://a.example/]",
        ),
        (
            "See us.",
            "See [us](/x).",
            Kind.LINK_TARGET,
            "[now a link to /x]",
        ),
        (
            "See [us](/x).",
            "See us.",
            Kind.LINK_TARGET,
            "[no longer a link; it led to /x]",
        ),
        ("We *may*.", "We **may**.", Kind.EMPHASIS, "[now strongly emphasized, was"),
        ("We may.", "We `may`.", Kind.EMPHASIS, "[now set as code]"),
        ("We *may*.", "We may.", Kind.EMPHASIS, "[no longer emphasized]"),
        ("## One", "### One", Kind.HEADING_LEVEL, "[heading level 3, was 2]"),
        ("## One", "One", Kind.BLOCK_TYPE, "[now a paragraph, was a heading]"),
        (
            BULLETS,
            NUMBERS,
            Kind.LIST_TYPE,
            "[now a numbered list, was a bulleted list]",
        ),
        (
            "\n\n".join(ITEMS),
            BULLETS,
            Kind.LIST_TYPE,
            "[now 3 items of a bulleted list]",
        ),
        (
            BULLETS,
            "\n\n".join(ITEMS),
            Kind.LIST_TYPE,
            "[3 items no longer in a bulleted list]",
        ),
        ("1. a b c", "4. a b c", Kind.LIST_START, "now start at 4, was 1]"),
        ("We quote.", "> We quote.", Kind.QUOTE, "[now set as a quotation]"),
        ("> We quote.", "We quote.", Kind.QUOTE, "[no longer set as a quotation]"),
        ("## 4. One", "## 5. One", Kind.NUMBER, "4"),
    ],
)
def test_a_change_of_form_is_told_once(
    old: str, new: str, kind: Kind, note: str
) -> None:
    result = redline(old, new)
    assert only(result).kind is kind
    assert note in words(result.html)


def test_a_nested_item_says_how_deep_it_is() -> None:
    result = redline("- one\n- two", "- one\n  - two")
    assert only(result).kind is Kind.NESTING
    assert "[list level 2, was 1]" in words(result.html)


def test_lists_within_lists_change_on_their_own() -> None:
    old = "- one item\n  - first part\n  - second part\n- two items"
    new = "- one item\n  1. first part\n  2. second part\n- two items"
    change = only(redline(old, new))
    assert (change.kind, change.count) == (Kind.LIST_TYPE, 2)


def test_a_link_whose_words_changed_too_tells_its_target() -> None:
    result = redline("See [our page](/a) now.", "See [the notice](/b) now.")
    assert kinds(result) == [Kind.WORDS, Kind.LINK_TARGET]


@pytest.mark.parametrize(
    ("old", "new", "note"),
    [
        (
            "Since March 3, 2021 it holds.",
            "Since [July 18, 2022](/new) it holds.",
            "now a link to /new: “July 18, 2022”",
        ),
        (
            "Since [March 3, 2021](/new) it holds.",
            "Since July 18, 2022 it holds.",
            "no longer a link; it led to /new: “July 18, 2022”",
        ),
        (
            "See our page.",
            "See [our new page](/new).",
            "now a link to /new: “our new page”",
        ),
        (
            "See our old page now.",
            "See [our new page](/new) now.",
            "now a link to /new: “our new page”",
        ),
        (
            "We never keep it.",
            "We **hardly ever keep** it.",
            "now strongly emphasized: “hardly ever keep”",
        ),
    ],
)
def test_a_change_of_marks_tells_all_words_that_it_is_about(
    old: str, new: str, note: str
) -> None:
    assert f"The text: {note}" in told(redline(old, new))


def test_words_added_within_a_link_leave_it_the_same_link() -> None:
    result = redline("See [our page](/a).", "See [our new page](/a).")
    assert kinds(result) == [Kind.WORDS]


def test_the_emphasis_of_a_lone_sign_is_no_news() -> None:
    assert redline("We may *…* so.", "We may … so.").changes == ()


def test_notes_on_a_heading_are_no_part_of_its_name() -> None:
    html = redline("## One", "### One").html
    assert [e.text for e in elements(html, "h3")] == ["One"]


def test_a_moved_word_mark_does_not_hide_a_changed_word() -> None:
    result = redline("We *may* share it.", "We may not share it.")
    assert sorted(kinds(result)) == [Kind.EMPHASIS, Kind.WORDS]
