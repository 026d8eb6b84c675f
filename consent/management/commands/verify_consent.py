"""Recompute the hashes of consent records and catalogue versions."""

from __future__ import annotations

from collections.abc import Iterator

from consent import verifying
from policy.verification import VerifyingCommand


class Command(VerifyingCommand):
    """Seals, the records that they cover, and catalogue versions."""

    help = (
        "Recompute the seals of consent records and the chain of catalogue versions, "
        "and check the triggers. With a head that was kept outside this database, "
        "prove that nothing before it changed."
    )
    head = verifying.Head

    def problems(self, heads: list[verifying.Head] | None) -> Iterator[str]:
        return verifying.problems(heads)

    def current_heads(self) -> Iterator[verifying.Head]:
        return verifying.current_heads()
