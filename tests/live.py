"""The site as it runs in production: manage.py and gunicorn as real processes."""

import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from devtools import ROOT
from tests.environment import KEPT_VARIABLES

START_SECONDS = 30
STOP_SECONDS = 15


class LiveSite:
    """One running site: its address, its data and its processes.

    ``url`` has no slash at the end. The database is SQLite in ``data_dir`` unless
    ``variables`` name another.
    """

    server: subprocess.Popen[bytes]

    def __init__(self, data_dir: Path, port: int, variables: dict[str, str]) -> None:
        self.data_dir = data_dir
        self.variables = variables
        self.port = port
        self.url = f"http://localhost:{port}"
        self._log_file = data_dir / "gunicorn.log"

    def manage(self, *arguments: str, input: str | None = None) -> str:
        """What manage.py prints on standard output, run on this site's database.

        ``manage("shell", input=code)`` runs Python code. Raises AssertionError with
        both outputs when the command fails.
        """
        variables = self.variables
        return run_manage(
            self.data_dir, self.url, *arguments, input=input, variables=variables
        )

    def log(self) -> str:
        """What gunicorn has written so far: requests and errors."""
        return self._log_file.read_text(encoding="utf-8")

    @contextmanager
    def running(self, listener: socket.socket) -> Iterator[None]:
        """Serve on the listening socket until the block ends."""
        with self._log_file.open("a") as log:
            self.server = subprocess.Popen(
                [
                    *(sys.executable, "-m", "gunicorn"),
                    *("-c", "python:centene_site.gunicorn"),
                    *("--bind", f"fd://{listener.fileno()}"),
                    "centene_site.asgi:application",
                ],
                cwd=ROOT,
                env=site_environment(self.data_dir, self.url) | self.variables,
                pass_fds=[listener.fileno()],
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        try:
            self._wait_until_it_answers()
            yield
        finally:
            self.server.send_signal(signal.SIGTERM)
            self.server.wait(STOP_SECONDS)

    def workers(self) -> list[int]:
        """The ids of gunicorn's worker processes, oldest first."""
        server = self.server.pid
        children = Path(f"/proc/{server}/task/{server}/children")
        return sorted(map(int, children.read_text().split()))

    def _wait_until_it_answers(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while self.server.poll() is None and time.monotonic() < deadline:
            if self._answers():
                return
            time.sleep(0.02)
        raise AssertionError(f"The site did not start:\n{self.log()}")

    def _answers(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", "/livez")
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()


@contextmanager
def copied_site(template: Path, data_dir: Path, **variables: str) -> Iterator[LiveSite]:
    """Serve a copy of the template's data from ``data_dir``, on a free port.

    ``variables`` are settings that differ, such as GOOGLE_ANALYTICS_GTAG_PROPERTY_ID.
    """
    shutil.copytree(template, data_dir)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        site = LiveSite(data_dir, listener.getsockname()[1], variables)
        with site.running(listener):
            yield site


def site_environment(data_dir: Path, url: str) -> dict[str, str]:
    """The production configuration on SQLite in ``data_dir``."""
    kept = {
        name: text for name, text in os.environ.items() if name not in KEPT_VARIABLES
    }
    return {**kept, "DATA_DIR": str(data_dir), "SITE_URL": url}


def run_manage(
    data_dir: Path,
    url: str,
    *arguments: str,
    input: str | None = None,
    variables: dict[str, str] | None = None,
) -> str:
    """Run manage.py on the data in ``data_dir``; its standard output."""
    done = subprocess.run(
        [sys.executable, ROOT / "manage.py", *arguments],
        env=site_environment(data_dir, url) | (variables or {}),
        input=input or "",
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, f"{arguments}:\n{done.stdout}\n{done.stderr}"
    return done.stdout
