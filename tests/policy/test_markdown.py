"""Markdown to HTML: what the parts of a legal text become."""

from __future__ import annotations

import pytest

from policy.markdown import render
from tests.html import elements, render_html, words

NUMBERS = [
    ("1-800-345-1642", "+18003451642"),
    ("800-345-1642", "+18003451642"),
    ("+1 800-345-1642", "+18003451642"),
    ("+1-800-345-1642", "+18003451642"),
    ("(314) 555-0100", "+13145550100"),
    ("314.555.0100", "+13145550100"),
]
NO_NUMBERS = [
    "21-800-345-1642",
    "800-345-16421",
    "800-345-1642-99",
    "x800-345-1642",
    "800-345-1642x",
    "2020-04-17",
    "123-45-6789",
    "10.800-345-1642",
    "/800-345-1642",
    "1234567890123",
    "٨٠٠-٣٤٥-١٦٤٢",
]


def headings(source: str, title: str = "") -> list[tuple[str, str]]:
    html = render(source, title).html
    return [
        (e.tag, e.text)
        for e in elements(html)
        if e.tag[0] == "h" and e.tag[1:].isdigit()
    ]


# --- Headings ---


def test_a_first_heading_that_repeats_the_title_is_left_out() -> None:
    source = "#  privacy POLICY\n\n## One\n"
    assert headings(source, "Privacy Policy") == [("h2", "One")]


def test_any_other_first_heading_moves_all_down_by_one() -> None:
    source = "# Overview\n\n## One\n\n###### Deep\n"
    found = headings(source, "Privacy Policy")
    assert found == [("h2", "Overview"), ("h3", "One"), ("h6", "Deep")]


def test_headings_from_level_two_on_stay() -> None:
    assert headings("## One\n\n### Part\n") == [("h2", "One"), ("h3", "Part")]


def test_a_title_that_comes_later_is_a_heading_like_others() -> None:
    found = headings("Text.\n\n# Privacy Policy\n", "Privacy Policy")
    assert found == [("h2", "Privacy Policy")]


def test_sections_are_cut_at_every_heading() -> None:
    rendered = render("Before.\n\n## One\n\nText.\n\n### Part\n\n- ## inside\n")
    found = [(s.level, s.anchor, s.heading) for s in rendered.sections]
    assert found == [(0, "", ""), (2, "one", "One"), (3, "part", "Part")]
    assert "".join(section.html for section in rendered.sections) == rendered.html


def test_a_section_keeps_the_words_of_its_heading_without_marks() -> None:
    (section,) = render("## What *we* `do` [here](/x) &amp; now\n").sections
    assert section.heading == "What we do here & now"


@pytest.mark.parametrize("source", ["", "\n \n", "[a]: /x", "<!-- -->"[:0]])
def test_an_empty_text_has_no_sections(source: str) -> None:
    assert render(source).sections == ()
    assert render(source).html == ""


# --- Tables and pictures ---


def test_a_table_keeps_its_alignment_without_inline_style() -> None:
    html = render_html(
        "| Cookie | Days | Who |\n| :-- | --: | :-: |\n| _ga | 180 | Google |\n"
    )
    cells = [
        (e.tag, e["class"], e.text) for e in elements(html) if e.tag in ("th", "td")
    ]
    assert cells == [
        ("th", "align-left", "Cookie"),
        ("th", "align-right", "Days"),
        ("th", "align-center", "Who"),
        ("td", "align-left", "_ga"),
        ("td", "align-right", "180"),
        ("td", "align-center", "Google"),
    ]
    assert "style" not in html
    assert elements(html)[0]["class"] == "table-scroll"


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("![A shield](/shield.png)", "<p>A shield</p>"),
        ("![](https://tracker.example/1.gif)", "<p></p>"),
        ("[![A & B](x.png)](/y)", '<p><a href="/y">A &amp; B</a></p>'),
        ("![<script>](x)", "<p>&lt;script&gt;</p>"),
    ],
)
def test_a_picture_becomes_its_words(source: str, html: str) -> None:
    assert render_html(source).strip() == html


# --- Telephone numbers ---


@pytest.mark.parametrize(("number", "address"), NUMBERS)
def test_a_telephone_number_is_a_link(number: str, address: str) -> None:
    html = render_html(f"Call {number}, or write. Again: {number}.")
    links = [(link["href"], link.text) for link in elements(html, "a")]
    assert links == [(f"tel:{address}", number)] * 2
    assert words(html) == f"Call {number}, or write. Again: {number}."


@pytest.mark.parametrize("text", NO_NUMBERS)
def test_other_digits_are_no_telephone_number(text: str) -> None:
    assert "tel:" not in render_html(f"See {text} there.")


@pytest.mark.parametrize(
    "source",
    [
        "[1-800-345-1642](/contact)",
        "[call **1-800-345-1642** now](/contact)",
        "`1-800-345-1642`",
        "    1-800-345-1642",
        "```\n1-800-345-1642\n```",
        "<https://example.com/800-345-1642>",
        "![1-800-345-1642](x)",
    ],
)
def test_a_number_in_a_link_in_code_or_a_picture_is_left_alone(source: str) -> None:
    assert "tel:" not in render_html(source)


@pytest.mark.parametrize(
    "source",
    [
        "**1-800-345-1642**",
        "## Call 1-800-345-1642",
        "| a |\n|---|\n| 1-800-345-1642 |",
    ],
)
def test_a_number_is_a_link_wherever_words_stand(source: str) -> None:
    assert 'href="tel:+18003451642"' in render_html(source)


def test_a_number_after_a_link_is_a_link() -> None:
    links = elements(render_html("[Write](/x) or call 1-800-345-1642"), "a")
    assert [link["href"] for link in links] == ["/x", "tel:+18003451642"]
