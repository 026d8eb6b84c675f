"""The whole suite: `python -m tests.run [pytest arguments]`.

pytest runs twice: everything on SQLite, then on PostgreSQL what uses the database in
pytest's own process (the browser's tests and those of dev.py start sites of their own,
on SQLite). The coverage of both together stands at the end of the second run.
"""

import os
import signal
import subprocess
import sys
from contextlib import AbstractContextManager, nullcontext
from types import FrameType

from devtools import ROOT
from tests.postgres import NoServer, postgresql_server

INTERRUPTED = 2
NO_TESTS_COLLECTED = 5


def main(arguments: list[str]) -> int:
    """Run both, whatever the first gives; 0 when nothing failed and something ran."""
    signal.signal(signal.SIGTERM, _stop)
    first = _on_sqlite(arguments)
    if first == INTERRUPTED:
        return first
    try:
        second = _on_postgresql(arguments)
    except NoServer as reason:
        print(f"\n{reason}", file=sys.stderr)
        return 1
    ran = {first, second} - {NO_TESTS_COLLECTED}
    return max(ran, default=NO_TESTS_COLLECTED)


def _on_sqlite(arguments: list[str]) -> int:
    print("== Every test, on SQLite", flush=True)
    settings = {**os.environ}
    settings.pop("DATABASE_URL", None)
    return _pytest(["--cov", "--cov-report=", *arguments], settings)


def _on_postgresql(arguments: list[str]) -> int:
    print("\n== Every test but the browser's and dev.py's, on PostgreSQL", flush=True)
    given = os.environ.get("TEST_DATABASE_URL")
    server: AbstractContextManager[str]
    server = nullcontext(given) if given else postgresql_server()
    options = ["--no-browser", "--ignore=tests/dev"]
    options += ["--cov", "--cov-append", "--cov-report=term"]
    with server as url:
        return _pytest([*options, *arguments], {**os.environ, "DATABASE_URL": url})


def _pytest(arguments: list[str], settings: dict[str, str]) -> int:
    command = [sys.executable, "-m", "pytest", *arguments]
    process = subprocess.Popen(command, cwd=ROOT, env=settings)
    try:
        return process.wait()
    except KeyboardInterrupt:
        # Ctrl-C reached pytest as well, which is tidying up.
        process.wait()
        return INTERRUPTED
    except SystemExit:
        process.send_signal(signal.SIGINT)
        process.wait()
        raise


def _stop(signum: int, frame: FrameType | None) -> None:
    """Leave through every `finally`, so that the server is stopped and removed."""
    sys.exit(128 + signum)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
