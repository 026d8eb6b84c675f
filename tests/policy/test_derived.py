"""What is derived can be made again: all of it, or what is missing."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from policy import redline
from policy.models import Policy, StoredRedline, UnchangedSince
from policy.publishing import withdraw
from tests.factories import make_policy, make_staff, make_upcoming, make_version

pytestmark = pytest.mark.django_db


@pytest.fixture
def terms() -> Policy:
    policy = make_policy(slug="terms", title="Terms")
    for year in (2018, 2019, 2020):
        make_version(policy, effective=f"{year}-01-01", source=f"## One\n\n{year}.\n")
    withdraw(make_upcoming(policy), by=make_staff(), reason="No.")
    return policy


def rebuild(**options: object) -> str:
    out = StringIO()
    call_command("rebuild_derived", stdout=out, **options)
    return out.getvalue()


def rows() -> tuple[list[Any], list[Any]]:
    """Everything that is derived, but for the keys of its rows."""
    redlines = StoredRedline.objects.order_by("new")
    return (
        list(redlines.values_list("old", "new", "engine", "changes", "html")),
        list(
            UnchangedSince.objects.order_by("section").values_list("section", "version")
        ),
    )


def test_what_is_missing_is_made(terms: Policy) -> None:
    before = rows()
    StoredRedline.objects.filter(new__number=2).delete()
    StoredRedline.objects.filter(new__number=3).update(engine=0, html="")
    UnchangedSince.objects.filter(section__version__number=1).delete()
    assert rebuild(missing=True) == "terms: 3 versions derived.\n"
    assert rows() == before


def test_where_nothing_is_missing_nothing_is_made_or_said(
    terms: Policy, django_assert_max_num_queries: Any
) -> None:
    kept = StoredRedline.objects.get(new__number=2)
    StoredRedline.objects.update(html="<p>Kept.</p>")
    with django_assert_max_num_queries(3):
        assert rebuild(missing=True) == ""
    assert StoredRedline.objects.get(pk=kept.pk).html == "<p>Kept.</p>"


def test_another_engine_makes_all_redlines_again(
    terms: Policy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(redline, "ENGINE", redline.ENGINE + 1)
    assert rebuild(missing=True) == "terms: 3 versions derived.\n"
    engines = StoredRedline.objects.values_list("engine", flat=True)
    assert set(engines) == {redline.ENGINE}


def test_all_can_be_made_again(terms: Policy) -> None:
    before = rows()
    StoredRedline.objects.update(html="<p>Altered.</p>")
    UnchangedSince.objects.all().delete()
    assert rebuild() == "terms: 4 versions derived.\n"
    assert rows() == before
