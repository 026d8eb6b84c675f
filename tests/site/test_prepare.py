"""manage.py prepare: everything before serving; a second run changes nothing."""

from __future__ import annotations

import shutil
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from consent import drafting
from pages import stamp
from policy.models import Policy, PolicyVersion, SearchEntry, StoredRedline
from policy.search import entries
from tests.factories import make_policy

pytestmark = pytest.mark.usefixtures("own_database")


@pytest.fixture(autouse=True)
def static_files(settings: Settings, tmp_path: Path) -> Path:
    """A folder with one static file, and another where it is collected."""
    source = tmp_path / "source"
    source.mkdir()
    (source / "site.css").write_text("body {}")
    settings.STATICFILES_DIRS = [source]
    settings.STATICFILES_FINDERS = [
        "django.contrib.staticfiles.finders.FileSystemFinder"
    ]
    settings.STATIC_ROOT = tmp_path / "collected"
    settings.DATA_DIR = tmp_path / "data"
    return source


def prepare(**options: object) -> str:
    out = StringIO()
    call_command("prepare", stdout=out, stderr=out, **options)
    return out.getvalue()


def test_it_fills_an_empty_site(settings: Settings) -> None:
    said = prepare()
    assert "4 imported" in said
    assert "Collecting static files." in said
    assert PolicyVersion.objects.published().count() == 4
    assert (settings.STATIC_ROOT / "site.css").is_file()
    assert settings.DATA_DIR.is_dir()


def test_a_second_run_changes_nothing_and_says_nothing(settings: Settings) -> None:
    prepare()
    before = list(PolicyVersion.objects.values())
    collected = (settings.STATIC_ROOT / "site.css").stat().st_mtime_ns
    said = prepare()
    assert "import" not in said
    assert "Collecting" not in said
    assert list(PolicyVersion.objects.values()) == before
    assert (settings.STATIC_ROOT / "site.css").stat().st_mtime_ns == collected


def test_it_publishes_nothing_where_there_is_a_policy() -> None:
    make_policy(slug="our-own")
    prepare()
    assert Policy.objects.get().slug == "our-own"


def test_it_leaves_an_empty_site_empty_when_told_so() -> None:
    prepare(no_policies=True)
    assert not Policy.objects.exists()


@pytest.mark.parametrize("change", ["edited", "added", "removed folder"])
def test_it_collects_again_when_a_file_changed(
    settings: Settings, static_files: Path, change: str
) -> None:
    prepare(no_policies=True)
    if change == "edited":
        (static_files / "site.css").write_text("body { color: red }")
    elif change == "added":
        (static_files / "icon.svg").write_text("<svg/>")
    else:
        shutil.rmtree(settings.STATIC_ROOT)
    assert "Collecting static files." in prepare(no_policies=True)
    expected = (static_files / "site.css").read_text()
    assert (settings.STATIC_ROOT / "site.css").read_text() == expected


def test_files_of_before_stay_served(settings: Settings, static_files: Path) -> None:
    (static_files / "old.css").write_text("old {}")
    prepare(no_policies=True)
    (static_files / "old.css").unlink()
    prepare(no_policies=True)
    assert (settings.STATIC_ROOT / "old.css").is_file()


def test_it_fails_when_a_check_of_the_database_fails(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(drafting, "OWN_COOKIES", ("a-cookie-that-nobody-is-told-of",))
    with pytest.raises((CommandError, SystemExit), match="consent.E002"):
        prepare(no_policies=True)


def test_it_derives_what_an_upgrade_brings_to_published_versions() -> None:
    prepare()
    StoredRedline.objects.all().delete()
    assert "privacy-policy: 2 versions derived." in prepare()
    assert "derived" not in prepare()


def test_it_makes_search_entries_that_an_upgrade_finds_missing() -> None:
    prepare()
    before = SearchEntry.objects.count()
    entries.remove(SearchEntry.objects.all())
    assert "privacy-policy: " in prepare()
    assert SearchEntry.objects.count() == before
    assert "search entries" not in prepare()


def test_what_a_release_before_made_of_the_same_data_is_out_of_date() -> None:
    before = stamp.read()
    prepare()
    assert stamp.read() != before
