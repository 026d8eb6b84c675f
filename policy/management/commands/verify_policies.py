"""Recompute the hashes of all that was published."""

from __future__ import annotations

from collections.abc import Iterator

from policy import verifying
from policy.verification import VerifyingCommand


class Command(VerifyingCommand):
    """Versions and withdrawals."""

    help = (
        "Recompute the chain of published versions and check the triggers. With a head "
        "that was kept outside this database, prove that nothing before it changed."
    )
    head = verifying.Head

    def problems(self, heads: list[verifying.Head] | None) -> Iterator[str]:
        return verifying.problems(heads)

    def current_heads(self) -> Iterator[verifying.Head]:
        return verifying.current_heads()
