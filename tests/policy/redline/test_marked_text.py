"""The marked text as a page gets it: anchors, steps, folds, safety, bounds."""

from __future__ import annotations

import pytest

from policy.redline import ENGINE, SectionState, Tree, compare
from policy.redline.tree import Block, BlockKind, Mark, Run
from tests.html import elements, words
from tests.policy.redline.taking import redline, tree

PARAGRAPHS = [f"Paragraph number {n} says a thing of its own." for n in range(9)]
LONG = "\n\n".join(PARAGRAPHS)


def test_the_engine_has_a_number() -> None:
    assert ENGINE == 2


def step_targets(html: str) -> list[str]:
    links = elements(html, "a")
    return [link["href"] for link in links if link["class"] == "redline-step"]


def test_every_block_links_to_the_changes_around_it() -> None:
    result = redline("a one\n\nb two\n\nc three", "a 1ne\n\nb 2wo\n\nc 3hree")
    assert step_targets(result.html) == [
        *("#change-2",),
        *("#change-1", "#change-3"),
        *("#change-2",),
    ]
    steps = [e for e in elements(result.html, "a") if e["class"] == "redline-step"]
    assert steps[0].text == "↓next change "


def test_a_block_of_several_changes_has_one_pair_of_links_at_its_end() -> None:
    old = "First may.\n\nWe may ask you, and we may keep it, as we like.\n\nLast may."
    result = redline(old, old.replace("may", "will"))
    assert len(result.changes) == 4
    assert step_targets(result.html) == [
        "#change-2",
        "#change-1",
        "#change-4",
        "#change-3",
    ]
    paragraph = elements(result.html, "p")[1]
    assert paragraph.text.endswith("as we like. ↑previous change ↓next change ")


def test_links_stand_behind_a_heading_a_table_and_code() -> None:
    table = "| Name | For |\n|---|---|\n| id | {} |"
    old = f"## We may\n\n```\na = 1\n```\n\n{table.format('ads')}"
    new = f"## We will\n\n```\na = 2\n```\n\n{table.format('signing in')}"
    html = redline(old, new).html
    steps = [e for e in elements(html, "span") if e["class"] == "redline-steps"]
    assert len(steps) == 3
    assert not {"h2", "pre", "table"} & {tag for e in steps for tag in e.inside}


def test_an_anchor_of_the_text_never_becomes_that_of_a_change() -> None:
    result = redline("## Change 1\n\none", "## Change 1\n\ntwo")
    assert result.changes[0].id == "change-1-2"
    assert result.sections[0].id == "change-1"


def test_a_removed_section_has_an_id_of_its_own() -> None:
    old = "## A\n\n[see](#b) this\n\n## B\n\nText.\n\n## Removed B\n\nMore."
    result = redline(old, "## A\n\n[see](#b) this\n\n## Removed B\n\nMore.")
    states = [(s.id, s.state) for s in result.sections]
    assert states == [
        ("a", "unchanged"),
        ("removed-b-2", "removed"),
        ("removed-b", "unchanged"),
    ]
    assert elements(result.html, "a")[0]["href"] == "#removed-b-2"


def test_sections_tell_how_they_fared() -> None:
    old = "Intro.\n\n## 1. A\n\none\n\n## 2. B\n\ntwo words\n\n## 3. C\n\nthree"
    new = "Intro.\n\n## 1. A\n\none\n\n## 2. N\n\nnew\n\n## 3. B\n\n2 words"
    new += "\n\n## 4. C\n\nthree"
    assert [(s.heading, s.state) for s in redline(old, new).sections] == [
        ("", SectionState.UNCHANGED),
        ("1. A", SectionState.UNCHANGED),
        ("2. N", SectionState.ADDED),
        ("3. B", SectionState.CHANGED),
        ("4. C", SectionState.RENUMBERED),
    ]


def test_long_unchanged_stretches_fold() -> None:
    result = redline(f"start\n\n{LONG}\n\nend one", f"start\n\n{LONG}\n\nend two")
    (fold,) = elements(result.html, "details")
    assert fold.text.startswith("9 paragraphs unchanged")
    # The paragraph beside the change tells where the reader is.
    assert PARAGRAPHS[-1] not in fold.text


def test_headings_that_the_contents_list_leads_to_are_never_folded() -> None:
    old = f"## A\n\n{LONG}\n\n## B\n\n{LONG} one\n\n### C\n\n{LONG}"
    html = redline(old, old.replace(" one", " two")).html
    folded = [e for e in elements(html) if "details" in e.inside]
    assert not any(e.tag in ("h2", "h3") for e in folded)
    assert sum(e.tag == "details" for e in elements(html)) == 3


def test_short_stretches_stay_open() -> None:
    assert not elements(redline("a\n\nb\n\nc one", "a\n\nb\n\nc two").html, "details")


def test_a_long_stretch_folds_even_if_it_is_one_paragraph() -> None:
    long = "A sentence that stays as it is. " * 30
    html = redline(f"{long}\n\nb\n\nc one", f"{long}\n\nb\n\nc two").html
    (fold,) = elements(html, "details")
    assert fold.text.startswith("1 paragraph unchanged")


def test_spoken_words_are_in_the_language_of_the_site() -> None:
    html = redline("## א\n\nאנו משתפים", "## א\n\nאנו אוספים").html
    spoken = [e for e in elements(html, "span") if e["class"] == "visually-hidden"]
    assert {(e["lang"], e["dir"]) for e in spoken if e["lang"]} == {("en-us", "ltr")}


@pytest.mark.parametrize(
    "href",
    [
        "javascript:alert(1)",
        " java\tscript:alert(1)",
        "JAVASCRIPT:alert(1)",
        "data:text/html,x",
        "vbscript:x",
    ],
)
def test_a_link_that_was_altered_behind_our_back_is_no_link(href: str) -> None:
    runs = (Run("x<b>", (Mark("a", href), Mark("script"))),)
    evil = Tree((Block(BlockKind.PARAGRAPH, (), runs, "x<b>"),))
    html = compare(tree("y"), evil).html
    assert "alert" not in html.replace("now a link to", "")
    assert not [e for e in elements(html, "a") if e["class"] != "redline-step"]
    assert "<script" not in html and "x&lt;b&gt;" in html


def test_words_are_escaped_wherever_they_stand() -> None:
    old = '## "<i>" & co\n\n[a](</"x>) `<u>` b'
    result = redline(old, old.replace('/"x', "/'y").replace(" b", " <b> c"))
    assert not {"i", "u", "b"} & {e.tag for e in elements(result.html)}
    assert "<i>" in words(result.html)


def test_a_total_rewrite_says_so_and_an_addition_does_not() -> None:
    other = "\n\n".join(f"Nothing {n} alike, sir." for n in range(100, 115))
    assert redline(LONG + "\n\nand\n\nso", other).is_coarse
    assert not redline(LONG + "\n\nand\n\nso", f"{LONG}\n\n{other}").is_coarse
