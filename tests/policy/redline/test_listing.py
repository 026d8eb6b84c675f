"""The list of changes for a page that groups them by section."""

from __future__ import annotations

from policy.redline import Listed, listed
from tests.policy.redline.taking import redline

ONE = "We ask for your name when you open an account with us."
TWO = "We never sell what you tell us to anyone, for any price."


def test_each_change_has_the_name_and_the_place_of_its_section() -> None:
    old = f"We may.\n\n## 1. A\n\n{ONE}\n\n{TWO}"
    new = f"We will.\n\n## 1. A\n\n{ONE} Always.\n\n{TWO}"
    assert listed(redline(old, new)) == [
        Listed("change-1", "Before the first heading", "", "“may” became “will”"),
        Listed(
            "change-2",
            "Section 1, A",
            "a",
            "“Always.” added after “account with us.”",
        ),
    ]


def test_what_went_from_a_renamed_section_is_listed_under_the_new_name() -> None:
    old = f"## Sharing\n\n{ONE}\n\n{TWO}"
    found = listed(redline(old, f"## Whom we tell\n\n{ONE}"))
    assert {(each.section, each.section_id) for each in found} == {
        ("Section “Whom we tell”", "whom-we-tell")
    }
    assert [each.text for each in found] == [
        "heading “Sharing” became “Whom we tell”",
        f"paragraph removed: “{TWO}”",
    ]


def test_a_removed_section_leads_to_where_it_is_marked() -> None:
    old = f"## A\n\n{ONE}\n\n## B\n\n{TWO}\n\n## C\n\nThree."
    (found,) = listed(redline(old, f"## A\n\n{ONE}\n\n## C\n\nThree."))
    assert found == Listed("change-1", "Section “B”", "removed-b", "section removed")
