"""What holds for every pair of texts."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from policy.markdown import render
from policy.redline import (
    ATTRIBUTES,
    TAGS,
    Redline,
    Tree,
    compare,
    describe,
    read,
)
from tests.html import elements
from tests.policy.redline.taking import (
    accepted_html,
    take_all,
    take_none,
    texts,
    without_empty,
)
from tests.policy.test_markdown_safety import TEXTS

WORDS = [
    *(
        "we",
        "may",
        "share",
        "your",
        "data,",
        "the",
        "the",
        "of",
        "partners.",
        "Cookies",
    ),
    *("*must*", "**never**", "[us](https://a.example/)", "[us](#one)", "`id`", "né"),
    *("שלום", "数据", "a-b", "1-800-345-1642", "(see", "below)", "<b>", "&", "¶"),
]
sentences = st.lists(st.sampled_from(WORDS), min_size=1, max_size=12).map(" ".join)
LISTS = ["- {}", "1. {}", "- {0}\n- {0}", "- {0}\n  - {0}\n- b", "- {0}\n\n  {0}\n- c"]
SHAPES = [
    *("{}", "{}", "{}", "## {}", "### {}", "## 1. {}", "> {}", "> {0}\n>\n> {0}"),
    *LISTS,
    *("    {}", "---", "{0}  \n{0}", "3. {0}\n4. {0}", "-\n- {}", "> - {}"),
    *("| a | {0} |\n|---|:-:|\n| {0} | c |", "| {0} |\n|---|\n| {0} |\n| d |"),
]
blocks = st.builds(
    lambda shape, text: shape.format(text), st.sampled_from(SHAPES), sentences
)
documents = st.lists(blocks, max_size=9)


@st.composite
def pairs(draw: st.DrawFn) -> tuple[str, str]:
    """A text and what a few edits made of it."""
    old = draw(documents)
    new = list(old)
    for _ in range(draw(st.integers(0, 5))):
        place = draw(st.integers(0, len(new)))
        match draw(
            st.sampled_from(["add", "remove", "move", "reword", "join", "form"])
        ):
            case "add":
                new.insert(place, draw(blocks))
            case "remove":
                del new[place : place + 1]
            case "move" if place < len(new):
                new.insert(draw(st.integers(0, len(new) - 1)), new.pop(place))
            case "reword" if place < len(new):
                words = new[place].split(" ")
                at = draw(st.integers(0, len(words)))
                words[at : at + draw(st.integers(0, 2))] = [draw(sentences)]
                new[place] = " ".join(words)
            case "join" if place + 1 < len(new):
                new[place : place + 2] = [" ".join(new[place : place + 2])]
            case "form" if place < len(new):
                new[place] = draw(st.sampled_from(SHAPES)).format(new[place])
    return "\n\n".join(old), "\n\n".join(new)


def tree(source: str) -> Tree:
    return read(render(source).html)


def assert_sound(redline: Redline, old: Tree, new: Tree) -> None:
    """What a reader and the page rely on."""
    assert take_all(redline.html) == texts(new)
    assert take_none(redline.html) == texts(old)
    found = elements(redline.html)
    ids = [element["id"] for element in found if element["id"]]
    assert len(set(ids)) == len(ids)
    for element in found:
        assert element.tag in TAGS
        assert set(element.attributes) <= ATTRIBUTES
        if element["class"] in ("redline-step", "redline-jump"):
            assert element["href"].removeprefix("#") in ids
    for change in redline.changes:
        assert change.id in ids
        assert not change.old_id or change.old_id in ids
        assert describe(change)
    for section in redline.sections:
        assert section.id in ids or section.level == 0


def shapes(a: Tree) -> list[object]:
    """A tree without what does not matter: the numbers of its containers."""
    return [
        (
            block.kind,
            block.runs,
            block.level,
            block.anchor,
            block.rows,
            [(each.tag, each.start, each.position) for each in block.path],
        )
        for block in a.blocks
    ]


@settings(max_examples=250, deadline=None)
@given(pair=pairs())
def test_taking_all_gives_the_new_text_and_taking_none_the_old(
    pair: tuple[str, str],
) -> None:
    old, new = tree(pair[0]), tree(pair[1])
    assert_sound(compare(old, new), old, new)
    assert_sound(compare(new, old), new, old)


@settings(max_examples=150, deadline=None)
@given(pair=pairs())
def test_taking_all_gives_the_new_form_too(pair: tuple[str, str]) -> None:
    html = render(pair[1]).html
    redline = compare(tree(pair[0]), read(html))
    accepted = read(accepted_html(redline.html))
    assert shapes(accepted) == shapes(read(without_empty(html)))


@settings(max_examples=100, deadline=None)
@given(old=TEXTS, new=TEXTS)
def test_any_two_texts_can_be_compared(old: str, new: str) -> None:
    a, b = tree(old), tree(new)
    assert_sound(compare(a, b), a, b)


@settings(max_examples=100, deadline=None)
@given(old=st.text(max_size=300), new=st.text(max_size=300))
def test_what_was_altered_behind_our_back_stays_harmless(old: str, new: str) -> None:
    found = elements(compare(read(old), read(new)).html)
    assert {element.tag for element in found} <= TAGS


@settings(max_examples=100, deadline=None)
@given(source=documents)
def test_equal_versions_give_no_change(source: list[str]) -> None:
    text = "\n\n".join(source)
    redline = compare(tree(text), tree(text))
    assert redline.changes == ()
    assert not redline.is_coarse
    assert {section.state for section in redline.sections} <= {"unchanged"}
    assert not any(e.tag in ("ins", "del") for e in elements(redline.html))


@settings(max_examples=50, deadline=None)
@given(pair=pairs())
def test_the_same_pair_always_gives_the_same_redline(pair: tuple[str, str]) -> None:
    assert compare(tree(pair[0]), tree(pair[1])) == compare(
        tree(pair[0]), tree(pair[1])
    )


@settings(max_examples=50, deadline=None)
@given(source=documents, seed=st.integers(0, 1000))
def test_lines_that_break_elsewhere_are_no_change(source: list[str], seed: int) -> None:
    chance = random.Random(seed)
    paragraphs = [text for text in source if text[0].isalpha() and "\n" not in text]
    broken = [
        "".join("\n" if c == " " and chance.random() < 0.3 else c for c in text)
        for text in paragraphs
        if not any(sign in text for sign in ("&", "<", "(", "`", "1-"))
    ]
    whole = [" ".join(text.split()) for text in broken]
    assert compare(tree("\n\n".join(whole)), tree("\n\n".join(broken))).changes == ()
