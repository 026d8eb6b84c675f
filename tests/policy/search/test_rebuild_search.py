"""manage.py rebuild_search, and verify_policies --derived of what it makes."""

from __future__ import annotations

import random
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from notices.models import Notice
from policy.models import Policy, SearchEntry
from policy.publishing import withdraw
from policy.search import entries, index, rebuilding
from policy.search.folding import ENGINE
from policy.search.sources import Shelf, shelf_of, shelves
from tests.factories import (
    make_notice,
    make_policy,
    make_staff,
    make_upcoming,
    make_version,
    make_withheld,
)
from tests.policy.search.finding import found
from tests.tampering import Tampering, alter, altered, pick, try_all, verdict

pytestmark = pytest.mark.django_db

COLUMNS = [
    *("kind", "first", "last", "moment", "anchor", "language", "heading", "text"),
    *("heading_words", "body_words", "digest", "engine", "policy"),
]


@pytest.fixture
def terms() -> Policy:
    """Wordings that stay, come back, are withheld and withdrawn; and two notices."""
    policy = make_policy(slug="terms", title="Terms")
    for number in range(1, 8):
        source = f"## One\n\n{number % 2} e-mails.\n\n## Two\n\nStays.\n"
        make_version(policy, effective=f"{2010 + number}-01-01", source=source)
    withdraw(make_upcoming(policy), by=make_staff(), reason="No.")
    make_withheld(policy.versions.get(number=3))
    make_withheld(policy.versions.get(number=7))
    make_version(make_policy(slug="other"), source="Only text.\n")
    make_notice()
    make_notice(summary="Another.", for_whom="All.")
    return policy


def rebuild(**options: Any) -> str:
    out = StringIO()
    call_command("rebuild_search", stdout=out, stderr=out, **options)
    return out.getvalue()


def rows() -> list[dict[str, Any]]:
    order = ("kind", "policy", "anchor", "first")
    found = list(SearchEntry.objects.order_by(*order).values())
    return [{k: v for k, v in row.items() if k != "id"} for row in found]


def execute(sql: str, *values: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def test_publishing_and_withholding_leave_what_comes_out_anew(terms: Policy) -> None:
    assert list(rebuilding.differences()) == []
    before = rows()
    assert "terms: 0 search entries written." in rebuild()
    assert rows() == before


def test_all_is_made_anew_where_nothing_is_left(terms: Policy) -> None:
    before = rows()
    SearchEntry.objects.all().delete()
    execute(f"DELETE FROM {index.TABLE}")
    said = rebuild()
    assert "other: 1 search entries written." in said
    assert "notices: 3 search entries written." in said
    assert rows() == before
    assert list(rebuilding.differences()) == []
    assert found("stays") == []
    assert found("stays", with_earlier=True)


def test_it_works_in_small_batches(
    terms: Policy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rebuilding, "AT_A_TIME", 2)
    before = rows()
    SearchEntry.objects.filter(first__gt=1).delete()
    SearchEntry.objects.update(heading="Altered.")
    rebuild()
    assert rows() == before
    assert list(rebuilding.differences()) == []


def test_only_what_is_missing_is_made_where_asked_for(
    terms: Policy, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(12):
        assert rebuild(missing=True) == ""
    entries.remove(SearchEntry.objects.filter(policy=terms, first=1))
    assert rebuild(missing=True).startswith("terms: ")
    assert list(rebuilding.differences()) == []
    assert rebuild(missing=True) == ""


def test_another_way_of_folding_makes_all_anew(terms: Policy) -> None:
    SearchEntry.objects.filter(policy=terms).update(engine=ENGINE - 1)
    assert rebuild(missing=True).startswith("terms: ")
    assert set(SearchEntry.objects.values_list("engine", flat=True)) == {ENGINE}


def test_what_changes_meanwhile_begins_it_again(terms: Policy) -> None:
    """A version is published after the texts were read, before they are written."""
    entries.remove(SearchEntry.objects.filter(policy=terms))
    shelf = shelf_of(terms)
    published = False

    def expected(tell: Any) -> Any:
        nonlocal published
        yield from shelf.expected(tell)
        if not published:
            published = True
            make_version(terms, effective="2030-01-01", source="## Two\n\nStays.\n")

    changing = Shelf(**{**vars(shelf), "expected": expected})
    rebuilding.rebuild(changing, lambda done, total: None)
    assert published
    assert list(rebuilding.differences()) == []


def test_an_empty_site_has_nothing_to_make() -> None:
    assert rebuild() == "notices: 0 search entries written.\n"
    assert rebuild(missing=True) == ""
    assert [shelf.name for shelf in shelves()] == ["notices"]


def _column(chance: random.Random) -> str:
    entry = pick(SearchEntry, chance)
    column = chance.choice(COLUMNS)
    value = getattr(entry, f"{column}_id" if column == "policy" else column)
    if value is None:
        return alter(entry, "heading", f"{entry.heading}x")  # type: ignore[attr-defined]
    return alter(entry, column, altered(value, chance))


def _deleted(chance: random.Random) -> str:
    entry = pick(SearchEntry, chance)
    execute(f"DELETE FROM {index.TABLE} WHERE {index._key()} = %s", entry.pk)
    SearchEntry.objects.filter(pk=entry.pk).delete()
    return "delete"


def _index_deleted(chance: random.Random) -> str:
    entry = pick(SearchEntry, chance)
    execute(f"DELETE FROM {index.TABLE} WHERE {index._key()} = %s", entry.pk)
    return "delete of the index"


def _index_altered(chance: random.Random) -> str:
    entry = pick(SearchEntry, chance)
    assert isinstance(entry, SearchEntry)
    index.remove([entry.pk])
    entry.body_words += " zebra"
    index.put([entry])
    return "the index"


def _copied(chance: random.Random) -> str:
    entry = pick(SearchEntry, chance)
    assert isinstance(entry, SearchEntry)
    entry.pk = None
    entry.first = entry.last = 90 + chance.randint(1, 9)
    entry.save()
    index.put([entry])
    return "one too many"


def _stray(chance: random.Random) -> str:
    if connection.vendor == "sqlite":
        index.put([SearchEntry(pk=999_999, heading_words="zebra")])
        return "a stray in the index"
    return _index_deleted(chance)


KINDS: list[Tampering] = [
    *(_column, _column, _column, _deleted),
    *(_index_deleted, _index_altered, _copied, _stray),
]


def test_every_tampering_is_found(terms: Policy) -> None:
    try_all(KINDS, rebuilding.differences, 60)


@pytest.mark.parametrize("kind", KINDS[3:], ids=lambda kind: kind.__name__)
def test_the_command_mends_what_is_found(terms: Policy, kind: Tampering) -> None:
    before = rows()
    kind(random.Random(1))
    with pytest.raises(CommandError, match="rebuild_search"):
        verdict("verify_policies", derived=True)
    rebuild()
    assert "comes out anew" in verdict("verify_policies", derived=True)
    assert rows() == before


def test_a_damaged_index_is_found_and_mended(terms: Policy) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL keeps its own index sound.")
    execute(f"DELETE FROM {index.TABLE}_data WHERE id > 10")
    assert not index.is_sound()
    with pytest.raises(CommandError, match="damaged"):
        verdict("verify_policies", derived=True)
    rebuild()
    assert list(rebuilding.differences()) == []


def test_a_notice_that_changes_before_it_shows_is_found_as_it_is() -> None:
    notice = make_notice()
    entry = SearchEntry.objects.get(kind="notice")
    assert (entry.first, entry.last, entry.moment) == (1, 1, notice.shown_from)
    assert Notice.objects.count() == SearchEntry.objects.count()
