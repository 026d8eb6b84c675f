"""What a probe found."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass

MOST_SHOWN = 10


@dataclass(frozen=True)
class Finding:
    """Whether one thing holds, and in words what was seen."""

    name: str
    holds: bool
    detail: str

    def as_json(self) -> dict[str, str | bool]:
        """As ``SelfTest.findings`` keeps it."""
        return asdict(self)


def only_kept(name: str, kept: Collection[str], *allowed: str) -> Finding:
    """Holds where the browser was given nothing to keep but what is allowed."""
    others = sorted(set(kept) - set(allowed))
    return Finding(name, not others, f"The browser kept {listed(others or kept)}.")


def nothing_foreign(name: str, requests: Collection[str]) -> Finding:
    """Holds where no other host was asked for anything."""
    return Finding(name, not requests, f"Asked for: {listed(requests)}.")


def listed(names: Iterable[str]) -> str:
    """The names in a sentence: none, all, or of very many the first."""
    every = sorted(set(names)) or ["nothing"]
    rest = len(every) - MOST_SHOWN
    shown = ", ".join(every[:MOST_SHOWN])
    return f"{shown} and {rest} more" if rest > 0 else shown
