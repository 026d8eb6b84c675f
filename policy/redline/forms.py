"""Changes of a block's form: level, kind, list, nesting, quote."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from policy.redline.changes import Change, Kind, Unit
from policy.redline.marked import Record
from policy.redline.pieces import Where
from policy.redline.tree import Block, BlockKind, Container


class _Form(NamedTuple):
    kind: Kind
    old: str
    new: str
    list_number: int = 0


class Forms:
    """Notes what changed in form, once for neighbors that changed alike."""

    def __init__(self, record: Record) -> None:
        self._record = record
        self._lists: dict[_Form, int] = {}
        self._last: dict[_Form, int] = {}

    def compare(self, old: Block, new: Block, where: Where) -> list[int]:
        """The changes that have their place at this pair of blocks."""
        if (
            old.kind is new.kind
            and old.level == new.level
            and (_tags(old.path) == _tags(new.path))
        ):
            self._last = {}
            return []
        notes = []
        current: dict[_Form, int] = {}
        for form in _forms(old, new):
            known = self._lists if form.list_number else self._last
            if form in known:
                index = known[form]
                change = self._record.changes[index]
                self._record.changes[index] = replace(change, count=change.count + 1)
            else:
                change = Change(
                    form.kind,
                    where.old_section,
                    where.new_section,
                    form.old,
                    form.new,
                    words=new.text,
                )
                index = self._record.add(change)
                notes.append(index)
            if form.list_number:
                self._lists[form] = index
            else:
                current[form] = index
        self._last = current
        return notes


def _forms(old: Block, new: Block) -> list[_Form]:
    forms = []
    if old.kind is not new.kind:
        forms.append(_Form(Kind.BLOCK_TYPE, old.kind, new.kind))
    elif old.level != new.level:
        forms.append(_Form(Kind.HEADING_LEVEL, str(old.level), str(new.level)))
    old_lists = [each for each in old.path if each.is_list]
    new_lists = [each for each in new.path if each.is_list]
    old_tag = old_lists[-1].tag if old_lists else ""
    new_tag = new_lists[-1].tag if new_lists else ""
    if old_tag != new_tag:
        number = (new_lists or old_lists)[-1].number
        forms.append(_Form(Kind.LIST_TYPE, old_tag, new_tag, number))
    elif new_tag == "ol" and _is_first(old) and _is_first(new):
        starts = old_lists[-1].start, new_lists[-1].start
        if starts[0] != starts[1]:
            number = new_lists[-1].number
            form = _Form(Kind.LIST_START, str(starts[0]), str(starts[1]), number)
            forms.append(form)
    if old_lists and new_lists and len(old_lists) != len(new_lists):
        depths = str(len(old_lists)), str(len(new_lists))
        forms.append(_Form(Kind.NESTING, *depths))
    quotes = _quotes(old.path), _quotes(new.path)
    if quotes[0] != quotes[1]:
        forms.append(_Form(Kind.QUOTE, str(quotes[0]), str(quotes[1])))
    return forms


def _tags(path: tuple[Container, ...]) -> list[tuple[str, int]]:
    return [(each.tag, each.start) for each in path]


def _is_first(block: Block) -> bool:
    items = [each for each in block.path if each.tag == "li"]
    return bool(items) and items[-1].position == 0


def _quotes(path: tuple[Container, ...]) -> int:
    return sum([each.tag == "blockquote" for each in path])


def unit_of(block: Block) -> Unit:
    """What the block is to a reader; a paragraph in an item of a list is that item."""
    if block.kind is BlockKind.PARAGRAPH:
        is_item = any(each.tag == "li" for each in block.path)
        return Unit.ITEM if is_item else Unit.PARAGRAPH
    return Unit(block.kind.value)
