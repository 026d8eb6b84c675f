"""The lock files in requirements/, made from pyproject.toml by uv."""

import subprocess
from pathlib import Path

from devtools import ROOT, Refusal
from devtools.environment import REQUIREMENTS, ensure_uv, uv_settings

# What each lock file is compiled from. develop.txt holds all of run.txt, at the same
# versions, so that an environment for developing can also serve.
SOURCES = {
    "run.txt": ["pyproject.toml"],
    "develop.txt": [
        "pyproject.toml",
        "--group=develop",
        "--constraints=requirements/run.txt",
    ],
    "uv.txt": ["--group=pyproject.toml:installer"],
}


def lock(arguments: list[str]) -> int:
    """Write every lock file, keeping the versions that still fit unless --upgrade."""
    if arguments not in ([], ["--upgrade"]):
        raise Refusal("lock takes no argument but --upgrade, for the newest versions.")
    uv = ensure_uv()
    for name in SOURCES:
        if not compile_lock(uv, name, REQUIREMENTS / name, arguments):
            raise Refusal(
                f"requirements/{name} could not be compiled; the reason is above."
            )
        print(f"requirements/{name} is up to date.")
    return 0


def compile_lock(uv: Path, name: str, output: Path, options: list[str]) -> bool:
    """Compile one lock file; versions that the output file holds already are kept."""
    done = subprocess.run(
        [
            *(str(uv), "pip", "compile", *SOURCES[name], "-o", str(output)),
            *("--universal", "--python-version=3.11", "--generate-hashes"),
            *("--no-emit-index-url", "--no-emit-find-links", "--quiet"),
            *("--custom-compile-command=python3 dev.py lock", *options),
        ],
        cwd=ROOT,
        env=uv_settings(),
    )
    return done.returncode == 0
