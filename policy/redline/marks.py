"""Changes of marks: a link that leads elsewhere, emphasis that came or went."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from policy.redline.changes import Kind
from policy.redline.tree import Mark, Run


class Form(NamedTuple):
    """What words were and are: a link's target or tags of emphasis, '' for none."""

    old: str
    new: str


class _Waiting(NamedTuple):
    """Added words with a mark; ``old`` is None where they came instead of nothing."""

    old: str | None
    new: str
    texts: list[str]


class MarkChanges:
    """Follows the marks from words to words; where a change ends, it is told.

    Words that only the new text has are no change of marks, but they belong to one that
    begins or goes on beside them: of a link that is new to "July 18, 2022", where
    "July 18" is new too, all of it is told.
    """

    def __init__(self, tell: Callable[[Kind, Form, str], None]) -> None:
        self._tell = tell
        self._going_on: dict[Kind, tuple[Form, list[str]]] = {}
        self._waiting: dict[Kind, _Waiting] = {}

    def keep(self, text: str, old: tuple[Mark, ...], new: tuple[Mark, ...]) -> None:
        """Words that both texts have."""
        for kind, value in VALUES.items():
            self._go_on(kind, Form(value(old), value(new)), text)

    def replace(self, gone: tuple[Run, ...], come: tuple[Run, ...]) -> None:
        """Words that only the old text has, and those that came instead."""
        targets = _targets(gone, come)
        for kind, value in VALUES.items():
            if kind is Kind.LINK_TARGET and targets is not None:
                linked = [run.text for run in come if value(run.marks) == targets.new]
                self._go_on(kind, targets, "".join(linked))
                continue
            before = {value(run.marks) for run in gone if run.text.strip()}
            old = before.pop() if len(before) == 1 else None
            for run in come:
                self._carry(kind, old, value(run.marks), run.text)

    def end(self) -> None:
        """Here the marks are the same on both sides."""
        self._waiting.clear()
        for kind in VALUES:
            self._end(kind)

    def _go_on(self, kind: Kind, form: Form, text: str) -> None:
        going_on = self._going_on.get(kind)
        if going_on is not None and (going_on[0] == form or not text.strip()):
            going_on[1].append(text)
            return
        if not text.strip():
            return
        self._end(kind)
        waiting = self._waiting.pop(kind, None)
        if form.old == form.new:
            return
        texts = [text]
        if waiting and waiting.new == form.new and waiting.old in (None, form.old):
            texts = [*waiting.texts, text]
        self._going_on[kind] = form, texts

    def _carry(self, kind: Kind, old: str | None, new: str, text: str) -> None:
        """Keep added words for the change that they may belong to."""
        going_on = self._going_on.get(kind)
        if going_on and going_on[0].new == new and old in (None, going_on[0].old):
            going_on[1].append(text)
            return
        waiting = self._waiting.get(kind)
        if waiting is None or (waiting.old, waiting.new) != (old, new):
            waiting = self._waiting[kind] = _Waiting(old, new, [])
        waiting.texts.append(text)

    def _end(self, kind: Kind) -> None:
        if kind not in self._going_on:
            return
        form, texts = self._going_on.pop(kind)
        words = "".join(texts)
        if any(sign.isalnum() for sign in words):
            self._tell(kind, form, words)


def _target(marks: tuple[Mark, ...]) -> str:
    return next((mark.href for mark in marks if mark.tag == "a"), "")


def _emphasis(marks: tuple[Mark, ...]) -> str:
    return " ".join(sorted({mark.tag for mark in marks if mark.tag != "a"}))


def _targets(gone: tuple[Run, ...], come: tuple[Run, ...]) -> Form | None:
    """What a link that was reworded led to and leads to, if that changed."""
    was, now = (
        {_target(run.marks) for run in runs if run.text.strip()}
        for runs in (gone, come)
    )
    if len(was - {""}) == len(now - {""}) == 1:
        was, now = was - {""}, now - {""}
    if len(was) != 1 or len(now) != 1 or was == now:
        return None
    return Form(was.pop(), now.pop())


VALUES: dict[Kind, Callable[[tuple[Mark, ...]], str]] = {
    Kind.LINK_TARGET: _target,
    Kind.EMPHASIS: _emphasis,
}
