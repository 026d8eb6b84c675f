"""Pages: stored, unchanged, met by an empty store, and behind nginx."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from itertools import cycle, repeat

from benchmarks.asking import Asking, refused
from benchmarks.load import fetch
from benchmarks.nginx import before, find_nginx, serving_a_file
from benchmarks.rounds import Figures, Line, compared, interleave, judged
from benchmarks.servers import memory_of
from benchmarks.sites import Site, Tell

BARE, PAGE = "bare view", "stored page"
STORED = {
    PAGE: "/privacy-policy/",
    "stored old version": "/privacy-policy/versions/1/",
    "stored redline": "/privacy-policy/compare/1...2/",
    "stored history": "/privacy-policy/versions/",
}
UNCHANGED, STATE, EMPTY = "304", "state.css", "page, empty store"
GOALS = {**dict.fromkeys(STORED, 0.18), UNCHANGED: 0.16, STATE: 0.5, EMPTY: 2.0}
UNCHANGED_BYTES = 300
A_FILE, BEHIND = "nginx, the page as a file", "page behind deploy/nginx.conf"
BEHIND_GOAL = 1.1
MEBIBYTE = 2**20
MEMORY_GOAL = 48

# So many that each takes about as much processor time, which is counted in ticks.
FEW, SOME, MANY, MOST = 400, 2_000, 8_000, 20_000
# More addresses than the store has room for: by then the first is forgotten.
PORTS = range(1_000, 61_000)


def measure(site: Site, rounds: int, tell: Tell) -> list[Line]:
    """The lines of the part. Raises LoadFailed."""
    with ExitStack() as running:
        emptied = site.copied()
        for each in (site, emptied):
            running.enter_context(each.server.running(each.log))
        page = site.fetch(STORED[PAGE])
        bare = running.enter_context(site.bare(len(page.body)).running(site.log))
        unchanged = site.get(STORED[PAGE], **{"If-None-Match": page.header("ETag")})
        cases = {BARE: Asking([bare], repeat(site.get("/ready/")), SOME)}
        cases |= _of_the_site(site, unchanged)
        # Elsewhere: it makes the store forget the pages that are to be found there.
        empty = never_stored(emptied, STORED[PAGE])
        cases[EMPTY] = Asking([emptied.server], empty, FEW)
        cases |= _of_nginx(site, page.body, running)
        figures = interleave(cases, rounds, tell)
        small = fetch(site.port, unchanged)
        memory = list(map(memory_of, site.server.workers()))
    return [
        *(compared(figures, name, BARE, at_most=goal) for name, goal in GOALS.items()),
        judged("304, bytes on the wire", small.size, UNCHANGED_BYTES, "bytes"),
        _p99(cases),
        judged("memory per worker", max(memory) / MEBIBYTE, MEMORY_GOAL, "MiB"),
        *_behind_nginx(figures),
        refused("pages", cases),
    ]


def _of_the_site(site: Site, unchanged: bytes) -> dict[str, Asking]:
    servers = [site.server]
    stored = {
        name: Asking(servers, repeat(site.get(path)), MANY)
        for name, path in STORED.items()
    }
    return stored | {
        UNCHANGED: Asking(servers, repeat(unchanged), MANY, status=304),
        STATE: Asking(servers, repeat(site.get("/consent/state.css")), MANY),
    }


def never_stored(site: Site, path: str) -> Iterator[bytes]:
    """Requests for a page that the store does not have: the host, as the client wrote
    it, is part of a page's address."""
    for port in cycle(PORTS):
        yield site.get(path, Host=f"localhost:{port}")


def _of_nginx(site: Site, body: bytes, running: ExitStack) -> dict[str, Asking]:
    """Nothing where it is not installed."""
    if (program := find_nginx()) is None:
        return {}
    a_file, cache = serving_a_file(program, site, body), before(program, site)
    for server in (a_file, cache):
        running.enter_context(server.running(site.log))
    page = site.get(STORED[PAGE], Host="localhost")
    return {
        A_FILE: Asking([a_file], repeat(a_file.probe), MOST),
        BEHIND: Asking([cache, site.server], repeat(page), MOST),
    }


def _p99(cases: dict[str, Asking]) -> Line:
    seconds = {name: cases[name].latencies for name in (BARE, PAGE)}
    return compared(
        seconds, PAGE, BARE, at_most=1, case="p99 at 16 connections", unit="× bare’s"
    )


def _behind_nginx(figures: Figures) -> list[Line]:
    if A_FILE not in figures:
        return [Line("nginx", "not installed")]
    return [
        compared(figures, A_FILE, BARE),
        compared(figures, BEHIND, A_FILE, at_most=BEHIND_GOAL, unit="× nginx’s file"),
    ]
