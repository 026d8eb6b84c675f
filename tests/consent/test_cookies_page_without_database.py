"""/cookies/ in a worker: made of the cookie and the catalogue in memory alone.

No test here may use the database: any query fails it.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.test.utils import override_settings

from consent import in_force
from consent.catalogue import parse
from consent.choices import Choice
from pages.kept import Kept, NothingKept
from tests.consent.posting import (
    EVERYTHING,
    OURS,
    WITHOUT_ANALYTICS,
    choose,
    make_choice,
    plant,
    save_fields,
)
from tests.consent.samples import ROWS

URL = "/cookies/"
STATES = [
    None,
    make_choice(EVERYTHING, receipt="ABC", subject="0" * 32),
    make_choice(WITHOUT_ANALYTICS),
    make_choice(frozenset()),
    make_choice(EVERYTHING, age=timedelta(days=400)),
]


@pytest.mark.parametrize("choice", STATES)
def test_it_asks_the_database_nothing(client: Client, choice: Choice | None) -> None:
    if choice:
        plant(client, choice)
    response = client.get(URL)
    assert response.status_code == 200
    assert b"<legend>Analytics</legend>" in response.content


@pytest.mark.usefixtures("failing_database")
def test_it_is_made_while_the_database_fails(client: Client) -> None:
    assert client.get(URL).status_code == 200
    bad = client.post("/consent/choose/", {"choice": "save"}, headers=OURS)
    assert bad.status_code == 400
    assert b"Your choices are not saved yet" in bad.content


def test_what_changed_comes_from_memory(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    second: dict[str, Any] = ROWS[0] | {"number": 2, "change_note": "Said better."}
    kept = Kept("catalogue", lambda: [*ROWS, second], parse)
    kept.refresh()
    monkeypatch.setattr(in_force, "kept_catalogue", kept)
    plant(client, make_choice(WITHOUT_ANALYTICS))
    assert b"Said better." in client.get(URL).content


@pytest.fixture
def nothing_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker that has never seen the database, and has no copy either."""

    class Nothing:
        def get(self) -> None:
            raise NothingKept("catalogue")

    monkeypatch.setattr(in_force, "kept_catalogue", Nothing())


@pytest.mark.usefixtures("nothing_kept", "failing_database")
def test_without_a_catalogue_it_says_so_and_lets_people_reject(client: Client) -> None:
    response = client.get(URL)
    assert response.status_code == 503
    assert response["Retry-After"]
    assert response["Cache-Control"] == "private, no-store"
    text = response.content.decode()
    assert "we cannot show the categories" in text
    assert text.count('value="reject"') == 4
    assert "Accept" not in text

    rejected = choose(client, "save", **save_fields(frozenset()))
    assert rejected.status_code == 303
    assert b"#choice-saved:target" in client.get("/consent/state.css").content
    assert choose(client, "accept").status_code == 503


@pytest.mark.usefixtures("nothing_kept", "failing_database")
@pytest.mark.parametrize("data", [{}, {"choice": "zzz"}, {"choice": "save"}])
def test_without_a_catalogue_a_bad_form_is_no_fault_of_the_program(
    client: Client, data: dict[str, str]
) -> None:
    assert client.post("/consent/choose/", data, headers=OURS).status_code == 503


def test_with_sale_it_still_needs_no_database(client: Client) -> None:
    with override_settings(SELLS_OR_SHARES=True):
        assert b"Your Privacy Choices" in client.get(URL).content
