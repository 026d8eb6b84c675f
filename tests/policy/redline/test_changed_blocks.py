"""Blocks that were added, removed or moved."""

from __future__ import annotations

from policy.redline import Kind, Unit
from tests.html import elements, words
from tests.policy.redline.taking import kinds, only, redline, told

ONE = "We ask for your name when you open an account with us."
TWO = "We never sell what you tell us to anyone, for any price."
THREE = "You can ask us at any time to delete everything about you."
SECTION = f"## Sharing\n\n{TWO}\n\n{THREE}"


def test_an_added_paragraph_is_told_with_its_first_words() -> None:
    result = redline(f"## A\n\n{ONE}", f"## A\n\n{ONE}\n\n{TWO}")
    assert told(result) == [f"Section “A”: new paragraph: “{TWO}”"]


def test_a_removed_paragraph_is_told_in_its_old_section() -> None:
    result = redline(f"## A\n\n{ONE}\n\n{TWO}", f"## A\n\n{ONE}")
    assert told(result) == [f"Section “A”: paragraph removed: “{TWO}”"]
    assert only(result).new_section is None


def test_neighbors_are_one_change_by_section() -> None:
    result = redline(ONE, f"{ONE}\n\n{SECTION}\n\n## B\n\nText.")
    assert [(c.unit, c.count) for c in result.changes] == [
        (Unit.SECTION, 3),
        (Unit.SECTION, 2),
    ]
    assert told(result)[0] == "Section “Sharing”: new section"


def test_a_moved_paragraph_is_marked_at_both_ends() -> None:
    result = redline(
        f"## A\n\n{ONE}\n\n{TWO} {TWO}\n\n## B\n\n{THREE}",
        f"## A\n\n{TWO} {TWO}\n\n## B\n\n{THREE}\n\n{ONE}",
    )
    change = only(result)
    assert change.kind is Kind.MOVED
    jumps = [e for e in elements(result.html, "a") if e["class"] == "redline-jump"]
    assert [e["href"] for e in jumps] == [f"#{change.id}", f"#{change.old_id}"]
    assert [e.text for e in jumps] == ["Section “B”", "Section “A”"]
    assert told(result) == [f"Section “B”: moved here from Section “A”: “{ONE}”"]


def test_a_moved_section_is_one_change() -> None:
    rest = f"## Rest\n\n{ONE}\n\n{ONE} Again.\n\n{ONE} And again."
    result = redline(f"{SECTION}\n\n{rest}", f"{rest}\n\n{SECTION}")
    change = only(result)
    assert (change.kind, change.unit, change.count) == (Kind.MOVED, Unit.SECTION, 3)
    states = {section.heading: section.state for section in result.sections}
    assert states == {"Rest": "unchanged", "Sharing": "moved"}


def test_a_moved_paragraph_tells_what_was_reworded_in_it() -> None:
    long = f"{TWO} {THREE}"
    result = redline(
        f"{long}\n\n{ONE}\n\n{ONE} Again.\n\n{ONE} And so on, as long as we can.",
        f"{ONE}\n\n{ONE} Again.\n\n{ONE} And so on, as long as we can.\n\n"
        + long.replace("never", "seldom"),
    )
    assert kinds(result) == [Kind.MOVED, Kind.WORDS]
    assert [e.text for e in elements(result.html, "mark")] == [" seldom"]
    assert "[was “never”]" in words(result.html)


def test_a_moved_section_says_what_it_stands_behind_now() -> None:
    rest = f"## Rest\n\n{ONE}\n\n{ONE} Again.\n\n{ONE} And again."
    there, back = f"{SECTION}\n\n{rest}", f"{rest}\n\n{SECTION}"
    assert told(redline(there, back)) == [
        "Section “Sharing”: the section moved, now after Section “Rest”"
    ]
    assert told(redline(back, there)) == [
        "Section “Sharing”: the section moved, now before all others"
    ]


def test_short_blocks_are_not_said_to_have_moved() -> None:
    result = redline(f"Purpose\n\n{ONE}", f"{ONE}\n\nPurpose")
    assert Kind.MOVED not in kinds(result)


def test_a_renamed_heading_keeps_its_section() -> None:
    old = f"## What we collect\n\n{ONE}"
    new = f"## Your information\n\n{ONE}"
    result = redline(old, new)
    assert only(result).kind is Kind.WORDS
    assert [section.state for section in result.sections] == ["changed"]


def test_a_dividing_line_and_a_table_can_come_and_go() -> None:
    table = "| Name | Purpose |\n|---|---|\n| id | signing in |"
    result = redline(f"{ONE}\n\n---\n\n{TWO}", f"{ONE}\n\n{table}\n\n{TWO}")
    assert told(result) == [
        "The text: dividing line removed",
        "The text: new table: “Name Purpose id signing in”",
    ]


def test_removed_items_stand_in_their_list_and_leave_its_numbers_alone() -> None:
    result = redline("1. alpha\n2. beta\n3. gamma", "1. alpha\n2. gamma")
    items = elements(result.html, "li")
    assert len(elements(result.html, "ol")) == 1
    assert [(e["class"], e["value"]) for e in items] == [
        ("", ""),
        ("redline-gone", ""),
        ("", "2"),
    ]


def test_a_paragraph_added_between_items_does_not_lose_the_list() -> None:
    old = "- alpha beta\n- gamma delta"
    new = "- alpha beta\n\nA new paragraph.\n\n- gamma delta"
    assert only(redline(old, new)).unit is Unit.PARAGRAPH


def test_nothing_to_something_and_back() -> None:
    assert told(redline("", ONE)) == [f"The text: new paragraph: “{ONE}”"]
    assert kinds(redline(ONE, "")) == [Kind.DELETED]
    assert redline("", "").html == ""
