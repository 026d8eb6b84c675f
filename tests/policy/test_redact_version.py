"""manage.py redact_version: the words go, number, dates and hash stay."""

from __future__ import annotations

import builtins
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.management import CommandError, call_command
from django.test import Client

from notices.models import Notice, NoticeDraft
from policy import redacting
from policy.models import (
    Contribution,
    DraftStep,
    Policy,
    PolicyVersion,
    Redaction,
    Section,
    UnchangedSince,
)
from policy.redacting import StorageInUse, redact
from policy.refusals import Refused
from policy.withholding_triggers import WORDS
from tests.attacks import refused
from tests.factories import (
    make_policy,
    make_upcoming,
    make_version,
    make_withheld,
)
from tests.tampering import verdict

MARK = "Quillfeather"
SOURCE = f"## 1. {MARK} head\n\nOf {MARK} text, effective April 17, 1999.\n"


@pytest.fixture(autouse=True)
def data_dir(settings: LazySettings, tmp_path: Path) -> Path:
    settings.DATA_DIR = tmp_path
    return tmp_path


@pytest.fixture
def marked(db: None) -> PolicyVersion:
    return planted()


def planted() -> PolicyVersion:
    """A version published here, with a notice, whose words are in many places."""
    policy = make_policy(slug="terms")
    make_version(policy, effective="2018-01-01")
    return make_upcoming(
        policy,
        source=SOURCE,
        change_note=f"About {MARK}.",
        reason=f"Because of {MARK}.",
    )


def covered(version: PolicyVersion) -> PolicyVersion:
    make_withheld(version, covers_storage=True)
    return version


def run(*arguments: str, **options: Any) -> str:
    out = StringIO()
    call_command("redact_version", *arguments, stdout=out, **options)
    return out.getvalue()


@pytest.fixture
def uncleaned(monkeypatch: pytest.MonkeyPatch) -> None:
    """A database cannot be rewritten inside the transaction of a test."""
    monkeypatch.setattr(redacting, "_clean_sqlite", lambda: None)
    monkeypatch.setattr(redacting, "_clean_postgresql", lambda: None)


