"""Markdown to safe HTML, in sections.

``render`` is a pure function: the same source and title always give the same HTML.
Raw HTML is off in the parser, and nh3 cleans what comes out all the same.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import nh3
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

from policy.anchors import Anchors, split_anchor

ALLOWED_TAGS = {
    *("h2", "h3", "h4", "h5", "h6", "p", "ul", "ol", "li", "blockquote", "pre"),
    *("a", "em", "strong", "s", "code", "br", "hr", "div"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}
ALLOWED_ATTRIBUTES: dict[str, set[str]] = {
    # Else nh3 lets title and lang pass on every tag.
    "*": set(),
    **{f"h{level}": {"id"} for level in range(2, 7)},
    "a": {"href"},
    "ol": {"start"},
}
ALLOWED_CLASSES = {
    "div": {"table-scroll"},
    "th": {"align-left", "align-center", "align-right"},
    "td": {"align-left", "align-center", "align-right"},
}
ALLOWED_SCHEMES = {"http", "https", "mailto", "tel"}

# A North American number, as printed in policies: 1-800-345-1642, (314) 555-0100.
TELEPHONE = re.compile(
    r"(?<![\w./+-])(?<!\d )(?:\+?1[-. ])?(?:\([0-9]{3}\) ?|[0-9]{3}[-.])"
    r"[0-9]{3}[-.][0-9]{4}(?![\w-])"
)


@dataclass(frozen=True)
class RenderedSection:
    """A headed part: its heading's level (2 to 6), anchor and words, and its HTML.

    The text before the first heading has level 0, no anchor and no heading.
    """

    level: int
    anchor: str
    heading: str
    html: str


@dataclass(frozen=True)
class Rendered:
    """A whole text: safe HTML and the sections it is made of, in order."""

    html: str
    sections: tuple[RenderedSection, ...]


def render(source: str, title: str = "") -> Rendered:
    """Render a policy's text.

    The page's h1 is the title, so headings of the text start at h2: where the source
    uses level 1 all its headings move down by one, and a first heading that only
    repeats the title is left out.
    """
    tokens = _parser().parse(source)
    tokens = _without_title(tokens, title)
    _shift_headings(tokens)
    anchors = Anchors()
    sections = [
        section
        for part in _split(tokens)
        if (section := _render_section(part, anchors)) is not None
    ]
    html = "".join(section.html for section in sections)
    return Rendered(html=html, sections=tuple(sections))


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    parser.core.ruler.push("telephone", _link_telephones)
    parser.add_render_rule("image", _image_as_words)
    parser.add_render_rule("table_open", _table_open)
    parser.add_render_rule("table_close", _table_close)
    return parser


def _image_as_words(
    renderer: RendererHTML,
    tokens: Sequence[Token],
    index: int,
    options: OptionsDict,
    env: object,
) -> str:
    """A picture would be a request to another host: its words stand for it."""
    return escape(
        renderer.renderInlineAsText(tokens[index].children or [], options, {})
    )


def _table_open(*args: object) -> str:
    return '<div class="table-scroll"><table>\n'


def _table_close(*args: object) -> str:
    return "</table></div>\n"


def _link_telephones(state: StateCore) -> None:
    """Turn telephone numbers in running text into ``tel:`` links."""
    for block in state.tokens:
        if block.type == "inline" and block.children:
            block.children = _with_telephone_links(block.children)


def _with_telephone_links(tokens: list[Token]) -> list[Token]:
    result: list[Token] = []
    inside_link = False
    for token in tokens:
        if token.type in ("link_open", "link_close"):
            inside_link = token.type == "link_open"
        if token.type == "text" and not inside_link:
            result.extend(_split_telephones(token.content))
        else:
            result.append(token)
    return result


def _split_telephones(text: str) -> list[Token]:
    tokens: list[Token] = []
    end = 0
    for match in TELEPHONE.finditer(text):
        tokens.append(_text(text[end : match.start()]))
        digits = re.sub(r"\D", "", match[0])[-10:]
        link = Token("link_open", "a", 1, attrs={"href": f"tel:+1{digits}"})
        tokens.extend([link, _text(match[0]), Token("link_close", "a", -1)])
        end = match.end()
    tokens.append(_text(text[end:]))
    return tokens


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)


def _without_title(tokens: list[Token], title: str) -> list[Token]:
    starts_with_title = (
        len(tokens) > 2
        and tokens[0].type == "heading_open"
        and tokens[0].tag == "h1"
        and tokens[1].content.strip().casefold() == title.strip().casefold()
    )
    return tokens[3:] if starts_with_title else tokens


def _shift_headings(tokens: list[Token]) -> None:
    headings = [t for t in tokens if t.type in ("heading_open", "heading_close")]
    if any(token.tag == "h1" for token in headings):
        for token in headings:
            token.tag = f"h{min(6, int(token.tag[1]) + 1)}"


def _split(tokens: list[Token]) -> list[list[Token]]:
    """Cut before every heading that stands at the top level of the text."""
    parts: list[list[Token]] = [[]]
    for token in tokens:
        if token.type == "heading_open" and token.level == 0:
            parts.append([])
        parts[-1].append(token)
    return [part for part in parts if part]


def _render_section(tokens: list[Token], anchors: Anchors) -> RenderedSection | None:
    level, anchor, heading = 0, "", ""
    if tokens[0].type == "heading_open" and tokens[0].level == 0:
        level = int(tokens[0].tag[1])
        anchor, heading = _anchor_heading(tokens, level, anchors)
    for token in tokens:
        _align_by_class(token)
    parser = _parser()
    html = parser.renderer.render(tokens, parser.options, {})
    clean = sanitize(html)
    return RenderedSection(level, anchor, heading, clean) if clean.strip() else None


def _anchor_heading(
    tokens: list[Token], level: int, anchors: Anchors
) -> tuple[str, str]:
    """Give the heading its id; return anchor and the heading's words."""
    inline = tokens[1]
    explicit = ""
    last = inline.children[-1] if inline.children else None
    if last is not None and last.type == "text":
        last.content, explicit = split_anchor(last.content)
    heading = "".join(
        child.content if child.type in ("text", "code_inline") else " "
        for child in inline.children or []
        if child.type in ("text", "code_inline", "softbreak", "hardbreak")
    ).strip()
    anchor = anchors.take(heading, level, explicit)
    tokens[0].attrSet("id", anchor)
    return anchor, heading


def _align_by_class(token: Token) -> None:
    """Inline styles are refused by the site's Content-Security-Policy."""
    style = token.attrs.pop("style", "")
    if isinstance(style, str) and style.startswith("text-align:"):
        token.attrSet("class", f"align-{style.removeprefix('text-align:')}")


def sanitize(html: str) -> str:
    """Keep only what a legal text needs; everything else goes."""
    return nh3.clean(
        html,
        tags=ALLOWED_TAGS,
        attributes=ALLOWED_ATTRIBUTES,
        allowed_classes=ALLOWED_CLASSES,
        url_schemes=ALLOWED_SCHEMES,
        link_rel=None,
    )
