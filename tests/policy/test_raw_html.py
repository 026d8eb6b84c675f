"""Raw HTML from elsewhere: words stay, tags go, each is reported with its line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.rawhtml import without_raw_html


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("A <b>bold</b> word.", "A bold word."),
        ('See <a href="/terms">our terms</a>.', "See our terms."),
        ("One<br>two<br/>three", "One two three"),
        ("<p>One</p><p>Two</p>", " One  Two "),
        ('<img alt="x > y" src="a.png">Words', " Words"),
        ("a <!-- hidden --> b", "a   b"),
        ("<script>alert(1)</script>Words", " Words"),
        ("<?php echo 1 ?><!DOCTYPE html>x", "  x"),
    ],
)
def test_words_stay_and_tags_go(source: str, text: str) -> None:
    assert without_raw_html(source)[0] == text


@pytest.mark.parametrize(
    "source",
    [
        "`<b>` in a code span, ``<i> ` </i>`` too.",
        "```html\n<b>fenced</b>\n```",
        "Text:\n\n    <b>indented</b>",
        "<https://example.com/> and <mail@example.com>",
        "1 < 2 and 3 > 2, a <3 b",
        "# Heading\n\n* [link](</a b>)\n",
    ],
)
def test_what_is_no_raw_html_stays(source: str) -> None:
    assert without_raw_html(source) == (source, [])


def test_a_block_does_not_turn_into_code() -> None:
    source = "<table>\n  <tr>\n      <td>Words</td>\n  </tr>\n</table>\n\nText.\n"
    text, _ = without_raw_html(source)
    assert not [line for line in text.split("\n") if line.startswith("    ")]
    assert text.split() == ["Words", "Text."]


def test_each_piece_is_reported_with_its_line() -> None:
    source = "One\n\n```\n<b>\n```\n\nTwo <b>x</b>\n\n<div\n  class=y>\n\nThree <i>"
    pieces = [(piece.line, piece.html) for piece in without_raw_html(source)[1]]
    assert pieces == [(7, "<b>"), (7, "</b>"), (9, "<div\nclass=y>"), (12, "<i>")]


@given(st.text(alphabet="<>/ab `!-?=\"'\n #", max_size=80))
def test_it_copes_with_anything_and_keeps_the_lines(source: str) -> None:
    text, _ = without_raw_html(source)
    assert text.count("\n") == source.count("\n")
    if "<" not in source:
        assert "".join(text.split()) == "".join(source.split())
