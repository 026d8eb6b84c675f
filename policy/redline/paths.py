"""Where removed blocks stand among the lists and quotes of the new text."""

from __future__ import annotations

from collections.abc import Sequence

from policy.redline.marked import Entry
from policy.redline.marking import Aligned
from policy.redline.tree import Container

Path = tuple[Container, ...]


class Paths:
    """The new text keeps its lists whole; a removed item stands in the list that its
    own list became."""

    def __init__(self, aligned: Aligned) -> None:
        self._became: dict[int, Container] = {}
        taken: set[int] = set()
        for step in aligned.steps:
            if not step.old or not step.new:
                continue
            old, new = aligned.old[step.old[0]], aligned.new[step.new[0]]
            for was, now in zip(old.path, new.path, strict=False):
                known = self._became.get(id(was))
                if known is None and id(now) not in taken and _are_alike(was, now):
                    self._became[id(was)] = now
                    taken.add(id(now))
                elif known is not now:
                    break
        self._fillers: dict[int, Container] = {}

    def of(self, entries: Sequence[Entry]) -> list[list[Path]]:
        """The path of each block of each entry in the marked text."""
        following: list[Path] = []
        path: Path = ()
        for entry in reversed(entries):
            following.append(path)
            if not entry.state.is_old:
                path = entry.blocks[0].path
        following.reverse()
        result = []
        previous: Path = ()
        for entry, after in zip(entries, following, strict=True):
            if entry.state.is_old:
                result.append([self._place(entry.blocks[0].path, previous, after)])
            else:
                result.append([block.path for block in entry.blocks])
                previous = entry.blocks[-1].path
        return result

    def _place(self, path: Path, previous: Path, after: Path) -> Path:
        """The path for a removed block between two blocks of the new text."""
        common = _common(previous, after)
        near = {id(each) for each in (*previous, *after)}
        wanted: list[Container] = []
        for each in path:
            became = self._became.get(id(each))
            if became is None or id(became) not in near:
                break
            wanted.append(became)
        wanted.extend(path[len(wanted) :])
        shared = len(_common(common, tuple(wanted)))
        rest = wanted[shared:] if shared == len(common) else list(path[shared:])
        return (*common, *self._fitting(common, rest))

    def _fitting(self, common: Path, rest: list[Container]) -> list[Container]:
        """Lists hold items only, and items stand in lists only."""
        is_in_list = bool(common) and common[-1].is_list
        starts_with_item = bool(rest) and rest[0].tag == "li"
        if is_in_list and not starts_with_item:
            number = common[-1].number
            filler = self._fillers.setdefault(number, Container("li", -number))
            return [filler, *rest]
        if starts_with_item and not is_in_list:
            return rest[1:]
        return rest


def _are_alike(old: Container, new: Container) -> bool:
    return old.tag == new.tag or (old.is_list and new.is_list)


def _common(one: Path, other: Path) -> Path:
    count = 0
    for a, b in zip(one, other, strict=False):
        if a is not b:
            break
        count += 1
    return one[:count]
