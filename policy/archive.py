"""A policy's whole history as one file that proves itself.

The zip holds every published version, a manifest of hashes and a verifier that needs
only Python's standard library. Made again from the same versions it is the same to the
byte: fixed times, fixed order, nothing about when or where it was made, no staff names.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from django.conf import settings

from policy import sealing
from policy.models import Policy, PolicyVersion, StoredRedline
from policy.plaintext import plain_text
from policy.turns import Turns

# The earliest time that a zip can hold.
NO_TIME = (1980, 1, 1, 0, 0, 0)
VERSIONS_AT_A_TIME = 50
VERIFIER = Path(__file__).parent / "archive_verifier.py"

building = Turns()


def archive_of(policy: Policy) -> Path:
    """The policy's archive in DATA_DIR, made if its last version is not in it yet.

    Raises OSError where DATA_DIR cannot be written, and Busy while another is made.
    """
    path = _folder() / f"{policy.slug}-{fingerprint(policy)}.zip"
    if not path.exists():
        with building.take():
            if not path.exists():
                _build(policy, path)
    return path


def fingerprint(policy: Policy) -> str:
    """What the archive's bytes depend on, as 32 hexadecimal digits."""
    last = policy.versions.published().order_by("number").last()
    withdrawn = [
        [version.number, sealing.iso(version.withdrawal.withdrawn_at)]
        for version in policy.versions.published()
        .filter(withdrawal__isnull=False)
        .select_related("withdrawal")
        .order_by("number")
    ]
    engines = StoredRedline.objects.filter(new__policy=policy).values_list("engine")
    content = {
        "head": last.digest if last else "",
        "withdrawn": withdrawn,
        "engines": sorted({engine for (engine,) in engines}),
        "verifier": hashlib.sha256(VERIFIER.read_bytes()).hexdigest(),
    }
    return sealing.hash_of(content)[:32]


def _folder() -> Path:
    folder: Path = settings.DATA_DIR / "archives"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _build(policy: Policy, path: Path) -> None:
    """Write beside the place and move into it: nobody reads half a file."""
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        temporary = Path(file.name)
        try:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
                _write(archive, policy)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
    os.replace(temporary, path)
    for older in path.parent.glob(f"{policy.slug}-{'?' * 32}.zip"):
        if older != path:
            older.unlink(missing_ok=True)


def _write(archive: zipfile.ZipFile, policy: Policy) -> None:
    hashes: dict[str, str] = {}
    for name, content in _files(policy):
        hashes[name] = hashlib.sha256(content).hexdigest()
        _add(archive, name, content)
    last = policy.versions.published().order_by("number").last()
    manifest = {
        "policy": policy.slug,
        "versions": last.number if last else 0,
        "head": last.digest if last else "",
        "files": hashes,
    }
    _add(archive, "manifest.json", _json(manifest))


def _add(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    entry = zipfile.ZipInfo(name, NO_TIME)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    archive.writestr(entry, content)


def _files(policy: Policy) -> Iterator[tuple[str, bytes]]:
    """Name and content of every file but the manifest, in a fixed order."""
    yield "verify.py", VERIFIER.read_bytes()
    for version in _versions(policy):
        folder = f"versions/{version.number:05}"
        yield f"{folder}/text.md", version.source.encode()
        yield f"{folder}/text.html", version.html.encode()
        yield f"{folder}/text.txt", plain_text(version.html).encode()
        yield f"{folder}/version.json", _json(_record(version))
    redlines = StoredRedline.objects.filter(new__policy=policy)
    for redline in redlines.select_related("old", "new").order_by("new__number"):
        name = f"redlines/{redline.old.number:05}-{redline.new.number:05}"
        yield f"{name}.html", redline.html.encode()
        yield f"{name}.json", _json({"changes": redline.changes})


def _versions(policy: Policy) -> Iterator[PolicyVersion]:
    """Every published version in order, some at a time."""
    first = 1
    while True:
        rows = list(
            policy.versions.published()
            .filter(number__gte=first, number__lt=first + VERSIONS_AT_A_TIME)
            .select_related("policy", "withdrawal")
            .prefetch_related("sections")
            .order_by("number")
        )
        if not rows:
            return
        yield from rows
        first += VERSIONS_AT_A_TIME


def _record(version: PolicyVersion) -> dict[str, object]:
    """What the hash covers, the hash, and a withdrawal if there was one."""
    record: dict[str, object] = {
        "frozen": sealing.canonical(version, version.sections.all()),
        "digest": version.digest,
    }
    if hasattr(version, "withdrawal"):
        record["withdrawal"] = {
            "withdrawn_at": sealing.iso(version.withdrawal.withdrawn_at),
            "reason": version.withdrawal.reason,
        }
    return record


def _json(content: Mapping[str, object]) -> bytes:
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, indent=1)
    return text.encode() + b"\n"
