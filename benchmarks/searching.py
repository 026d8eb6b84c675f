"""What a search costs on a site that has grown: many versions of one policy."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.rounds import Line, judged
from benchmarks.sites import Site, Tell

GOAL = 50


def measure(site: Site, versions: int, database: str, tell: Tell) -> Iterator[Line]:
    """A line for each kind of search, on a site with so many versions.

    Raises SiteFailed.
    """
    tell("searches")
    for line in site.run("-m", "benchmarks.finding").splitlines():
        taken, case = line.split("\t")
        name = f"search: {case}; {versions:,} versions, {database}"
        yield judged(name, float(taken), GOAL, "ms")
