"""A disk that fills up while people choose; other failures are in test_choose.py."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection, connections
from django.test import Client

from consent.cookie import cookie_name
from consent.models import ConsentRecord
from tests.attacks import SQLITE_ONLY
from tests.consent.posting import WITHOUT_ANALYTICS, choose, kept

pytestmark = SQLITE_ONLY

PAGES_LEFT = 4
MOST_POSTS = 500


@pytest.fixture
def full_disk(own_database: str) -> Iterator[None]:
    """The database may grow by some pages and no more."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA page_count")
        (pages,) = cursor.fetchone()
    options = connection.settings_dict["OPTIONS"]
    usual = options["init_command"]
    limit = f"PRAGMA max_page_count={pages + PAGES_LEFT};"
    connections.close_all()
    options["init_command"] = usual + limit
    yield
    connections.close_all()
    options["init_command"] = usual


@pytest.mark.usefixtures("full_disk")
def test_a_grant_is_refused_a_refusal_is_honored_and_nothing_is_lost() -> None:
    receipts = []
    for _ in range(MOST_POSTS):
        response = choose(Client(), "accept")
        if response.status_code != 303:
            break
        receipts.append(kept(response).receipt)
    assert receipts
    assert response.status_code == 503
    assert b"Nothing was switched on" in response.content
    assert cookie_name() not in response.cookies
    honored = choose(Client(), "reject")
    assert honored.status_code == 303
    assert kept(honored).accepted == WITHOUT_ANALYTICS
    assert not kept(honored).is_recorded
    codes = set(ConsentRecord.objects.values_list("receipt_code", flat=True))
    assert codes == set(receipts)
