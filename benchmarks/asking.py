"""What is measured of a server: the processor time of many requests."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from benchmarks.load import LoadFailed, load
from benchmarks.rounds import Line
from benchmarks.servers import Server


@dataclass
class Asking:
    """So many requests to the first of some servers, each time it is called.

    ``requests`` never ends. ``latencies`` are the 99th percentiles of the rounds, in
    seconds; ``asked`` and ``refused`` count all of them.
    """

    servers: Sequence[Server]
    requests: Iterator[bytes]
    number: int
    status: int = 200
    latencies: list[float] = field(default_factory=list)
    asked: int = 0
    refused: int = 0

    def __call__(self) -> float:
        """Seconds of processor time per request, of all the servers together.

        Raises LoadFailed, also where most answers have another status.
        """
        before = self._spent()
        answered = load(self.servers[0].port, islice(self.requests, self.number))
        spent = self._spent() - before
        good = answered.statuses[self.status]
        if 2 * good < self.number:
            name = self.servers[0].name
            raise LoadFailed(f"Of {name}, not {self.status}: {answered.statuses}.")
        self.asked += self.number
        self.refused += self.number - good
        self.latencies.append(answered.percentile(0.99))
        return spent / self.number

    def _spent(self) -> float:
        return sum(server.spent() for server in self.servers)


def refused(part: str, cases: Mapping[str, Asking]) -> Line:
    """A line that says how many answers were not what they are to be, and of whom."""
    asked = sum(case.asked for case in cases.values())
    counts = {name: case.refused for name, case in cases.items() if case.refused}
    whose = "".join(f"; {name}: {count:,}" for name, count in counts.items())
    measured = f"{sum(counts.values()):,} of {asked:,}"
    return Line(f"{part}, refused{whose}", measured, "0", not counts)
