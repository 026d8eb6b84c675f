"""A policy's whole history as one file that proves itself."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.test import Client

from policy import archive_pages, redline, turns
from policy.archive import archive_of, fingerprint
from policy.models import Policy, PolicyVersion, StoredRedline
from policy.publishing import withdraw
from tests import bundles
from tests.bundles import verify
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
    return bundles.unpacked(archive_of(policy), folder)


def rewrite(folder: Path, number: int, was: str, became: str) -> None:
    """Alter a version's record, and the manifest with it."""
    bundles.rewrite(folder, f"versions/{number:05}/version.json", was, became)


def test_it_holds_every_version_in_five_forms(terms: Policy, tmp_path: Path) -> None:
    folder = unpacked(terms, tmp_path / "out")
    second = folder / "versions" / "00002"
    version = terms.versions.get(number=2)
    assert (second / "text.md").read_text() == version.source
    assert (second / "text.html").read_text() == version.html
    assert (second / "text.txt").read_text() == (
        "One\nText of 2019 & “more”.\n- a\n- b\n"
    )
    assert json.loads((second / "version.json").read_text())["digest"] == version.digest
    page = (second / "page.html").read_text()
    assert "<title>Terms, version 2</title>" in page
    assert version.html in page
    assert (folder / "redlines" / "00001-00002.html").exists()


def test_it_verifies_itself(terms: Policy, tmp_path: Path) -> None:
    folder = unpacked(terms, tmp_path / "out")
    first = terms.versions.get(number=1)
    assert verify(folder)[0] == 0
    said = verify(folder)[1]
    assert "Consistent: 2 versions, 0 withdrawals, 0 withholdings." in said
    assert "In no chain are text.txt, page.html and all of redlines/" in said
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
    folder = unpacked(terms, tmp_path / "out")
    rewrite(folder, 1, "First version.", "Another note.")
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
    with turns.costly.take():
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


@pytest.fixture
def withdrawn(terms: Policy) -> Policy:
    """Two versions in force one after the other, and three that were withdrawn, in
    another order than they were published."""
    upcoming = [make_upcoming(terms, days=days) for days in (10, 20, 30)]
    for index in (1, 2, 0):
        withdraw(upcoming[index], by=make_staff(), reason=f"A mistake of {index}.")
    return terms


def test_it_verifies_the_chain_of_withdrawals(
    withdrawn: Policy, tmp_path: Path
) -> None:
    folder = unpacked(withdrawn, tmp_path / "out")
    code, said = verify(folder)
    assert code == 0, said
    assert "Consistent: 5 versions, 3 withdrawals, 0 withholdings." in said
    last = withdrawn.versions.get(number=5).withdrawal.digest
    assert "Proved: the first 2 withdrawals are what" in verify(folder, last)[1]


@pytest.mark.parametrize(
    ("number", "was", "became", "sentence"),
    [
        (4, "A mistake of 1.", "None.", "withdrawal of version 4 does not match its"),
        (4, '"withdrawal": {', '"kept": {', "are not a chain, or some are missing"),
        (3, '"withdrawal": {', '"kept": {', "are not a chain, or some are missing"),
        (3, '"withdrawal": {', '"withdrawal": {}, "kept": {', "look at “frozen”"),
    ],
)
def test_it_finds_an_altered_withdrawal(
    withdrawn: Policy,
    tmp_path: Path,
    number: int,
    was: str,
    became: str,
    sentence: str,
) -> None:
    folder = unpacked(withdrawn, tmp_path / "out")
    rewrite(folder, number, was, became)
    code, said = verify(folder)
    assert code == 1
    assert sentence in said
    assert "Traceback" not in said


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("nonsense", "manifest.json is not JSON in UTF-8."),
        ("\x00", "manifest.json is not JSON in UTF-8."),
        ("[" * 100_000, "manifest.json is not JSON in UTF-8."),
        ("[]", "manifest.json is not as it was written"),
        ('{"policy": "terms"}', "look at “versions”"),
        (None, "manifest.json is missing or cannot be read."),
    ],
)
def test_a_bad_manifest_is_named_in_one_sentence(
    terms: Policy, tmp_path: Path, text: str | None, sentence: str
) -> None:
    folder = unpacked(terms, tmp_path / "out")
    if text is None:
        (folder / "manifest.json").unlink()
    else:
        (folder / "manifest.json").write_text(text)
    code, said = verify(folder)
    assert code == 1
    assert said.startswith("NOT VERIFIED: ") and said.count("\n") == 1
    assert sentence in said


def test_what_a_system_leaves_in_folders_is_left_aside(
    terms: Policy, tmp_path: Path
) -> None:
    folder = unpacked(terms, tmp_path / "out")
    (folder / "versions" / ".DS_Store").write_text("x")
    code, said = verify(folder)
    assert code == 0
    assert "Left aside: versions/.DS_Store, which your system made." in said
    (folder / "versions" / "more.txt").write_text("x")
    assert "versions/more.txt is not in the manifest." in verify(folder)[1]


def test_redlines_are_whole_pages(tmp_path: Path) -> None:
    policy = make_policy(slug="shurut", title="شروط <1>")
    for year, words in ((2018, "سبعة"), (2019, "عشرة")):
        source = f"## الأول\n\nيمكنك الاحتفاظ بالأداة {words} أيام.\n"
        make_version(policy, effective=f"{year}-01-01", source=source, language="ar")
    folder = unpacked(policy, tmp_path / "out")
    page = (folder / "redlines" / "00001-00002.html").read_text()
    assert page.startswith('<!doctype html>\n<html lang="ar" dir="rtl">')
    assert '<meta charset="utf-8">' in page
    assert "<title>شروط &lt;1&gt;: what changed from version 1 to 2</title>" in page
    assert "<h2>1 change</h2>" in page
    assert 'href="#change-1"' in page and 'id="change-1"' in page
    assert ".visually-hidden {" in page
    assert page.endswith("</html>\n")


def test_redlines_that_are_not_stored_are_made_for_the_archive(
    terms: Policy, tmp_path: Path
) -> None:
    path = archive_of(terms)
    before = path.read_bytes()
    for lost in (
        StoredRedline.objects.all().delete,
        lambda: StoredRedline.objects.update(engine=0, html="<p>Old marks.</p>"),
    ):
        lost()
        path.unlink()
        assert archive_of(terms).read_bytes() == before


def test_another_engine_or_a_withdrawal_makes_another_archive(
    terms: Policy, monkeypatch: pytest.MonkeyPatch
) -> None:
    upcoming = make_upcoming(terms)
    found = [fingerprint(terms)]
    withdraw(upcoming, by=make_staff(), reason="No.")
    found.append(fingerprint(terms))
    monkeypatch.setattr(redline, "ENGINE", redline.ENGINE + 1)
    found.append(fingerprint(terms))
    assert len(set(found)) == 3


def test_what_is_published_meanwhile_never_gives_half_an_archive(
    terms: Policy, monkeypatch: pytest.MonkeyPatch, data_dir: Path
) -> None:
    text_page = archive_pages.text_page

    def publish_beside(version: PolicyVersion) -> str:
        monkeypatch.setattr(archive_pages, "text_page", text_page)
        make_version(terms, effective="2020-01-01")
        return text_page(version)

    monkeypatch.setattr(archive_pages, "text_page", publish_beside)
    with pytest.raises(turns.Busy):
        archive_of(terms)
    assert not list((data_dir / "archives").iterdir())
    assert zipfile.ZipFile(archive_of(terms)).testzip() is None
