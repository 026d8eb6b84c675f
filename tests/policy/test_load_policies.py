"""manage.py load_policies: all or nothing, and safe to repeat."""

from __future__ import annotations

import gc
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from notices.models import Notice
from policy.frontmatter import PolicyFile
from policy.importing import ImportFailed, import_folder
from policy.models import Origin, Policy, PolicyVersion
from policy.publishing import withdraw
from tests.factories import make_draft, make_policy, make_staff, make_version
from tests.policy.files import write_file

pytestmark = pytest.mark.django_db


def load(folder: Path, **options: object) -> tuple[str, str]:
    """What the command says, and what it warns of."""
    out, err = StringIO(), StringIO()
    call_command("load_policies", folder, stdout=out, stderr=err, **options)
    return out.getvalue().strip(), err.getvalue().strip()


def refusal(folder: Path) -> str:
    before = PolicyVersion.objects.count(), Policy.objects.count()
    with pytest.raises(CommandError) as error:
        load(folder)
    assert (PolicyVersion.objects.count(), Policy.objects.count()) == before
    text = str(error.value)
    assert text.startswith("Nothing was imported.\n")
    return text


def test_it_imports_every_file_below_the_folder(tmp_path: Path) -> None:
    write_file(tmp_path, "terms/2.md", effective="2021-01-01", title="New terms")
    write_file(tmp_path, "terms/1.md", company="Us")
    write_file(tmp_path, "deep/er/x.md", policy="privacy", title="Privacy")
    write_file(tmp_path, "ignored.txt", policy="nobody")
    assert load(tmp_path)[0] == "3 imported, 0 unchanged, 0 left alone."
    first, second = PolicyVersion.objects.filter(policy__slug="terms").order_by(
        "number"
    )
    assert (first.number, first.title, first.company) == (1, "Terms", "Us")
    assert (second.number, second.title, second.company) == (2, "New terms", "Us")
    assert second.previous_digest == first.digest
    assert Policy.objects.get(slug="terms").title == "New terms"
    assert Policy.objects.count() == 2


def test_an_import_is_not_an_announcement(tmp_path: Path) -> None:
    write_file(tmp_path, material="yes")
    before = timezone.now()
    load(tmp_path)
    version = PolicyVersion.objects.get()
    assert version.origin == Origin.IMPORT
    assert version.published_by is None
    assert version.published_by_name == "import"
    assert version.published_at is not None
    assert version.published_at >= before
    assert not Notice.objects.exists()


def test_a_second_run_changes_nothing(tmp_path: Path) -> None:
    write_file(tmp_path)
    write_file(tmp_path, "0002.md", effective="2021-01-01")
    load(tmp_path)
    before = list(PolicyVersion.objects.values())
    assert load(tmp_path) == ("0 imported, 2 unchanged, 0 left alone.", "")
    assert list(PolicyVersion.objects.values()) == before


def test_it_says_nothing_when_told_so(tmp_path: Path) -> None:
    write_file(tmp_path)
    assert load(tmp_path, verbosity=0) == ("", "")


@pytest.mark.parametrize(
    "changed",
    [
        {"body": "Other words.\n"},
        {"title": "Other"},
        {"change_note": "Other."},
        {"material": "yes"},
        {"reason": "Other."},
        {"lang": "es"},
        {"company": "Others"},
    ],
)
def test_a_version_that_differs_is_left_alone_and_reported(
    tmp_path: Path, changed: dict[str, str]
) -> None:
    path = write_file(tmp_path)
    load(tmp_path)
    before = list(PolicyVersion.objects.values())
    write_file(tmp_path, **changed)
    write_file(tmp_path, "0002.md", effective="2021-01-01")
    said, warned = load(tmp_path)
    assert said == "1 imported, 0 unchanged, 1 left alone."
    assert f"{path}: " in warned
    assert "version 1 is published already and differs; left alone." in warned
    assert list(PolicyVersion.objects.filter(number=1).values()) == before


