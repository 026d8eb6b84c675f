"""How long something is kept, and what says so. Settings are made of it: no Django."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class Retention:
    """One row of the retention table: ``days`` after something, by a source."""

    days: int
    after: str
    source: str

    @property
    def time(self) -> timedelta:
        """The days as a length of time."""
        return timedelta(days=self.days)
