"""A bound on the work of one comparison, counted in steps so that it is the same on
every machine."""

from __future__ import annotations

# About a second on a slow core.
STEPS = 3_000_000


class Budget:
    """Steps that may be spent. ``is_exceeded`` says that some work was not done."""

    def __init__(self, steps: int = STEPS) -> None:
        self.spent = 0
        self._steps = steps
        self.is_exceeded = False

    def spend(self, steps: int) -> bool:
        """Take the steps if they are left; else nothing is taken and it is noted."""
        if self.spent + steps > self._steps:
            self.is_exceeded = True
            return False
        self.spent += steps
        return True
