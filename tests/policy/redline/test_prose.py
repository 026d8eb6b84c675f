"""Changes in sentences."""

from __future__ import annotations

import pytest

from policy.redline import Change, Kind, Place, Unit, describe, section_label
from policy.redline.notes import shortened
from tests.policy.redline.taking import redline, told

HERE = Place("4", "How information is shared", "how-information-is-shared")


def test_a_change_names_its_section_as_readers_know_it() -> None:
    change = Change(Kind.WORDS, HERE, HERE, "may", "will")
    assert describe(change) == (
        "Section 4, How information is shared: “may” became “will”"
    )
    assert section_label(Place("", "Cookies", "cookies")) == "Section “Cookies”"
    assert section_label(Place()) == "Before the first heading"


def test_what_is_gone_is_named_by_its_old_section() -> None:
    change = Change(Kind.DELETED, HERE, None, "Old words.", count=3)
    assert describe(change).endswith(
        "shared: 3 paragraphs removed, beginning “Old words.”"
    )


@pytest.mark.parametrize(
    ("unit", "one", "many"),
    [
        (Unit.PARAGRAPH, "new paragraph: “x”", "2 new paragraphs, beginning “x”"),
        (Unit.ITEM, "new list item: “x”", "2 new list items, beginning “x”"),
        (Unit.ROW, "new table row: “x”", "2 new table rows, beginning “x”"),
        (Unit.COLUMN, "new table column: “x”", "2 new table columns, beginning “x”"),
        (Unit.TABLE, "new table: “x”", "2 new tables, beginning “x”"),
        (Unit.RULE, "new dividing line", "2 new dividing lines"),
        (Unit.SECTION, "new section", "new section"),
        (Unit.HEADING, "new heading: “x”", "new heading, beginning “x”"),
    ],
)
def test_every_unit_has_a_word(unit: Unit, one: str, many: str) -> None:
    change = Change(Kind.INSERTED, None, HERE, new="x", unit=unit)
    assert describe(change).endswith(f": {one}")
    change = Change(Kind.INSERTED, None, HERE, new="x", unit=unit, count=2)
    assert describe(change).endswith(f": {many}")


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize(("old", "new"), [("", "a"), ("a", ""), ("a", "b"), ("", "")])
def test_every_kind_has_a_sentence(kind: Kind, old: str, new: str) -> None:
    text = describe(Change(kind, HERE, HERE, old, new))
    assert text.startswith("Section 4, ") and not text.endswith(": ")


def test_long_words_are_cut_where_one_ends() -> None:
    text = "We keep what you tell us for as long as the law that applies demands it. "
    assert shortened(text * 2) == text + "We keep what you…"
    assert shortened("We ask, we log, we tell", 15) == "We ask, we log…"
    assert shortened("情" * 200) == "情" * 90 + "…"


def test_a_cut_leaves_no_sign_before_the_dots() -> None:
    assert shortened("We ask. We log. We tell", 15) == "We ask. We log…"


def test_quotes_within_quotes_are_single() -> None:
    assert told(redline("We say so.", 'We say “no” or "never" so.')) == [
        "The text: “‘no’ or 'never'” added after “We say”"
    ]
    assert section_label(Place("", "The “Service”")) == "Section “The ‘Service’”"


def test_a_text_without_headings_is_the_text() -> None:
    assert told(redline("We may.", "We will.")) == ["The text: “may” became “will”"]
    assert told(redline("We may.\n\n## A\n\nB", "We will.\n\n## A\n\nB")) == [
        "Before the first heading: “may” became “will”"
    ]


@pytest.mark.parametrize(
    ("shape", "place"),
    [
        ("{}", "at the beginning of a paragraph"),
        ("- {}", "at the beginning of a list item"),
        ("| a |\n|---|\n| {} |", "at the beginning of the cell"),
    ],
)
def test_the_beginning_is_that_of_what_the_words_stand_in(
    shape: str, place: str
) -> None:
    words = "you ask us for it"
    (text,) = told(redline(shape.format(words), shape.format(f"Today {words}")))
    assert text.endswith(f"“Today” added {place}")
    (text,) = told(redline(shape.format(f"Today {words}"), shape.format(words)))
    assert text.endswith(f"“Today” removed {place}")


def test_code_begins_as_preformatted_text() -> None:
    (text,) = told(redline("```\nx = 1\n```", "```\n#x = 1\n```"))
    assert text == "The text: “#” added at the beginning of preformatted text"


def test_words_behind_a_line_break_are_not_at_the_beginning() -> None:
    (text,) = told(redline("Our home:  \nold city", "Our home:  \nold grey city"))
    assert text.endswith("“grey” added after “Our home: old”")


def test_a_renamed_heading_is_told_as_a_whole() -> None:
    assert told(redline("## 2. What we do\n\nx", "## 2. What we ask and do\n\nx")) == [
        "Section 2, What we ask and do: "
        "heading “2. What we do” became “2. What we ask and do”"
    ]


def test_signs_are_named_for_those_who_listen() -> None:
    assert told(redline("names, dates", "names dates")) == [
        "The text: a comma removed after “names”"
    ]
