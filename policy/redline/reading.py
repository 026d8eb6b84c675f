"""Stored HTML to a tree of blocks.

The input is the output of ``policy.markdown.sanitize``, whose spelling of tags and
attributes is regular. Anything else is read as far as it goes: an unknown tag is
dropped and its words are kept, and nothing raises.
"""

from __future__ import annotations

import re
from html import unescape

from policy.redline.tree import Block, BlockKind, Cell, Container, Mark, Row, Run, Tree

TAG = re.compile(r'(<[^<>"]*(?:"[^"]*"[^<>"]*)*>)')
NAME = re.compile(r"<(/?)([a-z][a-z0-9]*)")
ATTRIBUTE = re.compile(r'([a-z-]+)="([^"]*)"')
SPACE = re.compile(r"[ \t\n\r\f]+")

MARKS = {"a", "em", "strong", "s", "code"}
CONTAINERS = {"ul", "ol", "li", "blockquote"}
LEAVES = {
    "p": BlockKind.PARAGRAPH,
    "pre": BlockKind.PREFORMATTED,
    **{f"h{level}": BlockKind.HEADING for level in range(2, 7)},
}
TABLE_PARTS = {"table", "thead", "tbody", "tr", "th", "td"}
MAX_START = 999_999_999


def read(html: str) -> Tree:
    """Read a version's stored HTML."""
    return _Reader().read(html)


class _Reader:
    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.path: list[Container] = []
        self.filled: list[int] = []  # blocks there were when each container opened
        self.items: list[int] = []  # items so far in each open container
        self.containers = 0
        self.marks: tuple[Mark, ...] = ()
        self.depths: dict[str, int] = {}  # how often each mark is open
        self.runs: list[Run] = []
        self.leaf: Block | None = None
        self.rows: list[Row] | None = None
        self.cells: list[Cell] = []
        self.cell: Cell | None = None
        self.in_head = False

    def read(self, html: str) -> Tree:
        """Every second part is a tag."""
        parts = TAG.split(html)
        known: dict[str, tuple[bool, str, dict[str, str]]] = {}
        for index, part in enumerate(parts):
            if index % 2 == 0:
                if part:
                    text = unescape(part) if "&" in part else part
                    self.runs.append(Run(text.replace("\0", "\ufffd"), self.marks))
                continue
            if part not in known:
                known[part] = _parse(part)
            closes, name, attributes = known[part]
            self.handle(closes, name, attributes)
        self.end_table()
        while self.path:
            self.close_container(self.path[-1].tag)
        self.flush()
        return Tree(tuple(self.blocks))

    def handle(self, closes: bool, name: str, attributes: dict[str, str]) -> None:
        """Open or close an element."""
        if name in MARKS:
            self.handle_mark(closes, name, attributes)
        elif name == "br":
            self.runs.append(Run("\n", (Mark("br"),)))
        elif name in TABLE_PARTS or self.rows is not None:
            self.handle_table(closes, name, attributes)
        elif name in LEAVES:
            self.flush()
            if not closes:
                level = int(name[1]) if name[0] == "h" else 0
                anchor = attributes.get("id", "") if level else ""
                kind = LEAVES[name]
                self.leaf = Block(kind, tuple(self.path), level=level, anchor=anchor)
        elif name in CONTAINERS:
            if closes:
                self.close_container(name)
            else:
                self.open_container(name, attributes)
        elif name == "hr":
            self.flush()
            self.blocks.append(Block(BlockKind.RULE, tuple(self.path)))

    def handle_mark(self, closes: bool, name: str, attributes: dict[str, str]) -> None:
        """Marks nest, but a mark within its like says nothing more: thousands of them
        in one another would make every run of words as long. Closing what is not open
        does nothing."""
        depth = self.depths.get(name, 0)
        if not closes:
            self.depths[name] = depth + 1
            if depth == 0:
                self.marks += (Mark(name, attributes.get("href", "")),)
        elif depth:
            self.depths[name] = depth - 1
            if depth == 1:
                self.marks = tuple(mark for mark in self.marks if mark.tag != name)

    def open_container(self, name: str, attributes: dict[str, str]) -> None:
        """Step into a list, item or quote."""
        self.flush()
        self.containers += 1
        start, position = 1, 0
        if name == "ol":
            start = _start(attributes.get("start", ""))
        if name == "li" and self.items:
            position = self.items[-1]
            self.items[-1] += 1
        self.path.append(Container(name, self.containers, start, position))
        self.filled.append(len(self.blocks))
        self.items.append(0)

    def close_container(self, name: str) -> None:
        """Step out; an item or quote with nothing in it holds one empty paragraph."""
        self.flush()
        if not any(container.tag == name for container in self.path):
            return
        while self.path:
            if len(self.blocks) == self.filled[-1]:
                empty = Block(BlockKind.PARAGRAPH, tuple(self.path), is_bare=True)
                self.blocks.append(empty)
            self.filled.pop()
            self.items.pop()
            if self.path.pop().tag == name:
                return

    def handle_table(self, closes: bool, name: str, attributes: dict[str, str]) -> None:
        """A table is one block; only rows and cells count in it."""
        if name == "table" and closes:
            self.end_table()
        elif name == "table" and self.rows is None:
            self.flush()
            self.rows = []
        elif self.rows is None:
            return
        elif name in ("th", "td"):
            self.end_cell()
            if not closes:
                align = attributes.get("class", "").removeprefix("align-")
                self.cell = Cell((), "", name == "th", align)
        elif name in ("tr", "thead", "tbody", "table"):
            self.end_row()
            if name != "tr":
                self.in_head = name == "thead" and not closes
        else:
            self.runs.append(Run(" ", self.marks))

    def end_cell(self) -> None:
        """Keep the open cell; words outside any cell make one of their own."""
        runs = _tidy(self.runs)
        self.runs = []
        cell = self.cell or (Cell((), "") if runs else None)
        self.cell = None
        if cell is not None:
            text = "".join([run.text for run in runs])
            self.cells.append(Cell(runs, text, cell.is_head, cell.alignment))

    def end_row(self) -> None:
        """Keep the open row."""
        self.end_cell()
        if self.cells and self.rows is not None:
            self.rows.append(Row(tuple(self.cells), self.in_head))
        self.cells = []

    def end_table(self) -> None:
        """Keep the open table as a block."""
        if self.rows is None:
            return
        self.end_row()
        if self.rows:
            text = "\n".join(
                "\t".join(cell.text for cell in row.cells) for row in self.rows
            )
            table = Block(
                BlockKind.TABLE, tuple(self.path), text=text, rows=tuple(self.rows)
            )
            self.blocks.append(table)
        self.rows = None
        self.in_head = False

    def flush(self) -> None:
        """Make a block of the words since the last one."""
        leaf, runs = self.leaf, self.runs
        self.leaf, self.runs = None, []
        if leaf is None:
            tidy = _tidy(runs) if runs else ()
            if tidy:
                self.add(BlockKind.PARAGRAPH, tuple(self.path), tidy, is_bare=True)
            return
        is_pre = leaf.kind is BlockKind.PREFORMATTED
        tidy = _merge(runs) if is_pre else _tidy(runs)
        self.add(leaf.kind, leaf.path, tidy, leaf.level, leaf.anchor)

    def add(
        self,
        kind: BlockKind,
        path: tuple[Container, ...],
        runs: tuple[Run, ...],
        level: int = 0,
        anchor: str = "",
        is_bare: bool = False,
    ) -> None:
        """Add a block of words."""
        text = "".join([run.text for run in runs])
        self.blocks.append(Block(kind, path, runs, text, level, anchor, is_bare))


