"""What the engine writes passes the sanitizer of the page as it is."""

from __future__ import annotations

from html.parser import HTMLParser

from hypothesis import given, settings

from policy.management.commands.load_policies import BUNDLED
from policy.presentation import sanitize_redline
from policy.redline import compare
from tests.policy.redline.taking import tree
from tests.policy.redline.test_properties import pairs
from tests.policy.test_markdown_safety import TEXTS


class _Events(HTMLParser):
    """What a browser gets of HTML, whatever its spelling."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[object] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, sorted(attrs)))

    def handle_endtag(self, tag: str) -> None:
        self.found.append(tag)

    def handle_data(self, data: str) -> None:
        self.found.append([data])


def events(html: str) -> list[object]:
    reader = _Events()
    reader.feed(html)
    reader.close()
    return reader.found


def check(old: str, new: str) -> None:
    html = compare(tree(old), tree(new)).html
    assert events(sanitize_redline(html)) == events(html)


@given(pairs())
@settings(max_examples=200)
def test_no_redline_is_altered(pair: tuple[str, str]) -> None:
    check(*pair)


@given(old=TEXTS, new=TEXTS)
@settings(max_examples=200)
def test_not_even_that_of_hostile_texts(old: str, new: str) -> None:
    check(old, new)


def test_the_bundled_policies_pass() -> None:
    sources = [path.read_text() for path in sorted(BUNDLED.rglob("*.md"))]
    for old in sources:
        for new in sources:
            check(old, new)
