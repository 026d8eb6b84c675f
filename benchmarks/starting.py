"""Cold start: from the command to the first 200."""

from __future__ import annotations

from functools import partial

from benchmarks.rounds import Line, compared, interleave
from benchmarks.servers import Server
from benchmarks.sites import Site, Tell

BARE, OURS = "bare view’s cold start", "cold start"
GOAL = 1.25


def measure(site: Site, rounds: int, tell: Tell) -> list[Line]:
    """The line of the part. Raises LoadFailed."""
    servers = {BARE: site.bare(), OURS: site.server}
    measures = {name: partial(_start, server, site) for name, server in servers.items()}
    figures = interleave(measures, rounds, tell)
    return [compared(figures, OURS, BARE, at_most=GOAL, unit="× bare’s")]


def _start(server: Server, site: Site) -> float:
    """Seconds until it answers."""
    try:
        return server.start(site.log)
    finally:
        server.stop()
