"""The command check: everything about the code that is not a test."""

import os
import re
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from devtools import ROOT, Refusal
from devtools.environment import PYTHON, REQUIREMENTS, ensure_uv
from devtools.lock import SOURCES, compile_lock

# What a command needs of the caller's environment; no setting of the site is among it.
KEPT_VARIABLES = ("HOME", "LANG", "LC_ALL", "PATH", "TMPDIR")

# Addresses of package registries, and paths that exist on one machine only.
REGISTRY = r"--(?:extra-)?index-url|https?://[^\s\"']+/simple/"
HOME_FOLDER = r"(?<![\w./-])/(?:(?:home|Users)/[\w.-]+|root)/"


def check(arguments: list[str]) -> int:
    """Run every check, then name those that failed; 0 when none did."""
    if arguments:
        raise Refusal("check takes no arguments.")
    uv = ensure_uv()
    with tempfile.TemporaryDirectory() as folder:
        failed = [
            name for name, passes in _checks(uv, Path(folder)) if not _run(name, passes)
        ]
    if failed:
        raise Refusal(f"Failed: {', '.join(failed)}.")
    print("\nEvery check passed.")
    return 0


def _run(name: str, passes: Callable[[], bool]) -> bool:
    print(f"\n== {name}", flush=True)
    return passes()


def _checks(uv: Path, folder: Path) -> list[tuple[str, Callable[[], bool]]]:
    settings = _production_settings(folder)
    commands = {
        "ruff check": ["-m", "ruff", "check"],
        "ruff format": ["-m", "ruff", "format", "--check"],
        "mypy": ["-m", "mypy"],
        "migrations": ["manage.py", "makemigrations", "--check", "--dry-run"],
        "deployment": ["manage.py", "check", "--deploy", "--fail-level", "WARNING"],
    }
    checks: list[tuple[str, Callable[[], bool]]] = [
        (name, partial(_python, command, settings))
        for name, command in commands.items()
    ]
    checks.append(("lock files", partial(_locks_are_current, uv, folder)))
    checks.append(("addresses and paths", _files_are_portable))
    return checks


def _production_settings(data_dir: Path) -> dict[str, str]:
    """The environment of a site behind https, whatever this shell has set."""
    kept = {name: os.environ[name] for name in KEPT_VARIABLES if name in os.environ}
    return kept | {
        "SITE_URL": "https://privacy.example.com",
        "SECRET_KEY": secrets.token_urlsafe(64),
        "DATA_DIR": str(data_dir),
    }


def _python(arguments: list[str], settings: dict[str, str]) -> bool:
    done = subprocess.run([PYTHON, *arguments], cwd=ROOT, env=settings)
    return done.returncode == 0


def _locks_are_current(uv: Path, folder: Path) -> bool:
    """Compile each lock from its present versions; a newer release changes nothing."""
    current = True
    for name in SOURCES:
        locked, compiled = REQUIREMENTS / name, folder / name
        shutil.copyfile(locked, compiled)
        if not compile_lock(uv, name, compiled, []):
            print(
                f"requirements/{name} could not be compared: connect this machine to "
                "the network and try again."
            )
            current = False
        elif compiled.read_bytes() != locked.read_bytes():
            print(f"requirements/{name} is out of date: run python3 dev.py lock")
            current = False
    return current


def _files_are_portable() -> bool:
    """No file of the project names a package registry or a folder of this machine."""
    here = rf"(?<![\w./-]){re.escape(str(ROOT))}(?![\w.-])"
    forbidden = re.compile("|".join([REGISTRY, HOME_FOLDER, here]))
    portable = True
    for file in _project_files():
        content = file.read_bytes()
        if b"\0" in content:
            continue
        lines = content.decode("utf-8", "replace").splitlines()
        for number, line in enumerate(lines, start=1):
            found = forbidden.search(line)
            if found:
                print(f"{file.relative_to(ROOT)}:{number}: {found.group()}")
                portable = False
    return portable


def _project_files() -> list[Path]:
    """What git tracks, and what it would if everything new were added."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise Refusal(
            "The check reads the list of files from git: install git and run it in a "
            "clone of the project."
        ) from error
    files = (ROOT / name for name in listed.stdout.decode().split("\0") if name)
    return [file for file in files if file.is_file()]
