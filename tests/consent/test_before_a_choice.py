"""Before a choice nothing is set, and everyone gets the same bytes."""

from __future__ import annotations

import pytest
from django.test import Client

PATHS = ["/consent/state.css", "/consent/analytics.js", "/cookies/"]


@pytest.mark.django_db
@pytest.mark.parametrize("path", PATHS)
def test_nothing_is_set_and_two_visitors_get_the_same(path: str) -> None:
    first, second = Client(), Client(HTTP_USER_AGENT="another", REMOTE_ADDR="192.0.2.7")
    answers = [first.get(path), second.get(path), first.get(path)]
    assert len({answer.content for answer in answers}) == 1
    for answer in answers:
        assert answer.status_code == 200
        assert "Set-Cookie" not in answer.headers
        assert not answer.cookies


@pytest.mark.parametrize("path", PATHS[:2])
def test_what_pages_load_is_empty(client: Client, path: str) -> None:
    assert client.get(path).content == b""


@pytest.mark.parametrize("path", PATHS[:2])
@pytest.mark.usefixtures("failing_database")
def test_what_pages_load_needs_no_database(client: Client, path: str) -> None:
    assert client.get(path).status_code == 200
