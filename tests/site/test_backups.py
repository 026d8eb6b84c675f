"""Backups: the drill from one database to a new one, and every refusal."""

from __future__ import annotations

import io
import json
import os
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client, override_settings

from centene_site.backups import dumping, files
from centene_site.backups.dumping import DumpFailed
from policy.models import Policy, PolicyVersion, Section, StoredRedline
from policy.publishing import withdraw
from tests.consent.posting import make_record
from tests.databases import new_database
from tests.factories import make_policy, make_staff, make_upcoming, make_version
from tests.postgres import programs

pytestmark = pytest.mark.usefixtures("own_database")

Run = Callable[..., str]


@pytest.fixture(autouse=True)
def data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of the test's own, and PostgreSQL's programs of the server's version."""
    monkeypatch.setenv("PATH", f"{programs()}{os.pathsep}{os.environ['PATH']}")
    with override_settings(DATA_DIR=tmp_path):
        yield tmp_path


@pytest.fixture
def written() -> Policy:
    """Two versions in force in turn, one withdrawn, and a choice."""
    policy = make_policy(slug="terms")
    make_version(policy, effective="2019-01-01")
    make_version(policy, effective="2021-01-01", source="## Words\n\nOther words.")
    withdraw(make_upcoming(policy), by=make_staff(), reason="Too early.")
    make_record()
    return policy


def backup(**options: object) -> str:
    out = io.StringIO()
    call_command("backup", stdout=out, **options)
    return out.getvalue()


def restore(file: Path) -> str:
    out = io.StringIO()
    call_command("restore", str(file), stdout=out)
    return out.getvalue()


def only_backup(data_dir: Path) -> Path:
    (file,) = (data_dir / "backups").glob("*.tar.gz")
    return file


def published() -> list[object]:
    """Every hash, and every page of a version as a visitor gets it."""
    client = Client()
    rows = PolicyVersion.objects.order_by("pk").values_list("digest", "number")
    pages = [client.get(f"/terms/versions/{number}/") for _digest, number in rows]
    return [*rows, *[(page.status_code, page.content) for page in pages]]


def test_what_is_restored_is_what_was_backed_up(
    written: Policy, data_dir: Path
) -> None:
    before = published()
    said = backup()
    file = only_backup(data_dir)
    assert f"Wrote {file}" in said
    assert "Keep the keys" in said
    assert file.stat().st_mode & 0o777 == 0o600
    with new_database():
        said = restore(file)
        assert "Restored the backup of" in said
        assert said.count("Consistent.") == 2
        assert published() == before
        assert Section.objects.exists() and StoredRedline.objects.exists()
        # The triggers stand again, and what was published still never changes.
        with pytest.raises(Exception, match="never changes"):
            PolicyVersion.objects.filter(number=1).update(html="<p>Forged.</p>")


def test_a_new_version_follows_in_the_chain_of_what_was_restored(
    written: Policy, data_dir: Path
) -> None:
    backup()
    with new_database():
        restore(only_backup(data_dir))
        version = make_version(Policy.objects.get(), effective="2022-01-01")
        assert version.number == 4
        call_command("verify_policies", stdout=io.StringIO())


def test_a_database_that_holds_something_is_never_written_over(
    written: Policy, data_dir: Path
) -> None:
    backup()
    with pytest.raises(CommandError, match="The database is not empty"):
        restore(only_backup(data_dir))
    assert PolicyVersion.objects.count() == 3


