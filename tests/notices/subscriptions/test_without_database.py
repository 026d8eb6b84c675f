"""While the database fails, nothing is lost and everybody is told."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.consent.conftest import failing_database as failing_database
from tests.html import words
from tests.notices.subscriptions.people import OURS, SEND, filled

SECRET = "s" * 43


@pytest.mark.usefixtures("failing_database")
@pytest.mark.parametrize(
    "address",
    [
        SEND,
        *(f"/subscribe/{SECRET}/{action}" for action in ("", "confirm/", "erase/")),
        f"/subscribe/{SECRET}/unsubscribe/terms/",
    ],
)
def test_it_says_so(client: Client, address: str) -> None:
    response = client.post(address, filled(), headers=OURS)
    assert response.status_code == 503
    assert response["Retry-After"]
    assert response["Cache-Control"] == "private, no-store"
    assert "Nothing was changed" in words(response.content.decode())