def test_nothing_is_imported_when_one_file_is_bad(tmp_path: Path) -> None:
    write_file(tmp_path)
    bad = write_file(tmp_path, "0002.md", material="maybe")
    worse = write_file(tmp_path, "0003.md", effective="soon")
    text = refusal(tmp_path)
    assert f"{bad}, line 6: “material” must be yes or no." in text
    assert f"{worse}, line 4: " in text


def test_nothing_is_imported_when_one_policy_is_refused(tmp_path: Path) -> None:
    write_file(tmp_path)
    make_draft(make_policy(slug="privacy"))
    path = write_file(tmp_path, "privacy.md", policy="privacy")
    assert f"{path}: “Policy" in refusal(tmp_path)
    assert not Policy.objects.filter(slug="terms").exists()


def test_an_open_draft_has_to_be_published_or_deleted_first(tmp_path: Path) -> None:
    make_draft(make_policy(slug="terms", title="Terms"))
    write_file(tmp_path)
    assert "“Terms” has an open draft; publish or delete it first." in refusal(tmp_path)


def test_an_open_draft_does_not_stand_against_what_is_there(tmp_path: Path) -> None:
    write_file(tmp_path)
    load(tmp_path)
    make_draft(Policy.objects.get())
    assert load(tmp_path)[0] == "0 imported, 1 unchanged, 0 left alone."


def test_what_comes_before_a_published_version_is_refused(tmp_path: Path) -> None:
    make_version(make_policy(slug="terms"), effective="2021-01-01")
    path = write_file(tmp_path)
    assert f"{path}, line 4: Version 1 takes effect on or after that moment" in refusal(
        tmp_path
    )


def test_two_files_of_the_same_moment_are_refused(tmp_path: Path) -> None:
    first = write_file(tmp_path)
    second = write_file(tmp_path, "0002.md", effective="2020-04-17T00:00-05:00")
    expected = f"{second}, line 4: takes effect at the same moment as {first}."
    assert expected in refusal(tmp_path)


def test_a_date_out_of_the_files_order_is_refused(tmp_path: Path) -> None:
    write_file(tmp_path, "2.md", effective="2020-02-01")
    write_file(tmp_path, "9.md", effective="2021-01-01")
    late = write_file(tmp_path, "10.md", effective="2020-01-01")
    expected = (
        f"{late}, line 4: takes effect before 9.md, which comes first in this folder."
    )
    assert refusal(tmp_path) == f"Nothing was imported.\n{expected}"
    assert load(tmp_path, lenient=True) == (
        "3 imported, 0 unchanged, 0 left alone.",
        expected,
    )
    days = PolicyVersion.objects.order_by("number").values_list("effective_at__date")
    assert list(days) == sorted(days)


def test_digits_in_names_are_numbers(tmp_path: Path) -> None:
    write_file(tmp_path, "v2.md", effective="2020-01-01")
    write_file(tmp_path, "v10.md", effective="2021-01-01")
    assert load(tmp_path)[1] == ""


def test_between_folders_and_policies_there_is_no_order(tmp_path: Path) -> None:
    write_file(tmp_path, "b/1.md", effective="2020-01-01")
    write_file(tmp_path, "a/1.md", effective="2021-01-01")
    write_file(tmp_path, "b/2.md", effective="2019-01-01", policy="other")
    assert load(tmp_path) == ("3 imported, 0 unchanged, 0 left alone.", "")
    first = Policy.objects.get(slug="terms").versions.get(number=1)
    assert first.effective_at == datetime(2020, 1, 1, 6, tzinfo=UTC)


def test_every_flaw_of_every_file_is_named_at_once(tmp_path: Path) -> None:
    bad = write_file(tmp_path, "1.md", material="maybe")
    worse = write_file(tmp_path, "2.md", body="[](https://a.example/)\n")
    late = write_file(tmp_path, "3.md", effective="2019-01-01")
    text = refusal(tmp_path)
    for path in (bad, worse, late):
        assert f"{path}, line " in text


