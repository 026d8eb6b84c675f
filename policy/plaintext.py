"""A frozen text without its marks, for reading and for archives."""

from __future__ import annotations

import re
from html import unescape

BREAKS = re.compile(r"</(?:p|h[2-6]|li|tr|pre|blockquote|table)>|<br>|<hr>")
ITEM = re.compile(r"<li>")
CELL_END = re.compile(r"</t[hd]>\s*(?=<t[hd])")
TAG = re.compile(r"<[^>]+>")


def plain_text(html: str) -> str:
    """The words of our own sanitized HTML, a line for each block."""
    text = html.replace("\n", " ")
    text = CELL_END.sub(" | ", text)
    text = ITEM.sub("- ", text)
    text = TAG.sub("", BREAKS.sub("\n", text))
    lines = (" ".join(line.split()) for line in unescape(text).split("\n"))
    return "\n".join(line for line in lines if line) + "\n"
