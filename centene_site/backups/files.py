"""The file of a backup: how it is written, read and checked."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tarfile
import tempfile
import zlib
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, NamedTuple

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from centene_site.backups import dumping

MANIFEST = "manifest.json"
DUMP = "database"
PATTERN = "backup-*.tar.gz"


class Manifest(NamedTuple):
    """What a backup says of itself."""

    made_at: str
    database: str
    migrations: list[tuple[str, str]]
    sha256: str


class Unusable(Exception):
    """Why a file cannot be restored: a sentence for the operator."""


def folder() -> Path:
    """Where backups are written unless another place is named."""
    return Path(settings.DATA_DIR) / "backups"


def make(target: Path) -> Path:
    """Write a backup into the folder; return its file, which only its owner may read.

    It has its name only once it is whole and on the disk. Raises DumpFailed, OSError.
    """
    target.mkdir(mode=0o700, parents=True, exist_ok=True)
    now = datetime.now(UTC)
    file = target / f"backup-{now:%Y%m%dT%H%M%S%fZ}.tar.gz"
    with tempfile.TemporaryDirectory(prefix=".backup.", dir=target) as name:
        dump = Path(name) / DUMP
        dumping.dump(dump)
        manifest = Path(name) / MANIFEST
        manifest.write_text(
            json.dumps(_facts(dump, now)._asdict(), indent=2), encoding="utf-8"
        )
        unfinished = Path(name) / file.name
        with unfinished.open("xb") as written:
            unfinished.chmod(0o600)
            with tarfile.open(fileobj=written, mode="w:gz", compresslevel=1) as tar:
                tar.add(manifest, MANIFEST)
                tar.add(dump, DUMP)
            written.flush()
            os.fsync(written.fileno())
        os.replace(unfinished, file)
    return file


def keep_newest(target: Path, count: int) -> list[Path]:
    """Delete all backups in the folder but the newest; return those that are gone."""
    files = sorted(target.glob(PATTERN), reverse=True)
    for file in files[count:]:
        file.unlink()
    return files[count:]


def restore(file: Path) -> Manifest:
    """Fill the empty database from the file; return its manifest.

    Raises Unusable before anything is written, DumpFailed, OSError.
    """
    beside = Path(settings.DATA_DIR)
    beside.mkdir(mode=0o700, parents=True, exist_ok=True)
    if connection.introspection.table_names():
        raise Unusable(
            "The database is not empty: a backup is restored into a new one. Set "
            "DATABASE_URL or DATA_DIR to it."
        )
    with tempfile.TemporaryDirectory(prefix=".restore.", dir=beside) as name:
        manifest = _unpack(file, Path(name))
        _refuse_foreign(manifest)
        dumping.restore(Path(name) / DUMP)
    return manifest


def _facts(dump: Path, now: datetime) -> Manifest:
    made_at = now.isoformat(timespec="seconds")
    return Manifest(made_at, connection.vendor, _applied(), _sha256(dump))


def _unpack(file: Path, place: Path) -> Manifest:
    """Write the dump into the place. Raises Unusable where it is not as it was."""
    try:
        with tarfile.open(file) as tar:
            manifest = Manifest(**json.loads(_member(tar, MANIFEST).read()))
            with (place / DUMP).open("xb") as dump:
                shutil.copyfileobj(_member(tar, DUMP), dump)
    except (tarfile.TarError, zlib.error, EOFError, KeyError, TypeError, ValueError):
        raise Unusable(
            f"{file} is no backup of this site, or not a whole one, or of a format "
            "that this release does not know."
        ) from None
    if _sha256(place / DUMP) != manifest.sha256:
        raise Unusable(f"{file} is damaged: its database is not what was written.")
    return manifest


def _member(tar: tarfile.TarFile, name: str) -> IO[bytes]:
    member = tar.extractfile(name)
    if member is None:
        raise KeyError(name)
    return member


def _refuse_foreign(manifest: Manifest) -> None:
    if manifest.database != connection.vendor:
        raise Unusable(
            f"The backup is of {manifest.database}, and DATABASE_URL names "
            f"{connection.vendor}."
        )
    known = MigrationLoader(None).disk_migrations
    for app, name in manifest.migrations:
        if (app, name) not in known:
            raise Unusable(
                f"A newer release made the backup: this one does not know its "
                f"migration {app}.{name}."
            )


def _sha256(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def holds_anything() -> bool:
    """Whether any release ever migrated the database."""
    return bool(_applied())


def _applied() -> list[tuple[str, str]]:
    return sorted(MigrationLoader(connection).applied_migrations)
