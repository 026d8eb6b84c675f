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

from policy import archive_pages, plaintext, redline, sealing
from policy.models import Policy, PolicyVersion, Withdrawal
from policy.redlines import stored_or_made
from policy.turns import Busy, costly

# The earliest time that a zip can hold.
NO_TIME = (1980, 1, 1, 0, 0, 0)
VERSIONS_AT_A_TIME = 50
VERIFIER = Path(__file__).parent / "archive_verifier.py"
# What decides which files there are and what is in them.
WRITERS = [Path(__file__), Path(archive_pages.__file__), Path(plaintext.__file__)]


def archive_of(policy: Policy) -> Path:
    """The policy's archive in DATA_DIR, made if its last version is not in it yet.

    Raises OSError where DATA_DIR cannot be written, and Busy while others have the turn
    or where something is published meanwhile.
    """
    path = _place(policy)
    if not path.exists():
        with costly.take():
            path = _place(policy)
            if not path.exists():
                _build(policy, path)
    return path


def _place(policy: Policy) -> Path:
    return _folder() / f"{policy.slug}-{fingerprint(policy)}.zip"


def fingerprint(policy: Policy) -> str:
    """What the archive's bytes depend on, as 32 hexadecimal digits.

    The redlines in it are never missing and always of the present engine: one that is
    not stored is made for the archive. So the engine's number stands for all of them.
    """
    code = [path.read_bytes() for path in (VERIFIER, *WRITERS)]
    content = {
        **_heads(policy),
        "engine": redline.ENGINE,
        "code": [hashlib.sha256(text).hexdigest() for text in code],
    }
    return sealing.hash_of(content)[:32]


def _heads(policy: Policy) -> dict[str, object]:
    """The ends of the policy's two chains; all before them is hashed into them."""
    versions = policy.versions.published().order_by("number")
    last = versions.values_list("number", "digest").last()
    withdrawals = Withdrawal.objects.filter(version__policy=policy).order_by("pk")
    end = withdrawals.values_list("digest", flat=True).last()
    return {
        "versions": last[0] if last else 0,
        "head": last[1] if last else "",
        "withdrawals": withdrawals.count(),
        "withdrawal_head": end or "",
    }


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
            if _place(policy) != path:
                raise Busy
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
    os.replace(temporary, path)
    for older in path.parent.glob(f"{policy.slug}-{'?' * 32}.zip"):
        if older != path:
            older.unlink(missing_ok=True)


def _write(archive: zipfile.ZipFile, policy: Policy) -> None:
    heads = _heads(policy)
    hashes: dict[str, str] = {}
    for name, content in _files(policy):
        hashes[name] = hashlib.sha256(content).hexdigest()
        _add(archive, name, content)
    manifest = {"policy": policy.slug, **heads, "files": hashes}
    _add(archive, "manifest.json", _json(manifest))


def _add(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    entry = zipfile.ZipInfo(name, NO_TIME)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    archive.writestr(entry, content)


def _files(policy: Policy) -> Iterator[tuple[str, bytes]]:
    """Name and content of every file but the manifest, in a fixed order."""
    yield "verify.py", VERIFIER.read_bytes()
    previous: PolicyVersion | None = None
    for version in _versions(policy):
        folder = f"versions/{version.number:05}"
        yield f"{folder}/text.md", version.source.encode()
        yield f"{folder}/text.html", version.html.encode()
        yield f"{folder}/text.txt", plaintext.plain_text(version.html).encode()
        yield f"{folder}/page.html", archive_pages.text_page(version).encode()
        yield f"{folder}/version.json", _json(_record(version))
        if previous is not None:
            found = stored_or_made(previous, version)
            name = f"redlines/{previous.number:05}-{version.number:05}"
            yield f"{name}.html", archive_pages.redline_page(found).encode()
            content = {"engine": found.engine, "changes": found.changes}
            yield f"{name}.json", _json(content)
        previous = version


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
    """What the hash covers, the hash, and the same of a withdrawal if there was one."""
    record: dict[str, object] = {
        "frozen": sealing.canonical(version, version.sections.all()),
        "digest": version.digest,
    }
    if hasattr(version, "withdrawal"):
        record["withdrawal"] = {
            "frozen": sealing.canonical_withdrawal(version.withdrawal),
            "digest": version.withdrawal.digest,
        }
    return record


def _json(content: Mapping[str, object]) -> bytes:
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, indent=1)
    return text.encode() + b"\n"
