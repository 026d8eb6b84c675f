"""What the search knows of a notice follows every change before it shows."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from notices.models import Notice
from policy.models import SearchEntry
from policy.publishing import withdraw
from policy.search import rebuilding
from tests.desk import superuser
from tests.factories import (
    make_notice,
    make_policy,
    make_staff,
    make_upcoming,
    make_version,
)
from tests.notices.test_desk import address, notice_fields

pytestmark = pytest.mark.django_db


def later_notice() -> Notice:
    begins = timezone.now() + timedelta(days=3)
    ends = begins + timedelta(days=1)
    return make_notice(summary="A kiwi.", shown_from=begins, shown_until=ends)


def headings() -> list[str]:
    entries = SearchEntry.objects.filter(kind="notice").order_by("first")
    return list(entries.values_list("heading", flat=True))


def test_a_notice_that_is_posted_has_an_entry() -> None:
    make_notice(summary="One.")
    make_notice(summary="Two.")
    assert headings() == ["One.", "Two."]
    assert list(rebuilding.differences()) == []


def test_what_is_changed_before_it_shows_is_found_as_it_is_then() -> None:
    notice = later_notice()
    fields = notice_fields(summary="An emu.")
    assert superuser().post(address(notice), fields).status_code == 302
    assert headings() == ["An emu."]
    assert list(rebuilding.differences()) == []


def test_what_is_deleted_before_it_shows_is_not_found() -> None:
    notice = later_notice()
    superuser().post(address(notice, "delete"), {"post": "yes"})
    assert not Notice.objects.exists()
    assert headings() == []
    assert list(rebuilding.differences()) == []


def test_a_later_notice_goes_with_the_version_that_is_withdrawn() -> None:
    policy = make_policy(slug="terms")
    make_version(policy, effective="2018-01-01")
    version = make_upcoming(policy)
    begins = timezone.now() + timedelta(days=3)
    make_notice(
        version=version, shown_from=begins, shown_until=begins + timedelta(days=1)
    )
    assert len(headings()) == 2
    withdraw(version, by=make_staff(), reason="No.")
    assert len(headings()) == 1
    assert list(rebuilding.differences()) == []
