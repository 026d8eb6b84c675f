"""The virtual environment in .venv, filled from the locked files in requirements/.

It needs neither ensurepip nor pip nor uv on the machine: pip runs straight out of the
wheel in requirements/, installs uv, and uv installs the rest; where uv cannot run, pip
installs the same locked file.
"""

import fcntl
import hashlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Literal, NoReturn, TextIO

from devtools import ROOT, Refusal

VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "installed.txt"
LOG = VENV / "install.log"
REQUIREMENTS = ROOT / "requirements"

Purpose = Literal["run", "develop"]
Command = Sequence[str | Path]


def ensure(purpose: Purpose) -> Path:
    """The environment's Python, after installing whatever is missing or out of date.

    What is installed for developing serves for running as well. Raises Refusal when the
    checkout cannot be written or the packages cannot be had.
    """
    if _is_installed(purpose):
        return PYTHON
    refuse_unwritable(ROOT, "Move the project to a folder that you may write to")
    with _one_at_a_time():
        if not _is_installed(purpose):
            _install(purpose)
    return PYTHON


def ensure_uv() -> Path:
    """The locked uv, for the commands that write and compare lock files."""
    ensure("develop")
    uv = _tool("uv")
    if not uv.exists():
        with _one_at_a_time(), LOG.open("a") as log:
            if not _install_uv(log):
                raise Refusal(_install_failed())
    return uv


def become(python: Path, arguments: list[str], settings: dict[str, str]) -> NoReturn:
    """Replace this process by Python with these arguments.

    Whoever stops this process then stops that program, and its exit code is ours.
    """
    sys.stdout.flush()
    os.execve(python, [str(python), *arguments], settings)


def uv_settings() -> dict[str, str]:
    """The environment for uv, which reads nothing of what pip was configured with."""
    settings = dict(os.environ)
    index = (
        settings.get("PIP_INDEX_URL")
        or subprocess.run(
            [*_pip(), "config", "get", "global.index-url"],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        ).stdout.strip()
    )
    if index:
        settings.setdefault("UV_DEFAULT_INDEX", index)
    return settings


def refuse_unwritable(folder: Path, advice: str) -> None:
    """Raise Refusal where the folder cannot be written.

    It tries: permission bits say nothing to root, nor of a disk mounted read-only.
    """
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise Refusal(
            f"The folder {folder} cannot be written ({error.strerror}): {advice}."
        ) from error


def _stamp(purpose: Purpose) -> str:
    """What STAMP holds once the purpose's locked file is installed completely."""
    locked = (REQUIREMENTS / f"{purpose}.txt").read_bytes()
    return f"{_base_python()}\n{purpose} {hashlib.sha256(locked).hexdigest()}\n"


def _base_python() -> str:
    return f"{sys.version} {os.path.realpath(sys.executable)}"


def _is_installed(purpose: Purpose) -> bool:
    sufficient: list[Purpose] = ["develop"] if purpose == "develop" else list(_ORDER)
    return _stamp_text() in map(_stamp, sufficient) and PYTHON.exists()


_ORDER: tuple[Purpose, ...] = ("run", "develop")


def _stamp_text() -> str:
    return STAMP.read_text() if STAMP.exists() else ""


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Let a second dev.py in this checkout wait until the first has installed."""
    folder = os.open(REQUIREMENTS, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def _install(purpose: Purpose) -> None:
    print(f"Installing the packages of requirements/{purpose}.txt …", flush=True)
    same_python = _stamp_text().startswith(_base_python()) and PYTHON.exists()
    STAMP.unlink(missing_ok=True)
    if not same_python:
        _create_venv()
    with LOG.open("w") as log:
        if not (_install_with_uv(purpose, log) or _install_with_pip(purpose, log)):
            raise Refusal(_install_failed())
    STAMP.write_text(_stamp(purpose))


def _create_venv() -> None:
    try:
        import venv
    except ImportError as error:
        raise Refusal(
            "This Python lacks the standard module venv: install the complete "
            "Python 3.11 or newer of your system, and try again."
        ) from error
    venv.EnvBuilder(clear=True, symlinks=True, with_pip=False).create(VENV)


def _install_with_uv(purpose: Purpose, log: TextIO) -> bool:
    if not _install_uv(log):
        return False
    sync = [str(_tool("uv")), "pip", "sync", "--require-hashes", "--python"]
    locked = REQUIREMENTS / f"{purpose}.txt"
    return _run([*sync, PYTHON, locked], log, uv_settings())


def _install_uv(log: TextIO) -> bool:
    """uv goes into a folder of its own: `uv pip sync` would remove it from .venv."""
    install = [*_pip(), "install", "--require-hashes", "-r", REQUIREMENTS / "uv.txt"]
    return _run([*install, "--upgrade", "--target", VENV / "tools"], log)


def _install_with_pip(purpose: Purpose, log: TextIO) -> bool:
    install = [*_pip(), "install", "--require-hashes"]
    return _run([*install, "-r", REQUIREMENTS / f"{purpose}.txt"], log)


def _pip() -> Command:
    (wheel,) = REQUIREMENTS.glob("pip-*.whl")
    options = ("--disable-pip-version-check", "--no-input", "--retries=2")
    return [PYTHON, wheel / "pip", *options]


def _tool(name: str) -> Path:
    return VENV / "tools" / "bin" / name


def _run(command: Command, log: TextIO, settings: dict[str, str] | None = None) -> bool:
    try:
        done = subprocess.run(
            command, cwd=ROOT, env=settings, stdout=log, stderr=subprocess.STDOUT
        )
    except OSError as error:
        log.write(f"{command[0]}: {error}\n")
        return False
    return done.returncode == 0


def _install_failed() -> str:
    return (
        "The packages could not be installed: connect this machine to the network "
        "(or point PIP_INDEX_URL to a mirror that it reaches) and run the same command "
        f"again; the details are in {LOG.relative_to(ROOT)}."
    )
