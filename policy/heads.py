"""Heads: the ends of chains of hashes, kept outside the database."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, get_type_hints

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    Head = TypeVar("Head", bound=DataclassInstance)
else:
    Head = TypeVar("Head")


class BadHead(Exception):
    """The file of heads cannot be read; the text says why."""


def read_heads(path: Path, kind: type[Head]) -> list[Head]:
    """The heads that ``write_heads`` wrote: a list of a dataclass. Raises BadHead."""
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
        return [_head(row, kind) for row in rows]
    except OSError as error:
        raise BadHead(f"{path} cannot be read: {error.strerror}.") from None
    except (ValueError, TypeError):
        raise BadHead(f"{path} is not a file of heads.") from None


def _head(row: Any, kind: type[Head]) -> Head:
    """One head. Raises TypeError or ValueError where the row is none."""
    head = kind(**row)
    for name, expected in get_type_hints(kind).items():
        if type(getattr(head, name)) is not expected:
            raise TypeError(name)
    return head


def write_heads(path: Path, heads: Iterable[DataclassInstance]) -> int:
    """Write the heads as JSON; return how many. Raises OSError."""
    rows = [asdict(head) for head in heads]
    path.write_text(json.dumps(rows, indent=2) + "\n", encoding="utf-8")
    return len(rows)
