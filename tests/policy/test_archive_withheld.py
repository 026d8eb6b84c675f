"""The archive of a policy with withheld versions: hashes alone, and they verify."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from policy.archive import archive_of, fingerprint
from policy.models import Policy, Withholding
from policy.publishing import withdraw
from policy.redacting import redact
from tests import bundles
from tests.bundles import verify
from tests.factories import make_staff, make_upcoming, make_version, make_withheld
from tests.policy.test_archive import data_dir, rewrite, terms, unpacked

pytestmark = pytest.mark.django_db

__all__ = ["data_dir", "terms"]


@pytest.fixture
def withheld(terms: Policy) -> Policy:
    """Version 2 of three is withheld twice, the second time for its storage; so is an
    upcoming one that was withdrawn."""
    make_version(terms, effective="2020-01-01")
    second = terms.versions.get(number=2)
    make_withheld(second)
    called_off = make_upcoming(terms)
    withdraw(called_off, by=make_staff(), reason="A mistake.")
    make_withheld(called_off)
    make_withheld(second, covers_storage=True, reason="A court said so.")
    return terms


@pytest.mark.parametrize("is_redacted", [False, True])
def test_of_what_is_withheld_it_holds_the_hash_alone(
    withheld: Policy, tmp_path: Path, is_redacted: bool
) -> None:
    before = archive_of(withheld).read_bytes()
    if is_redacted:
        archive_of(withheld).unlink()
        redact(withheld.versions.get(number=2), by="op")
        assert archive_of(withheld).read_bytes() == before
    folder = unpacked(withheld, tmp_path / "out")
    names = [path.name for path in (folder / "versions" / "00002").iterdir()]
    assert names == ["version.json"]
    assert not list(folder.glob("redlines/*"))
    code, said = verify(folder)
    assert code == 0, said
    assert "Withheld: version 2, since 20" in said
    assert "Withheld: version 4, since 20" in said
    assert "Consistent: 4 versions, 1 withdrawals, 3 withholdings." in said
    kept = [*withheld.versions.values_list("digest", flat=True)]
    last = Withholding.objects.order_by("pk").last()
    assert last is not None
    code, said = verify(folder, *kept, last.digest)
    assert code == 0, said
    assert "Proved: versions 1 to 4" in said
    assert "Proved: the first 3 withholdings are what" in said


def test_a_withholding_makes_another_archive(terms: Policy) -> None:
    before = fingerprint(terms)
    make_withheld(terms.versions.get(number=1))
    assert fingerprint(terms) != before


@pytest.mark.parametrize(
    ("was", "became", "sentence"),
    [
        ("A court said so.", "No.", "withholding of version 2 does not match its"),
        ('"withholdings": [', '"frozen": {}, "withholdings": [], "kept": [', "says no"),
        ('"withholdings": [', '"withholdings": [1, ', "is not as it was written"),
        ('"withholdings": [', '"withholding": [', "look at “frozen”"),
        ('"effective_at": "2019', '"effective_at": "2018', "does not match its"),
        ('"number": 2', '"number": 3', "does not match its"),
    ],
)
def test_it_finds_an_altered_withholding(
    withheld: Policy, tmp_path: Path, was: str, became: str, sentence: str
) -> None:
    folder = unpacked(withheld, tmp_path / "out")
    rewrite(folder, 2, was, became)
    code, said = verify(folder)
    assert code == 1
    assert sentence in said
    assert "Traceback" not in said


def test_it_finds_a_withholding_that_is_left_out(
    withheld: Policy, tmp_path: Path
) -> None:
    folder = unpacked(withheld, tmp_path / "out")
    path = folder / "versions" / "00002" / "version.json"
    record = json.loads(path.read_text())
    record["withholdings"] = record["withholdings"][:1]
    text = path.read_text()
    bundles.rewrite(folder, "versions/00002/version.json", text, json.dumps(record))
    code, said = verify(folder)
    assert code == 1
    assert "the withholdings are not a chain, or some are missing" in said
