"""Receipts need the database; where it fails they say so, and nothing worse."""

import pytest
from django.test import Client

from tests.consent.posting import make_choice, plant


@pytest.mark.usefixtures("failing_database")
@pytest.mark.parametrize(
    "path",
    [
        "receipts/ABCDEFGHJK2345678923/",
        "receipts/ABCDEFGHJK2345678923.json",
        "history/",
    ],
)
def test_it_says_that_records_cannot_be_read(client: Client, path: str) -> None:
    plant(client, make_choice(subject="0" * 32))
    response = client.get(f"/consent/{path}")
    assert response.status_code == 503
    assert response["Retry-After"]
    assert response["Cache-Control"] == "private, no-store"
    assert b"cannot be shown just now" in response.content
    assert not response.cookies
