"""manage.py export_consent: sealed days in a file that proves itself."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path

import pytest
import time_machine
from django.core.management import CommandError

from consent.models import CatalogueVersion, ConsentRecord, ConsentSubject, DaySeal
from consent.sealing import line_of, rows_of
from consent.triggers import TRIGGERS
from policy.models import PolicyVersion
from tests.bundles import rewrite, unpacked, verify
from tests.consent.sealed import days_ago, make_day, make_history, noon
from tests.factories import make_draft
from tests.tampering import drop_triggers, verdict

pytestmark = pytest.mark.django_db

run = partial(verdict, "export_consent")


@pytest.fixture
def history() -> list[DaySeal]:
    """Ten sealed days with eleven records, three catalogue versions, and a draft."""
    make_draft()
    return make_history()


@pytest.fixture
def file(history: list[DaySeal], tmp_path: Path) -> Path:
    run(str(tmp_path / "all.zip"))
    return tmp_path / "all.zip"


@pytest.fixture
def folder(file: Path, tmp_path: Path) -> Path:
    return unpacked(file, tmp_path / "out")


def test_it_holds_days_catalogue_and_what_was_in_force(folder: Path) -> None:
    names = {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file()
    }
    assert names == {
        "verify.py",
        "manifest.json",
        "policies.json",
        # The third was never asked with.
        *(f"catalogue/0000{number}.json" for number in (1, 2)),
        *(f"days/{days_ago(ago)}.json" for ago in range(1, 11)),
        *(f"days/{days_ago(ago)}.jsonl" for ago in (10, 8, 7, 6)),
    }
    day = days_ago(8)
    lines = b"".join(map(line_of, rows_of(day)))
    assert (folder / "days" / f"{day}.jsonl").read_bytes() == lines
    ((slug, number, digest),) = json.loads((folder / "policies.json").read_text())[
        "versions"
    ]
    assert (slug, number) == ("privacy-policy", 1)
    assert json.loads(lines.splitlines()[0])["policy_digest"] == digest


def test_it_says_what_it_wrote(history: list[DaySeal], tmp_path: Path) -> None:
    path = tmp_path / "some.zip"
    said = run(str(path), "--from", str(days_ago(8)), "--to", str(days_ago(7)))
    assert said == f"2 days, 6 records written to {path}.\n"
    code, said = verify(unpacked(path, tmp_path / "out"))
    assert code == 0
    assert "Consistent: 2 days, 2 catalogue versions." in said


def test_it_verifies_itself(folder: Path, history: list[DaySeal]) -> None:
    code, said = verify(folder)
    assert code == 0
    assert "Consistent: 10 days, 2 catalogue versions." in said
    assert f"Head of the days: {history[-1].digest}" in said
    code, said = verify(folder, history[2].digest)
    assert code == 0
    assert f"Proved: the days {days_ago(10)} to {days_ago(8)} are what" in said
    shown = CatalogueVersion.objects.get(number=2).digest
    assert "Proved: catalogue versions 1 to 2 are" in verify(folder, shown)[1]
    code, said = verify(folder, "0" * 64)
    assert code == 1
    assert said.startswith("NOT VERIFIED: no day or catalogue version has the hash 0")


def test_made_again_it_is_the_same_to_the_byte(file: Path, tmp_path: Path) -> None:
    with time_machine.travel(noon(days_ago(-40)), tick=False):
        run(str(tmp_path / "again.zip"))
    assert (tmp_path / "again.zip").read_bytes() == file.read_bytes()


def test_it_names_neither_subjects_nor_staff(folder: Path) -> None:
    text = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    for subject in ConsentSubject.objects.all():
        assert subject.subject_hash.encode() not in text
    for version in CatalogueVersion.objects.exclude(published_by=None):
        assert version.published_by_name.encode() not in text
        assert version.publisher_salt.encode() not in text


def test_a_purged_day_leaves_its_seal(history: list[DaySeal], tmp_path: Path) -> None:
    verdict("purge_consent")
    assert "10 days, 9 records" in run(str(tmp_path / "later.zip"))
    folder = unpacked(tmp_path / "later.zip", tmp_path / "out")
    assert not (folder / "days" / f"{days_ago(10)}.jsonl").exists()
    assert verify(folder)[0] == 0


def test_it_finds_records_that_are_gone_before_their_time(folder: Path) -> None:
    name = f"days/{days_ago(8)}.jsonl"
    (folder / name).unlink()
    assert f"{name} is missing." in verify(folder)[1]
    manifest = json.loads((folder / "manifest.json").read_text())
    del manifest["files"][name]
    (folder / "manifest.json").write_text(json.dumps(manifest))
    assert f"NOT VERIFIED: {name} is missing before its time." in verify(folder)[1]


def test_it_finds_what_was_altered_with_the_manifest(
    file: Path, history: list[DaySeal], tmp_path: Path
) -> None:
    day, seal = days_ago(8), history[2]
    policy = PolicyVersion.objects.published().get().digest
    for number, (name, was, became, said) in enumerate(
        [
            (f"days/{day}.jsonl", '"accept"', '"save"', "is not what was sealed"),
            (f"days/{day}.json", '"records": 3', '"records": 4', "match its hash"),
            (f"days/{day}.json", seal.previous_digest, "0" * 64, "of the day before"),
            (f"days/{day}.json", f"{day}T", f"{days_ago(7)}T", "is another day"),
            ("catalogue/00002.json", "Another", "A", "does not match its hash"),
            ("catalogue/00002.json", '"number": 2', '"number": 3', "another version"),
            ("policies.json", policy, "0" * 64, "a policy is not in policies.json"),
            ("manifest.json", history[-1].digest, "0" * 64, "names another head"),
            ("manifest.json", f'y": "{days_ago(10)}', f'y": "{day}', "is of no day"),
            ("manifest.json", '_versions": 2', '_versions": 1', "not in catalogue/"),
        ]
    ):
        folder = unpacked(file, tmp_path / str(number))
        rewrite(folder, name, was, became)
        code, text = verify(folder)
        assert code == 1
        assert text.startswith("NOT VERIFIED: ")
        assert said in text, text


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"files": {}}', "\x00"])
def test_whatever_is_wrong_it_says_a_sentence(folder: Path, text: str) -> None:
    for name in ("policies.json", f"days/{days_ago(8)}.json", "manifest.json"):
        (folder / name).write_text(text)
        code, said = verify(folder)
        assert code == 1
        assert said.startswith("NOT VERIFIED: ") and said.count("\n") == 1


def test_it_writes_over_a_file_only_when_told(file: Path, tmp_path: Path) -> None:
    before = file.read_bytes()
    with pytest.raises(CommandError, match="exists: choose another name, or add --for"):
        run(str(file), "--from", str(days_ago(2)))
    assert file.read_bytes() == before
    run(str(file), "--from", str(days_ago(2)), "--force")
    assert file.read_bytes() != before


def test_where_it_cannot_write_it_says_so(file: Path, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    for path in (tmp_path / "no" / "file.zip", tmp_path / "folder"):
        with pytest.raises(CommandError, match="cannot be written: "):
            run(str(path), "--force")
    assert {path.name for path in tmp_path.iterdir()} == {"all.zip", "folder"}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--from", "tomorrow"], "'tomorrow' is not a day like"),
        (["--from", str(days_ago(3)), "--to", str(days_ago(4))], "is after"),
        (["--from", str(days_ago(11))], "is not sealed: there are seals from"),
        (["--to", str(days_ago(0))], "is not sealed: there are seals from"),
    ],
)
def test_days_that_cannot_be_exported_are_refused(
    history: list[DaySeal], tmp_path: Path, arguments: list[str], said: str
) -> None:
    with pytest.raises(CommandError, match=said):
        run(str(tmp_path / "file.zip"), *arguments)
    assert not list(tmp_path.iterdir())


def test_before_the_first_seal_there_is_nothing_to_export(tmp_path: Path) -> None:
    make_day(days_ago(2))
    with pytest.raises(CommandError, match="No day is sealed yet: run seal_consent"):
        run(str(tmp_path / "file.zip"))


def test_what_does_not_hold_is_not_exported(
    history: list[DaySeal], tmp_path: Path
) -> None:
    drop_triggers(TRIGGERS)
    ConsentRecord.objects.filter(chosen_at=noon(days_ago(7))).update(signal=True)
    with pytest.raises(CommandError, match=f"{days_ago(7)}: the records are not those"):
        run(str(tmp_path / "file.zip"))
    assert not list(tmp_path.iterdir())
