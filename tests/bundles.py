"""Unpacking, altering and verifying bundles as somebody does who has the file alone."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import zipfile
from pathlib import Path


def unpacked(path: Path, folder: Path) -> Path:
    """The folder with the bundle's files."""
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        archive.extractall(folder)
    return folder


def verify(folder: Path, *arguments: str) -> tuple[int, str]:
    """The exit code of the bundle's own verifier, and all that it says."""
    done = subprocess.run(
        [sys.executable, "-I", folder / "verify.py", *arguments],
        capture_output=True,
        text=True,
    )
    return done.returncode, done.stdout + done.stderr


def rewrite(folder: Path, name: str, was: str, became: str) -> None:
    """Alter a file of the bundle, and its hash in the manifest."""
    text = (folder / name).read_text()
    assert was in text
    (folder / name).write_text(text.replace(was, became))
    if name == "manifest.json":
        return
    manifest = json.loads((folder / "manifest.json").read_text())
    digest = hashlib.sha256((folder / name).read_bytes()).hexdigest()
    manifest["files"][name] = digest
    (folder / "manifest.json").write_text(json.dumps(manifest))
