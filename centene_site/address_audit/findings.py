"""What the audit says."""

from __future__ import annotations

from typing import NamedTuple


class Finding(NamedTuple):
    """One sentence; a problem is something that has to be mended."""

    sentence: str
    is_problem: bool = False