def rewritten(file: Path, **changes: object) -> Path:
    """The backup with another manifest."""
    other = file.with_name("other.tar.gz")
    with tarfile.open(file) as old, tarfile.open(other, "w:gz") as new:
        for member in old:
            opened = old.extractfile(member)
            assert opened is not None
            content = opened.read()
            if member.name == files.MANIFEST:
                content = json.dumps(json.loads(content) | changes).encode()
                member.size = len(content)
            new.addfile(member, io.BytesIO(content))
    return other


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"sha256": "0" * 64}, "is damaged"),
        ({"database": "oracle"}, "The backup is of oracle, and DATABASE_URL names"),
        ({"migrations": [["policy", "9999_later"]]}, "A newer release made the backup"),
        ({"of_tomorrow": 1}, "of a format that this release does not know"),
    ],
)
def test_what_cannot_be_restored_is_refused_before_anything_is_written(
    written: Policy, data_dir: Path, changes: dict[str, object], sentence: str
) -> None:
    backup()
    file = rewritten(only_backup(data_dir), **changes)
    with new_database():
        with pytest.raises(CommandError, match=sentence):
            restore(file)
        assert connection.introspection.table_names() == []


@pytest.mark.parametrize("content", [b"", b"no archive", b"\x1f\x8b\x08broken"])
def test_what_is_no_backup_is_refused(data_dir: Path, content: bytes) -> None:
    file = data_dir / "backup.tar.gz"
    file.write_bytes(content)
    with new_database(), pytest.raises(CommandError, match="is no backup"):
        restore(file)


def test_half_a_backup_is_refused(written: Policy, data_dir: Path) -> None:
    backup()
    file = only_backup(data_dir)
    file.write_bytes(file.read_bytes()[:-2000])
    with new_database(), pytest.raises(CommandError, match="is no backup"):
        restore(file)


def test_a_file_that_is_not_there_is_named(data_dir: Path) -> None:
    with new_database(), pytest.raises(CommandError, match="nothing.*No such file"):
        restore(data_dir / "nothing.tar.gz")


def test_only_the_newest_are_kept_when_it_is_told_so(data_dir: Path) -> None:
    names = [backup(keep=2).split("Wrote ")[1].split(" (")[0] for _ in range(4)]
    kept = sorted(map(str, (data_dir / "backups").iterdir()))
    assert kept == names[2:]


def test_nothing_is_left_of_a_backup_that_failed(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(file: Path) -> None:
        file.write_text("Half of it.")
        raise DumpFailed("The disk is full.")

    monkeypatch.setattr(dumping, "dump", fail)
    with pytest.raises(CommandError, match="The disk is full."):
        backup()
    assert list((data_dir / "backups").iterdir()) == []


def test_a_folder_that_cannot_be_written_is_named(data_dir: Path) -> None:
    (data_dir / "file").write_text("")
    with pytest.raises(CommandError, match="cannot be written"):
        backup(to=data_dir / "file" / "backups")


@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="SQLite needs no program.")
def test_without_the_programs_of_postgresql_it_says_what_to_install(
    written: Policy, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(CommandError, match="pg_dump is not on the PATH"):
        backup()


def forget_a_migration() -> None:
    """One that may be applied again."""
    MigrationRecorder(connection).record_unapplied(
        "centene_site", "0005_grant_disclosures"
    )


def test_before_migrations_are_applied_the_database_is_backed_up(
    written: Policy, data_dir: Path
) -> None:
    forget_a_migration()
    out = io.StringIO()
    call_command("prepare", stdout=out)
    assert f"Backed up first: {only_backup(data_dir)}" in out.getvalue()


def test_where_nothing_is_to_be_migrated_nothing_is_backed_up(
    written: Policy, data_dir: Path
) -> None:
    call_command("prepare", stdout=io.StringIO())
    assert not (data_dir / "backups").exists()


def test_what_cannot_be_backed_up_is_migrated_only_where_others_back_it_up(
    written: Policy, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(file: Path) -> None:
        raise DumpFailed("The disk is full.")

    monkeypatch.setattr(dumping, "dump", fail)
    forget_a_migration()
    errors = io.StringIO()
    if connection.vendor == "sqlite":
        with pytest.raises(CommandError, match="cannot be backed up first. The disk"):
            call_command("prepare", stderr=errors)
    else:
        call_command("prepare", stderr=errors)
        assert "It was not backed up first. The disk is full." in errors.getvalue()
