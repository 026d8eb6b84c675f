"""/.well-known/gpc.json: programs learn that the signal is honored."""

from datetime import date

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db
URL = "/.well-known/gpc.json"


def test_it_says_that_the_signal_is_honored(client: Client) -> None:
    response = client.get(URL)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/json"
    found = response.json()
    assert set(found) == {"gpc", "lastUpdate"}
    assert found["gpc"] is True
    assert date.fromisoformat(found["lastUpdate"]) <= date.today()


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_it_is_only_read(client: Client, method: str) -> None:
    assert getattr(client, method)(URL).status_code == 405
