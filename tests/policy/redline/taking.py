"""Reading marked text: what stands there when all changes are taken, or none."""

from __future__ import annotations

import re
from html import escape
from html.parser import HTMLParser

from policy.markdown import render
from policy.redline import Change, Kind, Redline, Tree, compare, describe, read


def tree(source: str) -> Tree:
    """A tree from Markdown."""
    return read(render(source).html)


def redline(old: str, new: str) -> Redline:
    """The redline of two Markdown texts; taking all, or none, gives them back."""
    a, b = tree(old), tree(new)
    result = compare(a, b)
    assert take_all(result.html) == texts(b)
    assert take_none(result.html) == texts(a)
    return result


def kinds(result: Redline) -> list[Kind]:
    """The kinds of all changes, in order."""
    return [change.kind for change in result.changes]


def only(result: Redline) -> Change:
    """The one change."""
    assert len(result.changes) == 1, [describe(each) for each in result.changes]
    return result.changes[0]


def told(result: Redline) -> list[str]:
    """The list of changes as a reader gets it."""
    return [describe(change) for change in result.changes]


VOID = {"br", "hr"}
BLOCKS = {
    *("h2", "h3", "h4", "h5", "h6", "p", "pre", "ul", "ol", "li", "blockquote"),
    *("hr", "table", "thead", "tbody", "tr", "th", "td", "div", "details", "summary"),
}
BESIDE_THE_TEXT = {
    "visually-hidden",
    "redline-note",
    "redline-steps",
    "redline-about",
    "redline-split",
    "redline-join",
}


class _Taker(HTMLParser):
    """Block texts of one side: ``dropped`` is the tag of what the other side has."""

    def __init__(self, dropped: str) -> None:
        super().__init__(convert_charrefs=True)
        self.dropped = dropped
        self.open: list[tuple[str, bool]] = []
        self.blocks: list[str] = []
        self.text = ""
        self.is_touched = False
        self.pre = 0

    @property
    def is_skipping(self) -> bool:
        return any(skips for _, skips in self.open)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        classes = set((dict(attrs).get("class") or "").split())
        if tag in BLOCKS:
            self.flush()
            self.pre += tag == "pre"
        else:
            self.is_touched = True
        if self.dropped == "ins" and "redline-split" in classes:
            # One paragraph of the old text: it goes on here.
            self.text = self.blocks.pop() if self.blocks else ""
        if self.dropped == "ins" and "redline-join" in classes:
            self.flush()
        if tag == "br" and not self.is_skipping:
            self.text += "\n"
        if tag not in VOID:
            skips = tag in (self.dropped, "summary") or bool(classes & BESIDE_THE_TEXT)
            self.open.append((tag, skips))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop()[0] == tag
        if tag in BLOCKS:
            self.flush()
            self.pre -= tag == "pre"

    def handle_data(self, data: str) -> None:
        if not self.is_skipping:
            # Line feeds in the HTML are spaces but for preformatted text.
            self.text += data if self.pre else re.sub(r"[ \t\n\r\f]+", " ", data)

    def flush(self) -> None:
        text = self.text
        if not self.pre:
            text = re.sub(r"[ ]+", " ", text)
            text = re.sub(r" ?\n ?", "\n", text).strip(" ")
        if self.is_touched or text:
            self.blocks.append(text)
        self.text, self.is_touched = "", False


def _take(html: str, dropped: str) -> list[str]:
    taker = _Taker(dropped)
    taker.feed(html)
    taker.close()
    taker.flush()
    assert not taker.open
    return [text for text in taker.blocks if text.strip("\n")]


def take_all(html: str) -> list[str]:
    """The texts of all blocks when every insertion is taken."""
    return _take(html, "del")


def take_none(html: str) -> list[str]:
    """The texts of all blocks when every deletion is taken back."""
    return _take(html, "ins")


def texts(tree: Tree) -> list[str]:
    """The texts of a tree's blocks and cells, without empty ones."""
    result: list[str] = []
    for block in tree.blocks:
        if block.rows:
            result.extend(cell.text for row in block.rows for cell in row.cells)
        else:
            result.append(block.text)
    return [text for text in result if text.strip("\n")]


class _Accepter(HTMLParser):
    """The stored HTML that the new side of a marked text came from."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.open: list[str | None] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        classes = set(attributes.get("class", "").split())
        is_gone = tag in ("del", "summary") or classes & (
            BESIDE_THE_TEXT | {"redline-deleted", "redline-moved-away"}
        )
        if is_gone or None in self.open:
            if tag not in VOID:
                self.open.append(None)
            return
        is_ours = tag in ("ins", "mark", "details")
        kept = {
            name: value
            for name, value in attributes.items()
            if name in ("href", "start") or (name == "id" and tag[0] == "h")
        }
        if css := " ".join(c for c in sorted(classes) if not c.startswith("redline")):
            kept["class"] = css
        if not is_ours:
            text = "".join(f' {name}="{escape(value)}"' for name, value in kept.items())
            self.parts.append(f"<{tag}{text}>")
        if tag not in VOID:
            self.open.append("" if is_ours else tag)

    def handle_endtag(self, tag: str) -> None:
        name = self.open.pop()
        if name:
            self.parts.append(f"</{name}>")

    def handle_data(self, data: str) -> None:
        if None not in self.open:
            self.parts.append(escape(data, quote=False))


def accepted_html(html: str) -> str:
    """The marked text as plain HTML with every change taken."""
    accepter = _Accepter()
    accepter.feed(html)
    accepter.close()
    return without_empty("".join(accepter.parts))


def without_empty(html: str) -> str:
    """Drop lists, items and quotes that hold nothing."""
    empty = re.compile(
        r"<(ul|ol|li|blockquote|thead|tbody|table|div)( [^>]*)?>\s*</\1>"
    )
    before = ""
    while before != html:
        before, html = html, empty.sub("", html)
    return html