@pytest.fixture
def typing(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """What the person types; nothing left is the end of the file."""
    typed: list[str] = []

    def read(prompt: str) -> str:
        if not typed:
            raise EOFError
        return typed.pop()

    monkeypatch.setattr(builtins, "input", read)
    yield typed


def row_of(version: PolicyVersion) -> dict[str, Any]:
    return dict(PolicyVersion.objects.values().get(pk=version.pk))


def all_rows() -> str:
    """Every value of every table that holds words."""
    found: list[str] = []
    for model in (PolicyVersion, Section, Contribution, DraftStep, Notice, NoticeDraft):
        found.extend(str(row) for row in model._default_manager.values())
    return "\n".join(found)


@pytest.mark.usefixtures("uncleaned")
def test_it_destroys_every_word_and_keeps_the_rest(marked: PolicyVersion) -> None:
    before = row_of(covered(marked))
    assert MARK in all_rows()
    said = run("terms", "2", yes=True)
    assert "version 2 is redacted." in said and marked.digest in said
    assert "backups" in said
    assert MARK not in all_rows()
    after = row_of(marked)
    changed = {name for name in after if after[name] != before[name]}
    assert changed == {*WORDS, "reason"}
    assert not marked.sections.exists()
    assert marked.contributions.get().by_name and marked.contributions.get().fingerprint
    assert not NoticeDraft.objects.exists()
    notice = Notice.objects.get()
    assert notice.sections == [] and notice.summary
    assert Redaction.objects.get().redacted_by


@pytest.mark.usefixtures("uncleaned")
def test_the_site_and_its_verifier_still_stand(
    client: Client, marked: PolicyVersion
) -> None:
    policy = covered(marked).policy
    run("terms", "2", yes=True)
    make_upcoming(policy, days=60)
    for address, status in (
        ("/", 200),
        ("/terms/", 200),
        ("/terms/versions/", 200),
        ("/terms/versions/2/", 410),
        ("/terms/compare/1...2/", 410),
        ("/terms/compare/1...3/", 200),
        ("/terms/sections/what-we-collect/", 200),
        ("/terms/archive.zip", 200),
        ("/notices/1/", 200),
    ):
        answer = client.get(address)
        assert answer.status_code == status, address
        assert MARK.encode() not in b"".join(answer)
    said = verdict("verify_policies", derived=True)
    assert "terms, version 2: withheld on " in said
    assert "its text was destroyed on " in said
    call_command("rebuild_derived", verbosity=0)
    assert "Consistent." in verdict("verify_policies", derived=True)


@pytest.mark.usefixtures("uncleaned")
def test_it_is_safe_to_repeat(marked: PolicyVersion) -> None:
    covered(marked)
    run("terms", "2", yes=True)
    row = Redaction.objects.get()
    assert "is redacted" in run("terms", "2", yes=True)
    assert Redaction.objects.get() == row


@pytest.mark.usefixtures("uncleaned")
@pytest.mark.parametrize("typed", ["terms 2", " terms 2 "])
def test_it_asks_by_typing(
    marked: PolicyVersion, typing: list[str], typed: str
) -> None:
    covered(marked)
    typing.append(typed)
    said = run("terms", "2")
    assert "It cannot be undone." in said and "is redacted" in said


@pytest.mark.parametrize("typed", [[], [""], ["yes"], ["terms 1"]])
def test_anything_else_destroys_nothing(
    marked: PolicyVersion, typing: list[str], typed: list[str]
) -> None:
    covered(marked)
    typing.extend(typed)
    with pytest.raises(CommandError, match="Nothing was destroyed."):
        run("terms", "2")
    assert not Redaction.objects.exists()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("nobody", "1"), "There is no version 1 of “nobody”."),
        (("terms", "9"), "There is no version 9 of “terms”."),
        (("terms", "1"), "version 1 is not withheld by an order that covers storage."),
    ],
)
def test_it_refuses_what_is_not_covered(
    marked: PolicyVersion, arguments: tuple[str, str], sentence: str
) -> None:
    covered(marked)
    with pytest.raises(CommandError, match=sentence):
        run(*arguments, yes=True)
    with pytest.raises(Refused):
        redact(marked.policy.versions.get(number=1), by="op")


def test_a_withholding_from_readers_alone_is_not_enough(marked: PolicyVersion) -> None:
    make_withheld(marked)
    with pytest.raises(CommandError, match="not withheld by an order that covers"):
        run("terms", "2", yes=True)
    with refused("A version is redacted only where it is withheld by an order"):
        Redaction.objects.create(version=marked, redacted_by="op")
    assert MARK in all_rows()


def test_where_the_storage_is_in_use_it_says_so(
    marked: PolicyVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy() -> None:
        raise StorageInUse

    for name in ("_clean_sqlite", "_clean_postgresql"):
        monkeypatch.setattr(redacting, name, busy)
    covered(marked)
    with pytest.raises(CommandError, match="still holds old pages"):
        run("terms", "2", yes=True)
    assert Redaction.objects.exists()


# --- Since when sections of later versions read as they do ---


@pytest.mark.usefixtures("uncleaned", "db")
def test_what_was_derived_of_the_version_after_it_stays() -> None:
    policy: Policy = make_policy(slug="terms")
    same = "## Same\n\nSame.\n"
    make_version(policy, effective="2018-01-01", source=same)
    version = make_version(policy, effective="2019-01-01", source=same + SOURCE)
    make_version(policy, effective="2020-01-01", source=same + "\n## New\n\nNew.\n")
    before = list(
        UnchangedSince.objects.filter(section__version__number=3).values_list(
            "section__anchor", "version__number"
        )
    )
    assert before == [("same", 1), ("new", 3)]
    covered(version)
    run("terms", "2", yes=True)
    call_command("rebuild_derived", verbosity=0)
    rows = UnchangedSince.objects.filter(section__version__number=3)
    after = list(rows.values_list("section__anchor", "version__number"))
    assert after == before
    rows.delete()
    call_command("rebuild_derived", missing=True, verbosity=0)
    assert set(rows.values_list("version__number", flat=True)) == {3}
