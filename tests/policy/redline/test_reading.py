"""Stored HTML becomes a tree and loses nothing."""

from __future__ import annotations

import pytest

from policy.redline import read
from policy.redline.tree import BlockKind, Mark, Run, split_number
from tests.policy.redline.taking import tree


def test_headings_keep_level_and_anchor() -> None:
    (block,) = tree("### 2. What we *collect*").blocks
    assert (block.kind, block.level, block.anchor) == ("heading", 3, "what-we-collect")
    assert block.runs == (Run("2. What we "), Run("collect", (Mark("em"),)))


def test_marks_nest_and_links_keep_their_target() -> None:
    (block,) = tree("a [**b** c](https://x.example/) `d`").blocks
    link = Mark("a", "https://x.example/")
    assert block.runs == (
        Run("a "),
        Run("b", (link, Mark("strong"))),
        Run(" c", (link,)),
        Run(" "),
        Run("d", (Mark("code"),)),
    )


def test_items_know_their_list_number_and_depth() -> None:
    blocks = tree("3. a\n4. b\n   - c").blocks
    paths = [[(e.tag, e.start, e.position) for e in block.path] for block in blocks]
    assert paths == [
        [("ol", 3, 0), ("li", 1, 0)],
        [("ol", 3, 0), ("li", 1, 1)],
        [("ol", 3, 0), ("li", 1, 1), ("ul", 1, 0), ("li", 1, 0)],
    ]
    assert blocks[1].path[1] is blocks[2].path[1]


def test_a_table_is_one_block_of_rows_and_cells() -> None:
    (block,) = tree("| A | B |\n|:-:|---|\n| *c* | |").blocks
    head, body = block.rows
    assert head.is_head and not body.is_head
    assert [cell.text for row in block.rows for cell in row.cells] == [
        *("A", "B"),
        *("c", ""),
    ]
    assert head.cells[0].is_head and head.cells[0].alignment == "center"


def test_white_space_is_what_a_browser_shows() -> None:
    assert tree("a\n  b  \nc").text == "a b\nc"
    assert tree("```\na\n  b\n```").text == "a\n  b\n"
    assert read("<p> a <em> b</em> </p>").text == "a b"
    assert read("<p>a&nbsp; b</p>").text == "a\xa0 b"


def test_quotes_and_rules_are_blocks() -> None:
    blocks = tree("> a\n\n---").blocks
    assert blocks[0].path[0].tag == "blockquote"
    assert blocks[1].kind is BlockKind.RULE


def test_empty_items_stay() -> None:
    assert [block.text for block in tree("-\n- a").blocks] == ["", "a"]


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("", ""),
        ("loose", "loose"),
        ("<p>a", "a"),
        ("a</p></ul>b", "a\nb"),
        ("<script>x</script>", "x"),
        ("<p>1 < 2 \0</p>", "1 < 2 \ufffd"),
        ("<td>a</td>", "a"),
        ("<table><tr><td>a<p>b</td></table>", "a b"),
        ("<ul><li><table></table></ul>c", "\nc"),
        ('<a href="', '<a href="'),
    ],
)
def test_what_never_should_be_stored_is_read_as_far_as_it_goes(
    html: str, text: str
) -> None:
    assert read(html).text == text


@pytest.mark.parametrize(
    ("heading", "parts"),
    [
        ("4. Sharing", ("4", "Sharing")),
        ("Section 4: Sharing", ("4", "Sharing")),
        ("§ 5 Sharing", ("5", "Sharing")),
        ("IV. Sharing", ("IV", "Sharing")),
        ("a) Sharing", ("a", "Sharing")),
        ("2.3 Sharing", ("2.3", "Sharing")),
        ("Sharing", ("", "Sharing")),
        ("4.", ("", "4.")),
    ],
)
def test_a_heading_has_a_number_of_its_own_or_none(
    heading: str, parts: tuple[str, str]
) -> None:
    assert split_number(heading) == parts


def test_a_mark_within_its_like_is_one_mark() -> None:
    (block,) = read("<p><em>a <em>b</em> c</em> d</p>").blocks
    assert [(run.text, len(run.marks)) for run in block.runs] == [
        ("a b c", 1),
        (" d", 0),
    ]
