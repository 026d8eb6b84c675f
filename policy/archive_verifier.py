#!/usr/bin/env python3
"""Verify an unpacked archive of a policy: python3 verify.py [HEAD]

It needs Python 3.9 or newer and nothing else. It recomputes the hash of every file
against manifest.json, and the chain of hashes of all versions. With HEAD, the hash of a
version that you kept elsewhere, it proves that nothing up to that version was changed.
"""

import hashlib
import json
import sys
from pathlib import Path
from typing import Any, NoReturn

ROOT = Path(__file__).resolve().parent


def fail(sentence: str) -> NoReturn:
    """Say what does not hold, and stop."""
    sys.exit("NOT VERIFIED: " + sentence)


def hash_of(content: Any) -> str:
    """SHA-256 over JSON in UTF-8: keys sorted, no white space."""
    text = json.dumps(
        content, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def check_files(manifest: dict[str, Any]) -> None:
    """Every file is the one that the manifest names, and there is no other."""
    for name, expected in manifest["files"].items():
        path = ROOT / name
        if not path.is_file():
            fail(name + " is missing.")
        if hashlib.sha256(path.read_bytes()).hexdigest() != expected:
            fail(name + " is not the file that the manifest names.")
    found = {
        path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*") if path.is_file()
    }
    extra = sorted(found - set(manifest["files"]) - {"manifest.json"})
    if extra:
        fail(extra[0] + " is not in the manifest.")


def check_chain(manifest: dict[str, Any]) -> list[str]:
    """Each version matches its hash and carries the one before; return all hashes."""
    previous = ""
    digests: list[str] = []
    for number in range(1, manifest["versions"] + 1):
        folder = ROOT / "versions" / f"{number:05}"
        record = json.loads((folder / "version.json").read_text(encoding="utf-8"))
        frozen, name = record["frozen"], f"version {number}"
        if frozen["number"] != number or frozen["policy"] != manifest["policy"]:
            fail(name + " is another version.")
        if frozen["previous_digest"] != previous:
            fail(name + " does not carry the hash of the version before.")
        if hash_of(frozen) != record["digest"]:
            fail(name + " does not match its hash.")
        if (folder / "text.md").read_bytes().decode("utf-8") != frozen["source"]:
            fail(name + ": text.md is not its source.")
        if (folder / "text.html").read_bytes().decode("utf-8") != frozen["html"]:
            fail(name + ": text.html is not its HTML.")
        previous = record["digest"]
        digests.append(previous)
    if previous != manifest["head"]:
        fail("the manifest names another head.")
    return digests


def main(arguments: list[str]) -> None:
    """Check everything; say consistent, or proved against a head."""
    manifest = json.loads((ROOT / "manifest.json").read_text(encoding="utf-8"))
    check_files(manifest)
    digests = check_chain(manifest)
    if not arguments:
        print(f"Consistent: {len(digests)} versions.")
        print(f"Head: {manifest['head']}")
        return
    if arguments[0] not in digests:
        fail(f"no version has the hash {arguments[0]}.")
    number = digests.index(arguments[0]) + 1
    print(f"Proved: versions 1 to {number} are what that head covers.")


if __name__ == "__main__":
    main(sys.argv[1:])
