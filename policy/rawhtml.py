"""Raw HTML in texts from elsewhere: its words are kept, its tags dropped.

This site's own Markdown has no raw HTML; other people's has. An import takes the tags
out of the source, so that what is frozen is what is shown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from markdown_it import MarkdownIt

# Tags, comments, instructions and declarations: CommonMark 0.31, section 6.6.
_ATTRIBUTE = r"""\s+[A-Za-z_:][\w.:-]*(?:\s*=\s*(?:[^\s"'=<>`]+|'[^']*'|"[^"]*"))?"""
RAW = re.compile(
    r"(?P<code>(?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`))"
    r"|(?P<unseen><(?P<name>script|style)\b[^>]*>.*?</(?P=name)\s*>)"
    rf"|(?P<tag><(?:[A-Za-z][A-Za-z0-9-]*(?:{_ATTRIBUTE})*\s*/?|/[A-Za-z][A-Za-z0-9-]*\s*)>)"
    r"|(?P<other><!--.*?-->|<\?.*?\?>|<![A-Za-z][^>]*>)",
    re.DOTALL | re.IGNORECASE,
)
# These stand inside a sentence; any other tag parts the words before and after it.
INLINE = re.compile(
    r"</?(?:a|abbr|b|cite|code|del|em|font|i|ins|kbd|mark|q|s|small|span|strong|sub|sup|u)"
    r"\b",
    re.IGNORECASE,
)
CODE = ("fence", "code_block")


@dataclass(frozen=True)
class Dropped:
    """A piece of raw HTML that was taken out: its line in the text, from 1."""

    line: int
    html: str


def without_raw_html(source: str) -> tuple[str, list[Dropped]]:
    """The source with its words and without its tags, and what was dropped."""
    dropped: list[Dropped] = []
    parts: list[str] = []
    for first_line, text, is_markup in _parts(source):
        if is_markup:
            text = _without_tags(text, first_line, dropped)
        parts.append(text)
    return "\n".join(parts), dropped


def _parts(source: str) -> list[tuple[int, str, bool]]:
    """The source in pieces: (first line, text, whether it is not code)."""
    lines = source.split("\n")
    kinds = _kinds(source, len(lines))
    pieces: list[tuple[int, list[str], bool]] = []
    for number, (line, kind) in enumerate(zip(lines, kinds, strict=True), start=1):
        is_markup = kind not in CODE
        if not pieces or pieces[-1][2] != is_markup:
            pieces.append((number, [], is_markup))
        # Without its tags, an indented line would turn into code.
        pieces[-1][1].append(line.lstrip() if kind == "html_block" else line)
    return [(first, "\n".join(text), markup) for first, text, markup in pieces]


def _kinds(source: str, count: int) -> list[str]:
    """For each line the kind of block that it belongs to, where that matters."""
    kinds = [""] * count
    for token in MarkdownIt("commonmark", {"html": True}).parse(source):
        if token.map and token.type in (*CODE, "html_block"):
            for line in range(token.map[0], min(token.map[1], count)):
                kinds[line] = token.type
    return kinds


def _without_tags(text: str, first_line: int, dropped: list[Dropped]) -> str:
    def take(match: re.Match[str]) -> str:
        if match["code"]:
            return match[0]
        line = first_line + text.count("\n", 0, match.start())
        dropped.append(Dropped(line, match[0]))
        return "" if INLINE.match(match[0]) else _gap(match[0])

    return RAW.sub(take, text)


def _gap(html: str) -> str:
    """What parts words where a tag stood; its lines stay, so that numbers hold."""
    return "\n" * html.count("\n") or " "
