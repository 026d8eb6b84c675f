"""Evidence as one zip that proves itself, written straight to disk.

Made again from the same rows a bundle is the same to the byte: fixed times, fixed
order, nothing about when or where it was made. It ends with a manifest of the hashes of
all its files, and begins with a verifier that needs only Python's standard library.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

# The earliest time that a zip can hold.
NO_TIME = (1980, 1, 1, 0, 0, 0)
SHARED_CHECKS = Path(__file__).parent / "bundle_checks.py"
IMPORT_OF_SHARED_CHECKS = re.compile(
    r"^from policy\.bundle_checks import \([^)]*\)\n", re.MULTILINE
)


class Bundle:
    """A zip that is being written; ``hashes`` holds the SHA-256 of each file in it."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self.hashes: dict[str, str] = {}

    def add(self, name: str, content: bytes) -> None:
        """Add a file."""
        self.add_lines(name, [content])

    def add_lines(self, name: str, lines: Iterable[bytes]) -> None:
        """Add a file piece by piece: it need not fit into memory."""
        entry = zipfile.ZipInfo(name, NO_TIME)
        entry.compress_type = zipfile.ZIP_DEFLATED
        entry.external_attr = 0o644 << 16
        sha = hashlib.sha256()
        with self._archive.open(entry, "w", force_zip64=True) as file:
            for line in lines:
                sha.update(line)
                file.write(line)
        self.hashes[name] = sha.hexdigest()

    def add_json(self, name: str, content: Any) -> None:
        """Add a file that people read too."""
        text = json.dumps(content, ensure_ascii=False, sort_keys=True, indent=1)
        self.add(name, text.encode() + b"\n")

    def finish(self, facts: dict[str, Any]) -> None:
        """Add the manifest: the facts, and the hash of every file."""
        self.add_json("manifest.json", {**facts, "files": dict(self.hashes)})


@contextmanager
def new_bundle(path: Path) -> Iterator[Bundle]:
    """Write beside the place and move into it: nobody reads half a file.

    Where the block raises, nothing is left. Raises OSError.
    """
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        temporary = Path(file.name)
        try:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
                yield Bundle(archive)
            os.replace(temporary, path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise


def verifier(script: Path) -> bytes:
    """One file for whoever verifies: the checks that bundles share stand in it.

    They take the place of the line that imports them.
    """
    shared = SHARED_CHECKS.read_text(encoding="utf-8")
    text, found = IMPORT_OF_SHARED_CHECKS.subn(
        lambda match: shared, script.read_text(encoding="utf-8")
    )
    if found != 1:
        raise ValueError(f"{script} imports the shared checks {found} times.")
    return text.encode()
