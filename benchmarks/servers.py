"""Servers under test: processes that are started, measured and ended."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.load import LoadFailed, fetch
from devtools import ROOT
from devtools.check import KEPT_VARIABLES

WORKERS = 2
START_SECONDS = 60
STOP_SECONDS = 15
POLL_SECONDS = 0.005
TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")


@dataclass
class Server:
    """A program that listens on a port of the loopback interface.

    ``probe`` is a request that it answers with 200 once it is ready.
    """

    name: str
    command: Sequence[str]
    settings: Mapping[str, str]
    port: int
    probe: bytes
    process: subprocess.Popen[bytes] | None = None

    @contextmanager
    def running(self, log: Path) -> Iterator[Server]:
        """Run it until the block ends. Raises LoadFailed where it does not start."""
        self.start(log)
        try:
            yield self
        finally:
            self.stop()

    def start(self, log: Path) -> float:
        """Start it, and wait for its first 200: after how many seconds that came."""
        begun = time.perf_counter()
        with log.open("ab") as output:
            self.process = subprocess.Popen(
                self.command,
                cwd=ROOT,
                env=environment(self.settings),
                stdin=subprocess.DEVNULL,
                # Lines of requests are made, and thrown away.
                stdout=subprocess.DEVNULL,
                stderr=output,
            )
        deadline = begun + START_SECONDS
        while self.process.poll() is None and time.perf_counter() < deadline:
            if self._is_ready():
                return time.perf_counter() - begun
            time.sleep(POLL_SECONDS)
        self.stop()
        raise LoadFailed(f"{self.name} did not start:\n{log.read_text()[-2_000:]}")

    def stop(self) -> None:
        """End it politely, then not."""
        if self.process is None:
            return
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process = None

    def spent(self) -> float:
        """Seconds of processor time of its process and the children of that."""
        return sum(map(spent_by, [self._pid(), *self.workers()]))

    def workers(self) -> list[int]:
        """The ids of its worker processes."""
        pid = self._pid()
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text()
        return sorted(map(int, children.split()))

    def _pid(self) -> int:
        assert self.process is not None, f"{self.name} does not run."
        return self.process.pid

    def _is_ready(self) -> bool:
        try:
            return fetch(self.port, self.probe).status == 200
        except (OSError, LoadFailed):
            return False


def environment(settings: Mapping[str, str]) -> dict[str, str]:
    """The settings, and nothing else that a developer's shell says of a site."""
    kept = {name: os.environ[name] for name in KEPT_VARIABLES if name in os.environ}
    return {**kept, **settings}


def gunicorn(*arguments: str) -> list[str]:
    """A command line; ``start`` throws away what is written to standard output."""
    return [sys.executable, "-m", "gunicorn", *arguments]


def spent_by(pid: int) -> float:
    """Seconds of processor time that a process used, in the system and outside."""
    return used(Path(f"/proc/{pid}/stat").read_text()) / TICKS_PER_SECOND


def used(stat: str) -> int:
    """utime and stime of /proc/PID/stat, in ticks (proc_pid_stat(5)).

    The second field is the program's name, which may hold spaces and parentheses.
    """
    fields = stat.rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def memory_of(pid: int) -> int:
    """The bytes of a process's proportional set size: what it shares with others is
    divided among them."""
    return proportional(Path(f"/proc/{pid}/smaps_rollup").read_text())


def proportional(rollup: str) -> int:
    """The line "Pss:" of /proc/PID/smaps_rollup, in bytes."""
    (line,) = (line for line in rollup.splitlines() if line.startswith("Pss:"))
    return int(line.split()[1]) * 1024


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
    return port