def _parse(tag: str) -> tuple[bool, str, dict[str, str]]:
    match = NAME.match(tag)
    if match is None:
        return False, "", {}
    attributes = {
        name: unescape(value) for name, value in ATTRIBUTE.findall(tag, match.end())
    }
    return bool(match[1]), match[2], attributes


def _start(text: str) -> int:
    is_number = text.isascii() and text.isdigit() and len(text) < 10
    return min(int(text), MAX_START) if is_number else 1


def _merge(runs: list[Run]) -> tuple[Run, ...]:
    """Neighbors with the same marks become one run."""
    result: list[Run] = []
    for run in runs:
        marks = () if run.marks and run.marks[0].tag == "br" else run.marks
        if result and result[-1].marks == marks:
            result[-1] = Run(result[-1].text + run.text, marks)
        elif run.text:
            result.append(Run(run.text, marks))
    return tuple(result)


def _tidy(runs: list[Run]) -> tuple[Run, ...]:
    """White space as a browser shows it: single, and none at the ends of lines."""
    result: list[Run] = []
    last = "\n"
    for run in runs:
        if run.marks and run.marks[0].tag == "br":
            _strip_end(result)
            text = "\n"
        else:
            text = SPACE.sub(" ", run.text)
            if last in " \n" and text[:1] == " ":
                text = text[1:]
        if text:
            last = text[-1]
            result.append(Run(text, run.marks))
    _strip_end(result)
    return _merge(result)


def _strip_end(runs: list[Run]) -> None:
    if runs and runs[-1].text.endswith(" "):
        text = runs[-1].text[:-1]
        if text:
            runs[-1] = Run(text, runs[-1].marks)
        else:
            runs.pop()
