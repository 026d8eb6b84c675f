"""The whole suite: `python -m tests.run [pytest arguments]`.

pytest runs twice, side by side: everything on SQLite, and on PostgreSQL what uses the
database in pytest's own process (the browser's tests and those of dev.py start sites of
their own, on SQLite; those of a frozen database have a PostgreSQL of their own). What
the second run says is shown when the first has ended; the coverage of both together
stands at the end.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from types import FrameType
from typing import IO

from devtools import ROOT
from tests.postgres import NoServer, postgresql_server

INTERRUPTED = 2
NO_TESTS_COLLECTED = 5


def main(arguments: list[str]) -> int:
    """Run both, whatever either gives; 0 when nothing failed and something ran."""
    signal.signal(signal.SIGTERM, _stop)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        try:
            with _on_postgresql(arguments, folder) as postgresql:
                first = _on_sqlite(arguments, folder)
                second = postgresql.wait()
            _show(folder / "postgresql.log")
        except NoServer as reason:
            _on_sqlite(arguments, folder)
            print(f"\n{reason}", file=sys.stderr)
            return 1
        except KeyboardInterrupt:
            return INTERRUPTED
        _report_coverage(folder)
    ran = {first, second} - {NO_TESTS_COLLECTED}
    return max(ran, default=NO_TESTS_COLLECTED)


def _on_sqlite(arguments: list[str], folder: Path) -> int:
    print("== Every test, on SQLite", flush=True)
    settings = {**os.environ, "COVERAGE_FILE": str(folder / ".coverage.sqlite")}
    settings.pop("DATABASE_URL", None)
    with _pytest(arguments, settings) as process:
        return process.wait()


@contextmanager
def _on_postgresql(
    arguments: list[str], folder: Path
) -> Iterator[subprocess.Popen[bytes]]:
    """The second run, under way; its output is kept for later. Raises NoServer."""
    given = os.environ.get("TEST_DATABASE_URL")
    server: AbstractContextManager[str]
    server = nullcontext(given) if given else postgresql_server()
    coverage = {"COVERAGE_FILE": str(folder / ".coverage.postgresql")}
    options = ["--no-browser", "--ignore=tests/dev", "--ignore=tests/frozen"]
    with server as url, (folder / "postgresql.log").open("wb") as log:
        settings = {**os.environ, **coverage, "DATABASE_URL": url}
        with _pytest([*options, *arguments], settings, log) as process:
            yield process


@contextmanager
def _pytest(
    arguments: list[str], settings: dict[str, str], output: IO[bytes] | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """pytest as a process that does not outlive the block."""
    command = [sys.executable, "-m", "pytest", "--cov", "--cov-report=", *arguments]
    process = subprocess.Popen(
        command, cwd=ROOT, env=settings, stdout=output, stderr=output
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            # It tidies up; Ctrl-C may have reached it as well.
            process.send_signal(signal.SIGINT)
            process.wait()


def _show(log: Path) -> None:
    print(
        "\n== What uses the database in pytest's own process, on PostgreSQL", flush=True
    )
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
