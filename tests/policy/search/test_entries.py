"""Entries are written and deleted in the transaction that changes what is found."""

from __future__ import annotations

import pytest
from django.db import connection

from policy import publishing
from policy.models import Policy, PolicyVersion, SearchEntry
from policy.publishing import publish
from policy.redacting import redact
from policy.refusals import Refused
from policy.search import index
from policy.search.entries import MOST_CHARACTERS
from tests.factories import (
    make_draft,
    make_policy,
    make_ready,
    make_staff,
    make_version,
    make_withheld,
)
from tests.policy.search.finding import found

pytestmark = pytest.mark.django_db


def indexed() -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {index.TABLE}")
        count: int = cursor.fetchone()[0]
    return count


def test_a_refused_publication_leaves_no_entries(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(version: PolicyVersion) -> None:
        assert SearchEntry.objects.exists()
        raise Refused("No.")

    monkeypatch.setattr(publishing, "_steps", [refuse])
    with pytest.raises(Refused):
        publish(make_ready(), by=make_staff())
    assert not SearchEntry.objects.exists()
    assert indexed() == 0


def test_a_draft_has_no_entries_until_it_is_published() -> None:
    draft = make_ready()
    assert not SearchEntry.objects.exists()
    publish(draft, by=make_staff())
    assert SearchEntry.objects.count() == indexed() == 2


def test_what_is_renamed_only_is_a_wording_of_its_own() -> None:
    policy = make_policy(slug="terms")
    make_version(policy, effective="2018-01-01", source="## A {#a}\n\nText.\n")
    make_version(policy, effective="2019-01-01", source="## B {#a}\n\nText.\n")
    assert SearchEntry.objects.count() == 2


def test_a_very_long_section_is_found_by_its_beginning() -> None:
    text = "walrus " + "word " * MOST_CHARACTERS + " zebra"
    make_version(make_policy(slug="terms"), source=f"## A\n\n{text}\n")
    assert found("walrus word") == ["/terms/#a"]
    assert found('"word word"') == ["/terms/#a"]
    assert found("zebra") == []


def test_many_different_words_are_no_burden() -> None:
    letters = [chr(0x4E00 + n % 20_000) for n in range(0, 100_000, 7)]
    text = "".join(letters) + " " + " ".join(f"w{n}" for n in range(9_000))
    make_version(make_policy(slug="terms"), source=f"## A\n\n{text}\n")
    assert found(letters[5] + letters[6]) == ["/terms/#a"]


@pytest.fixture
def covered() -> PolicyVersion:
    """Withheld by an order that covers storage; its neighbors say some of it too."""
    policy: Policy = make_policy(slug="terms")
    for year, word in ((2018, "same"), (2019, "quillfeather"), (2020, "same")):
        source = f"## 1. Same\n\nSame.\n\n## 2. Other\n\nAbout {word}.\n"
        make_version(policy, effective=f"{year}-01-01", source=source)
    version = policy.versions.get(number=2)
    make_withheld(version, covers_storage=True)
    return version


def test_after_a_redaction_no_word_of_it_is_left(covered: PolicyVersion) -> None:
    redact(covered, by="root")
    values = str(list(SearchEntry.objects.values()))
    assert "quillfeather" not in values
    assert found("quillfeather", with_earlier=True) == []
    assert found("same") == ["/terms/#same", "/terms/#other"]
    assert SearchEntry.objects.count() == indexed() == 4


def test_what_is_published_after_a_withheld_version_begins_anew(
    covered: PolicyVersion,
) -> None:
    policy = covered.policy
    make_withheld(policy.versions.get(number=3))
    source = "## 1. Same\n\nSame.\n\n## 2. Other\n\nAbout tapirs.\n"
    make_version(policy, effective="2021-01-01", source=source)
    ends = SearchEntry.objects.filter(anchor="same").order_by("first")
    assert list(ends.values_list("first", "last")) == [(1, 1), (4, 4)]
    assert found("tapir") == ["/terms/#other"]


def test_discarding_a_draft_changes_nothing() -> None:
    policy = make_policy(slug="terms")
    make_version(policy)
    before = list(SearchEntry.objects.values())
    make_draft(policy).delete()
    assert list(SearchEntry.objects.values()) == before
