"""A second process that runs as long as this one does."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from types import FrameType
from typing import NoReturn

from devtools import ROOT

TICK_SECONDS = 0.2
RESTART_SECONDS = 1.0
STOP_SECONDS = 5


def run_beside(
    name: str, command: Sequence[str | Path], settings: dict[str, str]
) -> None:
    """Keep a command running until this process ends, whatever program it becomes.

    A process between the two watches both: it starts the command again when that ends
    by itself, and ends it when this process is gone, even by kill -9.
    """
    main = os.getpid()
    if os.fork() == 0:
        _keep_running(main, name, command, settings)


def _keep_running(
    main: int, name: str, command: Sequence[str | Path], settings: dict[str, str]
) -> NoReturn:
    # Ctrl-C and a closed terminal reach every process of the terminal: the main process
    # decides what they mean.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _leave)
    try:
        while os.getppid() == main:
            code = _run(main, command, settings)
            if os.getppid() == main:
                print(
                    f"{name} ended with code {code}; it is started again.", flush=True
                )
                time.sleep(RESTART_SECONDS)
    except SystemExit:
        pass
    os._exit(0)


def _run(main: int, command: Sequence[str | Path], settings: dict[str, str]) -> int:
    """Run the command until it or the main process has ended; its exit code."""
    process = subprocess.Popen(command, cwd=ROOT, env=settings, start_new_session=True)
    try:
        while process.poll() is None and os.getppid() == main:
            time.sleep(TICK_SECONDS)
    finally:
        _end(process)
    return process.returncode


def _end(process: subprocess.Popen[bytes]) -> None:
    """Politely, then not."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _leave(signum: int, frame: FrameType | None) -> None:
    """Through `finally`, so that the command is not left alone."""
    sys.exit(0)
