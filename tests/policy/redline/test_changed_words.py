"""Words inside blocks that stayed."""

from __future__ import annotations

import pytest

from policy.redline import Kind
from tests.html import elements
from tests.policy.redline.taking import kinds, only, redline, told


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("We may share it.", "We will share it.", "“may” became “will”"),
        ("We share it.", "We never share it.", "“never” added after “We”"),
        ("We never share it.", "We share it.", "“never” removed after “We”"),
        ("You ask.", "Today you ask.", "“You” became “Today you”"),
        ("you ask us", "Today you ask us", "“Today” added at the beginning"),
        ("names, dates", "names; dates", "a comma became a semicolon after “names”"),
        ("Within 30 days.", "Within 45 days.", "“30” became “45” after “Within”"),
        ("Pay $1,000.50 now", "Pay $1,000.51 now", "“1,000.50” became “1,000.51”"),
        ("Ask a@b.example.", "Ask c@b.example.", "“a@b.example” became “c@b.example”"),
        ("the U.S. law", "the US law", "“U.S.” became “US”"),
        ("Die Prüfung läuft.", "Die Prüfung ruht.", "“läuft” became “ruht”"),
        ("אנו משתפים מידע.", "אנו אוספים מידע.", "“משתפים” became “אוספים”"),
        ("मेरा नाम हिन्दी", "मेरा काम हिन्दी", "“नाम” became “काम”"),
        (
            "私たちは情報を収集します。",
            "私たちは情報を共有します。",
            "“収集” became “共有”",
        ),
    ],
)
def test_a_changed_word_is_told(old: str, new: str, sentence: str) -> None:
    (text,) = told(redline(f"## 4. Sharing\n\n{old}", f"## 4. Sharing\n\n{new}"))
    assert text.startswith("Section 4, Sharing: ")
    assert sentence in text


def test_a_new_sentence_is_one_insertion_from_its_first_word() -> None:
    change = only(redline("We ask. We share.", "We ask. We log. We share."))
    assert (change.old, change.new, change.before) == ("", "We log.", "We ask.")


def test_words_lost_among_changes_do_not_break_them_up() -> None:
    old = "Some long words stay here. The name of the person that asks is kept."
    new = "Some long words stay here. A number of other things might be logged."
    assert len(redline(old, new).changes) == 1


def test_a_rewritten_paragraph_between_the_same_neighbors_is_one_change() -> None:
    old = "Stays.\n\nIn the event of a merger we tell you of it by mail.\n\nEnds."
    new = "Stays.\n\nNothing here is sold, ever, to anyone at all.\n\nEnds."
    assert kinds(redline(old, new)) in (
        [Kind.WORDS],
        [Kind.DELETED, Kind.INSERTED],
    )


def test_words_that_came_instead_stand_behind_those_that_went() -> None:
    html = redline("We may share.", "We will share.").html
    marks = [e for e in elements(html) if e.tag in ("ins", "del")]
    assert [e.text for e in marks] == [
        "deleted: may, end of deletion. ",
        "inserted: will, end of insertion. ",
    ]


def test_a_paragraph_that_was_split_is_told_without_repeating_it() -> None:
    one = "We keep logs for a month or so. We delete them when the month is over."
    change = only(redline(one, one.replace("so. We", "so.\n\nWe")))
    assert change.kind is Kind.SPLIT


def test_paragraphs_that_were_merged_are_told_without_repeating_them() -> None:
    one = "We keep logs for a month or so. We delete them when the month is over."
    change = only(redline(one.replace("so. We", "so.\n\nWe"), one))
    assert change.kind is Kind.MERGED


def test_a_paragraph_can_be_split_in_several_and_reworded() -> None:
    old = "We keep logs for a month. We may delete them later. We tell you by mail."
    new = old.replace("may", "will").replace(". We", ".\n\nWe")
    result = redline(old, new)
    assert sorted(kinds(result)) == [Kind.SPLIT, Kind.SPLIT, Kind.WORDS]


def test_line_breaks_are_shown() -> None:
    change = only(redline("12 Main St  \nSpringfield", "12 Main St Springfield"))
    assert (change.old, change.new) == ("Springfield", "Springfield")


def test_code_is_compared_line_by_line() -> None:
    change = only(redline("```\na = 1\nb = 2\n```", "```\na = 1\nb = 3\n```"))
    assert (change.kind, change.old, change.new) == (Kind.WORDS, "2", "3")


def test_a_return_to_earlier_words_is_the_opposite_change() -> None:
    first, second = "We may share it.", "We will share it."
    there, back = only(redline(first, second)), only(redline(second, first))
    assert (there.old, there.new) == (back.new, back.old)
