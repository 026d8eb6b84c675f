"""A visitor's choice, beside a view with one INSERT under the same server."""

from __future__ import annotations

import sqlite3
from contextlib import ExitStack
from itertools import repeat

import psycopg

from benchmarks.asking import Asking, refused
from benchmarks.rounds import Line, compared, interleave
from benchmarks.sites import Site, Tell

NUMBER = 1_000
FORM = b"choice=accept&next=/privacy-policy/"
RECORDS = "consent_consentrecord"


def measure(
    site: Site, database: str, goal: float, rounds: int, tell: Tell
) -> list[Line]:
    """The lines of one database. Every post is a new visitor's. Raises LoadFailed."""
    case, bare = f"choice POST, {database}", f"one INSERT, {database}"
    with ExitStack() as running:
        running.enter_context(site.server.running(site.log))
        insert = running.enter_context(site.bare_insert().running(site.log))
        before = count_records(site)
        cases = {
            bare: Asking([insert], repeat(site.post("/insert/", FORM)), NUMBER, 303),
            case: choosing(site),
        }
        figures = interleave(cases, rounds, tell)
        kept = count_records(site) - before
    posts = NUMBER * (rounds + 1)
    rows = f"{kept:,} rows of {posts:,} posts"
    return [
        compared(figures, case, bare, at_most=goal),
        Line(f"{case}: rows", rows, "all", kept == posts),
        refused(case, cases),
    ]


def choosing(site: Site) -> Asking:
    """New visitors who accept."""
    post = site.post("/consent/choose/", FORM)
    return Asking([site.server], repeat(post), NUMBER, status=303)


def count_records(site: Site) -> int:
    """How many consent records its database holds."""
    statement = f"SELECT COUNT(*) FROM {RECORDS}"
    if site.database_url:
        with psycopg.connect(site.database_url) as postgresql:
            row = postgresql.execute(statement).fetchone()
    else:
        sqlite = sqlite3.connect(site.sqlite_file)
        row = sqlite.execute(statement).fetchone()
        sqlite.close()
    assert row is not None
    return int(row[0])
