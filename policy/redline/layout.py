"""The marked text as a whole: lists and quotes around the blocks, and folds."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import NamedTuple

from django.utils.translation import ngettext

from policy.redline.marked import Entry
from policy.redline.marking import Aligned
from policy.redline.paths import Path, Paths
from policy.redline.tree import Container
from policy.redline.writing import Writer, Written

# Shorter stretches are read sooner than unfolded.
LEAST_FOLDED = 3
LEAST_LENGTH = 600
# So many blocks may a list or quote have that stays open beside a change.
MOST_BESIDE = 3


class _Placed(NamedTuple):
    path: Path
    written: Written


def lay_out(entries: Sequence[Entry], aligned: Aligned, writer: Writer) -> str:
    """The HTML of the marked text."""
    new = {id(each) for block in aligned.new for each in block.path}
    placed: list[_Placed] = []
    for entry, paths in zip(entries, Paths(aligned).of(entries), strict=True):
        # Beside words that stay, an item's removed words are a paragraph.
        is_alone = not paths[0] or id(paths[0][-1]) not in new
        is_bare = not entry.state.is_old or (is_alone and bool(paths[0]))
        written = writer.write(entry, is_bare)
        placed.extend(map(_Placed, paths, written))
    layout = _Layout(new)
    for group in _groups(placed):
        layout.add(group)
    return layout.finish()


def _groups(placed: Sequence[_Placed]) -> list[list[_Placed]]:
    """What stands together at the top level: a block, or a list or quote with all that
    is in it."""
    groups: list[list[_Placed]] = []
    outermost: Container | None = None
    for each in placed:
        top = each.path[0] if each.path else None
        if top is not None and top is outermost:
            groups[-1].append(each)
        else:
            groups.append([each])
        outermost = top
    return groups


class _Layout:
    def __init__(self, new: set[int]) -> None:
        self.new = new
        self.parts: list[str] = []
        self.path: Path = ()
        self.after_gone: set[int] = set()  # lists whose numbers a removed item moved
        self.waiting: list[list[_Placed]] = []
        self.was_change = False

    def add(self, group: list[_Placed]) -> None:
        """Write the group, or keep it for a fold."""
        is_heading = group[0].written.is_heading
        if not is_heading and all(each.written.is_quiet for each in group):
            self.waiting.append(group)
            return
        self._release(is_change_next=not is_heading)
        self._write(group)
        self.was_change = not is_heading

    def finish(self) -> str:
        """The whole text."""
        self._release(is_change_next=False)
        self._close(0)
        return "".join(self.parts)

    def _release(self, is_change_next: bool) -> None:
        """Fold what waits, but for the block beside a change: it tells where one is."""
        waiting, self.waiting = self.waiting, []
        before: list[list[_Placed]] = []
        after: list[list[_Placed]] = []
        if waiting and self.was_change and len(waiting[0]) <= MOST_BESIDE:
            before.append(waiting.pop(0))
        if waiting and is_change_next and len(waiting[-1]) <= MOST_BESIDE:
            after.append(waiting.pop())
        for group in before:
            self._write(group)
        count = sum(len(group) for group in waiting)
        length = sum(len(each.written.html) for group in waiting for each in group)
        is_long = count >= LEAST_FOLDED or length >= LEAST_LENGTH
        if is_long:
            self._close(0)
            self.parts.append(_fold_start(count))
        for group in waiting:
            self._write(group)
        if is_long:
            self._close(0)
            self.parts.append("</details>\n")
        for group in after:
            self._write(group)

    def _write(self, group: list[_Placed]) -> None:
        for path, written in group:
            shared = 0
            for was, now in zip(self.path, path, strict=False):
                if was is not now:
                    break
                shared += 1
            self._close(shared)
            for index in range(shared, len(path)):
                parent = path[index - 1] if index else None
                self.parts.append(self._open(path[index], parent))
            self.path = path
            self.parts.append(written.html)

    def _close(self, depth: int) -> None:
        for container in reversed(self.path[depth:]):
            self.parts.append(f"</{container.tag}>\n")
        self.path = self.path[:depth]

    def _open(self, container: Container, parent: Container | None) -> str:
        if container.tag == "ol" and container.start != 1:
            return f'<ol start="{container.start}">\n'
        if container.tag == "li" and parent is not None and id(parent) in self.new:
            if id(container) not in self.new:
                self.after_gone.add(id(parent))
                return '<li class="redline-gone">'
            if parent.tag == "ol" and id(parent) in self.after_gone:
                return f'<li value="{parent.start + container.position}">'
        line = "" if container.tag == "li" else "\n"
        return f"<{container.tag}>{line}"


def _fold_start(count: int) -> str:
    words = ngettext(
        "%(count)s paragraph unchanged", "%(count)s paragraphs unchanged", count
    ) % {"count": count}
    return (
        '<details class="redline-fold">'
        f"<summary>{escape(words, quote=False)}</summary>\n"
    )
