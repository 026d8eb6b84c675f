"""The whole suite: `python -m tests.run [--coverage] [pytest arguments]`.

pytest runs three times, side by side: on SQLite and on PostgreSQL what uses the
database in pytest's own process, and apart from these what starts sites of its own (in
Chromium, with dev.py, or with a PostgreSQL that is frozen). The first is shown while it
runs, the others when it has ended. With --coverage, that of all three together stands
at the end; measuring it doubles the time.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from pathlib import Path
from types import FrameType
from typing import IO

from devtools import ROOT
from tests.postgres import NoServer, postgresql_server

COVERAGE = "--coverage"
INTERRUPTED = 2
NO_TESTS_COLLECTED = 5

IN_PROCESS = "--in-process"
WITH_SITES = "--with-sites"
# What uses no database says the same on both.
WITH_DATABASE = "--with-database"


def main(arguments: list[str]) -> int:
    """Run all, whatever one gives; 0 when nothing failed and something ran."""
    signal.signal(signal.SIGTERM, _stop)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        try:
            results = _run_all(arguments, folder)
        except NoServer as reason:
            print(f"\n{reason}", file=sys.stderr)
            return 1
        except KeyboardInterrupt:
            return INTERRUPTED
        if COVERAGE in arguments:
            _report_coverage(folder)
    ran = set(results) - {NO_TESTS_COLLECTED}
    return max(ran, default=NO_TESTS_COLLECTED)


def _run_all(arguments: list[str], folder: Path) -> list[int]:
    """The exit codes of the three runs. Raises NoServer."""
    sqlite = dict(os.environ)
    sqlite.pop("DATABASE_URL", None)
    with ExitStack() as stack:
        postgresql = {**os.environ, "DATABASE_URL": stack.enter_context(_server())}
        kept = [
            ("On PostgreSQL", [IN_PROCESS, WITH_DATABASE, *arguments], postgresql),
            ("Sites of their own", [WITH_SITES, *arguments], sqlite),
        ]
        processes = []
        for title, given, settings in kept:
            log = stack.enter_context((folder / title).open("wb"))
            run = _pytest(given, settings, folder, log)
            processes.append(stack.enter_context(run))
        print("== On SQLite", flush=True)
        with _pytest([IN_PROCESS, *arguments], sqlite, folder) as first:
            codes = [first.wait()]
        for process, (title, _, _) in zip(processes, kept, strict=True):
            codes.append(process.wait())
            _show(title, folder / title)
    return codes


def _server() -> AbstractContextManager[str]:
    given = os.environ.get("TEST_DATABASE_URL")
    return nullcontext(given) if given else postgresql_server()


@contextmanager
def _pytest(
    arguments: list[str],
    settings: dict[str, str],
    folder: Path,
    output: IO[bytes] | None = None,
) -> Iterator[subprocess.Popen[bytes]]:
    """pytest as a process that does not outlive the block."""
    given = [argument for argument in arguments if argument != COVERAGE]
    measured = ["--cov", "--cov-report="] if COVERAGE in arguments else []
    number = len(list(folder.iterdir()))
    process = subprocess.Popen(
        [sys.executable, "-m", "pytest", *measured, *given],
        cwd=ROOT,
        env={**settings, "COVERAGE_FILE": str(folder / f".coverage.{number}")},
        stdout=output,
        stderr=output,
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            # It tidies up; Ctrl-C may have reached it as well.
            process.send_signal(signal.SIGINT)
            process.wait()


def _show(title: str, log: Path) -> None:
    print(f"\n== {title}", flush=True)
    with log.open("rb") as written:
        shutil.copyfileobj(written, sys.stdout.buffer)
    sys.stdout.flush()


def _report_coverage(folder: Path) -> None:
    settings = {**os.environ, "COVERAGE_FILE": str(ROOT / ".coverage")}
    files = [str(path) for path in sorted(folder.glob(".coverage.*"))]
    for step in (["combine", *files], ["report"]):
        subprocess.run(
            [sys.executable, "-m", "coverage", *step], cwd=ROOT, env=settings
        )


def _stop(signum: int, frame: FrameType | None) -> None:
    """Leave through every `finally`, so that the server is stopped and removed."""
    sys.exit(128 + signum)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
