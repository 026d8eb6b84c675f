"""Reading HTML in tests: every element, its attributes and its words."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

from policy.markdown import render

VOID = {"br", "hr", "img", "input", "link", "meta"}


@dataclass
class Element:
    """One element; ``text`` holds all words inside it, in order."""

    tag: str
    attributes: dict[str, str]
    text: str = ""
    inside: list[str] = field(default_factory=list)

    def __getitem__(self, name: str) -> str:
        return self.attributes.get(name, "")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Element] = []
        self.open: list[Element] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        path = [element.tag for element in self.open]
        element = Element(tag, attributes, inside=path)
        self.found.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop().tag != tag:
            pass

    def handle_data(self, data: str) -> None:
        for element in self.open:
            element.text += data


def elements(html: str, tag: str = "") -> list[Element]:
    """Every element of the tag, or every element, in the order of the page."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return [element for element in reader.found if tag in ("", element.tag)]


def words(html: str) -> str:
    """The page's words with single spaces, as a reader hears them."""
    return " ".join(_text(html).split())


def _text(html: str) -> str:
    return elements(f"<body>{html}</body>", "body")[0].text


def render_html(source: str) -> str:
    """A text's HTML, where nothing else of it matters."""
    return render(source).html
