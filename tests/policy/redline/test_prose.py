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


def test_signs_are_named_for_those_who_listen() -> None:
    assert told(redline("names, dates", "names dates")) == [
        "Before the first heading: a comma removed after “names”"
    ]
