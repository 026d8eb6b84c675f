"""Anchors stay the same from version to version."""

from __future__ import annotations

from pathlib import Path

import pytest

from policy.anchors import PAGE_IDS, PAGE_PREFIXES, slug, split_anchor
from policy.markdown import render


def anchors(source: str) -> list[str]:
    return [section.anchor for section in render(source).sections if section.level]


@pytest.mark.parametrize(
    ("heading", "anchor"),
    [
        ("1. Collected information", "collected-information"),
        ("12) Collected information", "collected-information"),
        ("2.3 Collected information", "collected-information"),
        ("2.3.1. Collected information", "collected-information"),
        ("IV. Collected information", "collected-information"),
        ("a) Collected information", "collected-information"),
        ("Section 4: Collected information", "collected-information"),
        ("Article 4 – Collected information", "collected-information"),
        ("§ 5 Collected information", "collected-information"),
        ("COLLECTED  Information!", "collected-information"),
        ("Who’s who, and what's what", "whos-who-and-whats-what"),
        ("Datenschutzerklärung für Gäste", "datenschutzerklärung-für-gäste"),
        ("個人情報の取り扱い", "個人情報の取り扱い"),
        ("Политика", "политика"),
        ("ﬁnance", "finance"),
        ("2020", "2020"),
        ("24/7 support", "24-7-support"),
        ("7.", "7"),
        ("!!!", ""),
        ("x" * 300, "x" * 120),
    ],
)
def test_an_anchor_is_made_of_the_words_without_the_number(
    heading: str, anchor: str
) -> None:
    assert slug(heading) == anchor


def test_inserting_a_section_moves_no_anchor() -> None:
    before = "## 1. What we collect\n\n## 2. Your rights\n"
    after = "## 1. Children\n\n## 2. What we collect\n\n## 3. Your rights\n"
    assert set(anchors(before)) < set(anchors(after))


def test_repeated_headings_are_told_apart_by_the_part_they_stand_in() -> None:
    before = "## Email\n\n### Purpose\n\n## Cookies\n\n### Purpose\n"
    found = anchors(before)
    assert found == ["email", "purpose", "cookies", "cookies-purpose"]
    # A part that is inserted between them moves neither.
    after = before.replace("## Cookies", "## Calls\n\n### Purpose\n\n## Cookies")
    assert set(found) <= set(anchors(after))


def test_repeated_headings_without_a_part_are_counted() -> None:
    assert anchors("## Purpose\n\n## Purpose\n\n## Purpose\n") == [
        "purpose",
        "purpose-2",
        "purpose-3",
    ]


def test_a_reworded_heading_keeps_its_anchor_when_the_source_says_so() -> None:
    (section,) = render("## 1. What we gather {#collected-information}\n").sections
    assert section.anchor == "collected-information"
    assert section.heading == "1. What we gather"
    assert "{#" not in section.html


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Words {#a-b}", ("Words", "a-b")),
        ("Words{#a}  ", ("Words", "a")),
        ("{#größe}", ("", "größe")),
        ("Words {#}", ("Words {#}", "")),
        ("Words {#a b}", ("Words {#a b}", "")),
        ('Words {#"x}', ('Words {#"x}', "")),
        ("Words {#a} more", ("Words {#a} more", "")),
    ],
)
def test_an_explicit_anchor_is_one_word_in_braces_at_the_end(
    text: str, expected: tuple[str, str]
) -> None:
    assert split_anchor(text) == expected


def test_an_explicit_anchor_that_is_taken_is_told_apart() -> None:
    assert anchors("## One {#a}\n\n## Two {#a}\n") == ["a", "a-2"]


@pytest.mark.parametrize(
    "wanted", [*sorted(PAGE_IDS), *(f"{prefix}x" for prefix in PAGE_PREFIXES)]
)
def test_ids_of_the_page_itself_are_not_taken(wanted: str) -> None:
    assert anchors(f"## Words {{#{wanted}}}\n") == [f"section-{wanted}"]


def test_a_heading_without_letters_has_an_anchor_all_the_same() -> None:
    assert anchors("## !!!\n\n## ???\n") == ["section", "section-2"]


def test_the_bundled_policies_keep_their_anchors() -> None:
    folder = Path(__file__).parents[2] / "policy" / "content" / "privacy-policy"
    first, *later = (path.read_text() for path in sorted(folder.glob("*.md")))
    kept = set(anchors(first.split("---", 2)[2]))
    assert len(kept) >= 17
    for text in later:
        assert kept <= set(anchors(text.split("---", 2)[2]))
