"""What the verifiers of all bundles do: stands in each of them as it stands here."""

import hashlib
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

ROOT = Path(__file__).resolve().parent
RECORD: dict[str, type] = {"frozen": dict, "digest": str}
DAMAGE = (OSError, ValueError, TypeError, LookupError, AttributeError, RecursionError)
# What systems leave in folders that somebody looks at.
STRAY_NAMES = {".DS_Store", "Thumbs.db", "desktop.ini", "__MACOSX"}


def fail(sentence: str) -> NoReturn:
    """Say what does not hold, and stop."""
    sys.exit("NOT VERIFIED: " + sentence)


def hash_of(content: Any) -> str:
    """SHA-256 over JSON in UTF-8: keys sorted, no white space."""
    text = json.dumps(
        content, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def hash_of_file(path: Path) -> str:
    """SHA-256 of a file of any size."""
    sha = hashlib.sha256()
    with path.open("rb") as file:
        while part := file.read(1 << 20):
            sha.update(part)
    return sha.hexdigest()


def check_shape(content: Any, shape: dict[str, type], name: str) -> None:
    """The content is an object with these fields, each of its type."""
    for field, kind in shape.items():
        if not isinstance(content, dict) or not isinstance(content.get(field), kind):
            fail(name + " is not as it was written: look at “" + field + "”.")


def load(name: str, shape: dict[str, type]) -> dict[str, Any]:
    """A JSON object from a file of the archive, with these fields."""
    try:
        content = json.loads((ROOT / name).read_text(encoding="utf-8"))
    except OSError:
        fail(name + " is missing or cannot be read.")
    except (ValueError, RecursionError):
        fail(name + " is not JSON in UTF-8.")
    check_shape(content, shape, name)
    found: dict[str, Any] = content
    return found


def is_stray(name: str) -> bool:
    """Whether a file is one that systems leave behind, and no part of the archive."""
    parts = name.split("/")
    return parts[-1].startswith("._") or not STRAY_NAMES.isdisjoint(parts)


def check_files(files: dict[str, Any]) -> None:
    """Every file is the one that the manifest names, and there is no other."""
    found = {
        path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*") if path.is_file()
    }
    for name, expected in files.items():
        if name not in found:
            fail(name + " is missing.")
        if hash_of_file(ROOT / name) != expected:
            fail(name + " is not the file that the manifest names.")
    for name in sorted(found - set(files) - {"manifest.json"}):
        if not is_stray(name):
            fail(name + " is not in the manifest.")
        print(f"Left aside: {name}, which your system made.")


def check_link(record: dict[str, Any], previous: str, name: str, kind: str) -> None:
    """The record carries the hash of the one before, and matches its own."""
    if record["frozen"].get("previous_digest") != previous:
        fail(f"{name} does not carry the hash of the {kind} before.")
    if hash_of(record["frozen"]) != record["digest"]:
        fail(f"{name} does not match its hash.")


def run(main: Callable[[list[str]], None]) -> None:
    """Check with the arguments of the command line; no damage is a traceback."""
    try:
        main(sys.argv[1:])
    except DAMAGE as error:
        fail(f"the files are damaged ({error}).")
