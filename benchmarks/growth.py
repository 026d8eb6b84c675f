"""What a site costs that has grown: many versions, many consent records."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from itertools import repeat

from benchmarks.asking import Asking
from benchmarks.choosing import choosing
from benchmarks.reading import never_stored
from benchmarks.rounds import Line, compared, interleave, judged
from benchmarks.sites import Site, Tell

STORED_NUMBER, MADE_NUMBER = 4_000, 200
GOALS = {"stored page": 1.05, "stored history": 1.1, "stored redline": 1.1}
POST_GOAL = 1.1
LATEST_GOAL = 1.0


def of_versions(sites: Mapping[int, Site], rounds: int, tell: Tell) -> Iterator[Line]:
    """Two sites by how many versions they have, the small one first: pages as they are
    stored, and made anew for each request.

    Raises LoadFailed.
    """
    small, grown = sites
    cases: dict[str, Asking] = {}
    with ExitStack() as running:
        for versions, site in sites.items():
            running.enter_context(site.server.running(site.log))
            for name, path in _paths(versions).items():
                ours = [site.server]
                stored = Asking(ours, repeat(site.get(path)), STORED_NUMBER)
                made = Asking(ours, never_stored(site, path), MADE_NUMBER)
                cases[f"stored {name}, {versions:,} versions"] = stored
                cases[f"{name} made anew, {versions:,} versions"] = made
        figures = interleave(cases, rounds, tell)
    for name in cases:
        case, _, versions_text = name.rpartition(", ")
        if versions_text == f"{grown:,} versions":
            yield compared(
                figures,
                name,
                f"{case}, {small:,} versions",
                at_most=GOALS.get(case),
                unit=f"× with {small:,}",
            )


def _paths(versions: int) -> dict[str, str]:
    policy = "/privacy-policy/"
    return {
        "page": policy,
        "history": f"{policy}versions/",
        "redline": f"{policy}compare/{versions - 1}...{versions}/",
    }


def of_records(
    sites: Mapping[int, Site], database: str, rounds: int, tell: Tell
) -> Iterator[Line]:
    """Two sites by how many consent records they have, the empty one first.

    Raises LoadFailed, SiteFailed.
    """
    empty, grown = sites
    with ExitStack() as running:
        for site in sites.values():
            running.enter_context(site.server.running(site.log))
        cases = {
            f"choice POST, {records:,} records, {database}": choosing(site)
            for records, site in sites.items()
        }
        figures = interleave(cases, rounds, tell)
    names = [
        f"choice POST, {records:,} records, {database}" for records in (grown, empty)
    ]
    yield compared(figures, *names, at_most=POST_GOAL, unit=f"× with {empty:,}")
    tell("a visitor’s latest choice")
    taken = float(sites[grown].run("-m", "benchmarks.latest", str(grown)))
    case = f"a visitor’s latest choice of {grown:,} records, {database}"
    yield judged(case, taken, LATEST_GOAL, "ms")
