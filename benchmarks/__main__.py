"""What the site costs, as ratios to a bare Django view under the same gunicorn.

Prints one table in Markdown. Figures are processor time of the server per request; each
ratio is taken inside the interleaved rounds of one run. docs/performance.md says more.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from benchmarks import (
    choosing,
    counting,
    growth,
    reading,
    searching,
    starting,
    weighing,
)
from benchmarks.load import LoadFailed
from benchmarks.rounds import HEADINGS, Line
from benchmarks.sites import Site, SiteFailed, new_database
from devtools.site import secret_key_file
from tests.postgres import NoServer, postgresql_server

Given = argparse.Namespace
Lines = Iterator[Line]

SQLITE_GOAL, POSTGRESQL_GOAL = 1.25, 1.2


def page(given: Given) -> Lines:
    """stored pages, 304, state.css, an empty store, behind nginx, memory"""
    with new_site() as site:
        yield from reading.measure(site, given.rounds, tell)


def choice(given: Given) -> Lines:
    """a visitor's choice, on SQLite and on PostgreSQL"""
    with new_site() as site:
        yield from choosing.measure(site, "SQLite", SQLITE_GOAL, given.rounds, tell)
    with postgresql_server() as url, new_site(new_database(url)) as site:
        yield from choosing.measure(
            site, "PostgreSQL", POSTGRESQL_GOAL, given.rounds, tell
        )


def views(given: Given) -> Lines:
    """state.css with views counted, beside the same without"""
    with new_site() as site:
        yield from counting.measure(site, given.rounds, tell)


def start(given: Given) -> Lines:
    """from the command to the first 200"""
    with new_site() as site:
        yield from starting.measure(site, given.rounds, tell)


def weight(given: Given) -> Lines:
    """the bytes of a first view"""
    with new_site() as site:
        yield from weighing.measure(site)


def versions(given: Given) -> Lines:
    """many versions beside ten; takes minutes"""
    with ExitStack() as sites:
        by_number = {}
        for number in (10, given.versions):
            by_number[number] = sites.enter_context(new_site(is_empty=True))
            by_number[number].seed(versions=number)
        yield from growth.of_versions(by_number, given.rounds, tell)


def search(given: Given) -> Lines:
    """searches among many versions, on both databases; takes minutes"""
    with new_site(is_empty=True) as site:
        site.seed(versions=given.versions)
        yield from searching.measure(site, given.versions, "SQLite", tell)
    with postgresql_server() as url, new_site(new_database(url), is_empty=True) as site:
        site.seed(versions=given.versions)
        yield from searching.measure(site, given.versions, "PostgreSQL", tell)


def records(given: Given) -> Lines:
    """many consent records beside none, on both databases; takes minutes"""
    with ExitStack() as sites:
        yield from _records(given, sites, "SQLite", ["", ""])
    with postgresql_server() as url, ExitStack() as sites:
        urls = [new_database(url), new_database(url)]
        yield from _records(given, sites, "PostgreSQL", urls)


def _records(
    given: Given, sites: ExitStack, database: str, urls: Sequence[str]
) -> Lines:
    by_number = {}
    for number, url in zip((0, given.records), urls, strict=True):
        by_number[number] = sites.enter_context(new_site(url, is_empty=True))
        by_number[number].seed(versions=1, records=number)
    yield from growth.of_records(by_number, database, given.rounds, tell)


PARTS: dict[str, Callable[[Given], Lines]] = {
    part.__name__: part
    for part in (page, choice, views, start, weight, versions, search, records)
}
# By one word: what is measured unless asked otherwise, and what takes long.
SEVERAL = {
    "default": ["page", "choice", "views", "start", "weight"],
    "growth": ["versions", "search", "records"],
}


def main(arguments: Sequence[str]) -> int:
    """0 where everything was measured, whether or not the goals are met."""
    parser = _parser()
    given = parser.parse_args(arguments)
    if given.parts[:1] == ["seed"]:
        if len(given.parts) != 2:
            parser.error("name one new folder: bench seed FOLDER")
        return _attempt(lambda: _seed(Path(given.parts[1]), given))
    named = given.parts or ["default"]
    parts = [part for name in named for part in SEVERAL.get(name, [name])]
    if unknown := set(parts) - set(PARTS):
        parser.error(f"there is no part {', '.join(sorted(unknown))}; see --help")
    return _attempt(lambda: _measure(parts, given))


def _attempt(work: Callable[[], None]) -> int:
    try:
        work()
    except (LoadFailed, SiteFailed, NoServer) as failure:
        print(f"\n{failure}", file=sys.stderr)
        return 1
    return 0


def _measure(parts: Sequence[str], given: Given) -> None:
    print(HEADINGS, flush=True)
    for part in parts:
        for line in PARTS[part](given):
            tell("")
            print(line, flush=True)


def _seed(folder: Path, given: Given) -> None:
    """A site to look at, on the database that the environment names."""
    folder = folder.expanduser().absolute()
    folder.mkdir(parents=True, exist_ok=True)
    key = secret_key_file(folder).read_text().strip()
    site = Site(folder, os.environ.get("DATABASE_URL", ""), key)
    site.prepare("--no-policies")
    site.seed(versions=given.versions, records=given.records)
    print(f"Look at it with: DATA_DIR={folder} python3 dev.py serve")


def _parser() -> argparse.ArgumentParser:
    lines = [f"{name:10}{part.__doc__}" for name, part in PARTS.items()]
    lines += [f"{name:10}{', '.join(parts)}" for name, parts in SEVERAL.items()]
    lines.append("seed FOLDER  no measure: fill a new site there")
    parser = argparse.ArgumentParser(
        prog="dev.py bench",
        description=__doc__,
        epilog="parts:\n  " + "\n  ".join(lines),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("parts", nargs="*", metavar="PART", help="see below")
    for name, default, what in (
        ("rounds", 5, "rounds, after one that warms up"),
        ("versions", 10_000, "versions of a site that has grown"),
        ("records", 1_000_000, "consent records of a site that has grown"),
    ):
        help_text = f"{what} (default: {default:,})"
        parser.add_argument(f"--{name}", type=int, default=default, help=help_text)
    return parser


@contextmanager
def new_site(database_url: str = "", *, is_empty: bool = False) -> Iterator[Site]:
    """A site in a temporary folder, with the bundled policies unless it is empty."""
    with tempfile.TemporaryDirectory(prefix="bench.") as name:
        site = Site(Path(name) / "data", database_url)
        tell("preparing a site")
        site.prepare(*(["--no-policies"] if is_empty else []))
        if not is_empty:
            site.finish_pages()
        yield site


def tell(what: str) -> None:
    """Say on a terminal what is going on; the table is on standard output."""
    if sys.stderr.isatty():
        print(f"\r\033[K{what}", end="", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
