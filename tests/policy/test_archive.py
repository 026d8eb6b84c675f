"""A policy's whole history as one file that proves itself."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.test import Client

from policy import archive, turns
from policy.archive import archive_of
from policy.models import Policy
from policy.publishing import withdraw
from tests.factories import (
    make_draft,
    make_policy,
    make_staff,
    make_upcoming,
    make_version,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def data_dir(settings: LazySettings, tmp_path: Path) -> Path:
    settings.DATA_DIR = tmp_path
    return tmp_path


@pytest.fixture
def terms() -> Policy:
    policy = make_policy(slug="terms", title="Terms")
    for year in (2018, 2019):
        source = f"## One\n\nText of {year} & “more”.\n\n- a\n- b\n"
        make_version(policy, effective=f"{year}-01-01", source=source)
    return policy


def unpacked(policy: Policy, folder: Path) -> Path:
    with zipfile.ZipFile(archive_of(policy)) as archive:
        archive.extractall(folder)
    return folder


def verify(folder: Path, *arguments: str) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-I", folder / "verify.py", *arguments],
        capture_output=True,
        text=True,
    )
    return done.returncode, done.stdout + done.stderr


def test_it_holds_every_version_in_four_forms(terms: Policy, tmp_path: Path) -> None:
    folder = unpacked(terms, tmp_path / "out")
    second = folder / "versions" / "00002"
    version = terms.versions.get(number=2)
    assert (second / "text.md").read_text() == version.source
    assert (second / "text.html").read_text() == version.html
    assert (second / "text.txt").read_text() == (
        "One\nText of 2019 & “more”.\n- a\n- b\n"
    )
    assert json.loads((second / "version.json").read_text())["digest"] == version.digest
    assert (folder / "redlines" / "00001-00002.html").exists()


def test_it_verifies_itself(terms: Policy, tmp_path: Path) -> None:
    folder = unpacked(terms, tmp_path / "out")
    first = terms.versions.get(number=1)
    assert verify(folder)[0] == 0
    assert "Consistent: 2 versions." in verify(folder)[1]
    assert "Proved: versions 1 to 1" in verify(folder, first.digest)[1]
    assert verify(folder, "0" * 64)[0] == 1


@pytest.mark.parametrize(
    "name", ["versions/00001/text.md", "versions/00002/version.json", "verify.py"]
)
def test_it_finds_what_was_altered(terms: Policy, tmp_path: Path, name: str) -> None:
    folder = unpacked(terms, tmp_path / "out")
    (folder / name).write_text((folder / name).read_text() + "\n")
    code, text = verify(folder)
    assert code == 1
    assert f"NOT VERIFIED: {name} is not the file" in text


def test_it_finds_a_rewritten_history(terms: Policy, tmp_path: Path) -> None:
    """Files and manifest agree, but the chain does not."""
    import hashlib

    folder = unpacked(terms, tmp_path / "out")
    path = folder / "versions" / "00001" / "version.json"
    path.write_text(path.read_text().replace("First version.", "Another note."))
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["files"]["versions/00001/version.json"] = hashlib.sha256(
        path.read_bytes()
    ).hexdigest()
    (folder / "manifest.json").write_text(json.dumps(manifest))
    assert "version 1 does not match its hash" in verify(folder)[1]


def test_made_again_it_is_the_same_to_the_byte(terms: Policy) -> None:
    path = archive_of(terms)
    before = path.read_bytes()
    path.unlink()
    assert archive_of(terms).read_bytes() == before


def test_it_names_no_staff(tmp_path: Path) -> None:
    upcoming = make_upcoming(make_policy(slug="terms"))
    withdraw(upcoming, by=make_staff(username="very-special"), reason="A mistake.")
    folder = unpacked(upcoming.policy, tmp_path / "out")
    text = b"".join(p.read_bytes() for p in folder.rglob("*") if p.is_file())
    assert b"A mistake." in text
    assert upcoming.published_by_name.encode() not in text
    assert b"very-special" not in text


def test_a_new_version_makes_a_new_archive(client: Client, terms: Policy) -> None:
    old = archive_of(terms)
    make_version(terms, effective="2020-01-01")
    assert archive_of(terms) != old
    assert not old.exists()


def test_the_page_gives_the_file_and_answers_304(client: Client, terms: Policy) -> None:
    make_draft(terms, source="Secret words.")
    answer = client.get("/terms/archive.zip")
    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    assert zipfile.ZipFile(io.BytesIO(content)).testzip() is None
    assert b"Secret words." not in content
    assert answer.headers["Content-Type"] == "application/zip"
    etag = answer.headers["ETag"]
    again = client.get("/terms/archive.zip", headers={"If-None-Match": etag})
    assert again.status_code == 304


def test_it_rejects_other_methods_and_what_does_not_exist(
    client: Client, terms: Policy
) -> None:
    assert client.post("/terms/archive.zip").status_code == 405
    assert client.get("/nobody/archive.zip").status_code == 404


def test_while_another_is_made_it_asks_for_patience(
    client: Client, terms: Policy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "PATIENCE_SECONDS", 0)
    other = make_policy(slug="other")
    make_version(other)
    archive_of(other)
    with archive.building.take():
        answer = client.get("/terms/archive.zip")
        assert answer.status_code == 503
        assert answer.headers["Retry-After"]
        # What was made before needs no turn.
        known = client.get("/other/archive.zip")
        assert b"".join(known.streaming_content)  # type: ignore[attr-defined]


def test_where_nothing_can_be_written_it_says_so(
    client: Client, terms: Policy, data_dir: Path
) -> None:
    (data_dir / "archives").write_text("a file where a folder should be")
    answer = client.get("/terms/archive.zip")
    assert answer.status_code == 503
    assert "The archive cannot be made now" in answer.content.decode()
