"""What is measured of a server: the processor time of many requests."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from benchmarks.load import LoadFailed, load
from benchmarks.servers import Server


@dataclass
class Asking:
    """So many requests to the first of some servers, each time it is called.

    ``requests`` never ends. ``latencies`` are the 99th percentiles of the rounds, in
    seconds.
    """

    servers: Sequence[Server]
    requests: Iterator[bytes]
    number: int
    status: int = 200
    latencies: list[float] = field(default_factory=list)

    def __call__(self) -> float:
        """Seconds of processor time per request, of all the servers together.

        Raises LoadFailed, also where an answer has another status.
        """
        before = self._spent()
        answered = load(self.servers[0].port, islice(self.requests, self.number))
        spent = self._spent() - before
        if answered.statuses != {self.status: self.number}:
            raise LoadFailed(f"Not only {self.status}: {dict(answered.statuses)}.")
        self.latencies.append(answered.percentile(0.99))
        return spent / self.number

    def _spent(self) -> float:
        return sum(server.spent() for server in self.servers)
