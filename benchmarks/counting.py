"""What counting costs: state.css with views counted, beside the same without."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle

from benchmarks.asking import Asking, refused
from benchmarks.rounds import Line, compared, interleave
from benchmarks.sites import Site, Tell
from benchmarks.visiting import STATE, made_up_day

COUNTED, NOT_COUNTED = "state.css, views counted", "state.css, views not counted"
GOAL = 1.1
MANY = 8_000
# Of different pages, browsers and languages, as on a day.
DIFFERENT = 400


def measure(site: Site, rounds: int, tell: Tell) -> list[Line]:
    """The lines of the part. Raises LoadFailed."""
    other = site.copied()
    other.variables["COUNT_VIEWS"] = "false"
    with site.server.running(site.log), other.server.running(other.log):
        cases = {
            NOT_COUNTED: Asking([other.server], stylesheets(other), MANY),
            COUNTED: Asking([site.server], stylesheets(site), MANY),
        }
        figures = interleave(cases, rounds, tell)
    return [
        compared(figures, COUNTED, NOT_COUNTED, at_most=GOAL, unit="× not counted"),
        refused("stylesheets", cases),
    ]


def stylesheets(site: Site) -> Iterator[bytes]:
    """The requests of a made-up day, again and again."""
    return cycle(
        [
            site.get(
                STATE,
                **{
                    "Referer": f"http://localhost:{site.port}{visit.path}",
                    "User-Agent": visit.agent,
                    "Accept-Language": visit.languages,
                },
            )
            for visit in made_up_day(DIFFERENT)
        ]
    )