@pytest.mark.parametrize(
    "fields",
    [
        {"material": "maybe"},
        {"effective": "2026-03-08T02:30"},
        {"effective": "2021-01-01"},
        {"effective": "9999-01-01"},
        {"body": "\0"},
    ],
)
def test_what_has_no_sense_is_refused_however_lenient(
    tmp_path: Path, fields: dict[str, str]
) -> None:
    write_file(tmp_path, "1.md", effective="2021-01-01")
    write_file(tmp_path, "2.md", **fields)
    with pytest.raises(CommandError, match="2.md, line"):
        load(tmp_path, lenient=True)
    assert not PolicyVersion.objects.exists()


def test_the_years_that_it_knows_are_named(tmp_path: Path) -> None:
    path = write_file(tmp_path, effective="9999-01-01")
    expected = "“effective” must lie in the years 1000 to 9998, not “9999-01-01”."
    assert f"{path}, line 4: {expected}" in refusal(tmp_path)


def test_a_file_that_changes_meanwhile_is_refused(tmp_path: Path) -> None:
    write_file(tmp_path, "1.md", effective="2020-01-01")
    write_file(tmp_path, "2.md", effective="2021-01-01")

    def change(done: int, total: int) -> None:
        write_file(tmp_path, "2.md", effective="2021-01-01", title="Other")

    with pytest.raises(ImportFailed, match="2.md, line 1: the file was changed"):
        import_folder(tmp_path, change)
    assert not PolicyVersion.objects.exists()


def texts_in_memory() -> int:
    gc.collect()
    things = [thing for thing in gc.get_objects() if "MARKER" in source_of(thing)]
    return len(things)


def source_of(thing: object) -> str:
    """The text that a file or a version holds; a deferred one is not there."""
    if isinstance(thing, PolicyFile | PolicyVersion):
        return str(vars(thing).get("source", ""))
    return ""


def test_the_texts_of_a_long_history_are_never_in_memory_at_once(
    tmp_path: Path,
) -> None:
    for number in range(12):
        day, body = f"{1900 + number}-01-01", f"MARKER {number}.\n"
        write_file(tmp_path, f"{number}.md", effective=day, body=body)
    found: list[int] = []
    for _ in range(2):
        import_folder(tmp_path, lambda done, total: found.append(texts_in_memory()))
    assert len(found) == 24
    assert max(found) <= 5


def test_a_date_alone_is_midnight_in_the_time_zone_of_the_policy(
    tmp_path: Path,
) -> None:
    make_policy(slug="terms", time_zone="Asia/Tokyo")
    write_file(tmp_path)
    write_file(tmp_path, "other.md", policy="other")
    load(tmp_path)
    found = dict(PolicyVersion.objects.values_list("policy__slug", "effective_at"))
    assert found == {
        "terms": datetime(2020, 4, 16, 15, tzinfo=UTC),
        "other": datetime(2020, 4, 17, 5, tzinfo=UTC),
    }


def test_a_future_version_that_was_withdrawn_stays_withdrawn(tmp_path: Path) -> None:
    day = (timezone.now() + timedelta(days=30)).date().isoformat()
    write_file(tmp_path, effective=day)
    load(tmp_path)
    withdraw(PolicyVersion.objects.get(), by=make_staff(), reason="No.")
    assert load(tmp_path)[0] == "0 imported, 1 unchanged, 0 left alone."
    assert not PolicyVersion.objects.standing().exists()


@pytest.mark.parametrize("name", ["", "nowhere", "file"])
def test_a_folder_without_files_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_text("words")
    folder = tmp_path / name
    assert f"{folder}: there is no Markdown file (*.md) here." in refusal(folder)


@pytest.mark.parametrize("effective", ["2026-03-08T02:30", "2026-11-01T01:30"])
def test_a_time_that_clocks_skip_or_repeat_needs_an_offset(
    tmp_path: Path, effective: str
) -> None:
    path = write_file(tmp_path, effective=effective)
    assert f"{path}, line 4: clocks in America/Chicago skip" in refusal(tmp_path)
    write_file(tmp_path, effective=f"{effective}-06:00")
    assert load(tmp_path)[0].startswith("1 imported")
