"""While the database fails, nothing is lost and everybody is told."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.consent.conftest import failing_database as failing_database
from tests.html import words
from tests.rights.people import LINK, OURS, SEND, filled

NOBODY = f"/privacy-rights/requests/{'x' * 43}/"


@pytest.mark.usefixtures("failing_database")
@pytest.mark.parametrize(
    "address",
    [
        *(SEND, LINK, "/privacy-rights/held/send/"),
        *(f"{NOBODY}{action}/" for action in ("confirm", "message", "erase")),
    ],
)
def test_it_says_so_and_names_the_telephone(client: Client, address: str) -> None:
    data = filled() | {"number": "R-2222-2222"}
    response = client.post(address, data, headers=OURS)
    assert response.status_code == 503
    assert response["Retry-After"]
    assert response["Cache-Control"] == "private, no-store"
    said = words(response.content.decode())
    assert "Nothing was changed" in said
    assert "1-800-345-1642" in said
