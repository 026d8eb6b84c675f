"""What is wrong with a text that comes from elsewhere, by line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.token import Token

# UTF-8 that was read as Windows-1252: "Ã©" for "é", "â€™" for "’", "Â©" for "©".
MOJIBAKE = re.compile(
    "Ã[\u0080-\u00bf\u0152-\u2122]|Â[\u0080-\u00bf]|â[€‚„†‡ˆ‰‹‘’“”•–—˜™›\u0080-\u00bf]"
)


@dataclass(frozen=True)
class Flaw:
    """One thing that is wrong: its line in the text, from 1, and a sentence."""

    line: int
    sentence: str


def flaws(source: str) -> list[Flaw]:
    """Mojibake and links without words or without an address, in order."""
    return sorted([*_mojibake(source), *_empty_links(source)], key=lambda f: f.line)


def _mojibake(source: str) -> Iterator[Flaw]:
    for number, line in enumerate(source.split("\n"), start=1):
        if match := MOJIBAKE.search(line):
            yield Flaw(
                number,
                f"“{match[0]}” looks like text that was read in the wrong encoding.",
            )


def _empty_links(source: str) -> Iterator[Flaw]:
    for block in MarkdownIt("commonmark", {"html": True}).enable("table").parse(source):
        if block.type == "inline" and block.map and block.children:
            for sentence in _links(block.children):
                yield Flaw(block.map[0] + 1, sentence)


def _links(tokens: list[Token]) -> Iterator[str]:
    words, address = "", None
    for token in tokens:
        if token.type == "link_open":
            words, address = "", str(token.attrs.get("href", ""))
        elif token.type == "link_close" and address is not None:
            if not address.strip():
                yield f"the link “{words.strip()}” leads nowhere."
            elif not words.strip():
                yield f"the link to “{address}” has no words."
            address = None
        else:
            words += token.content
