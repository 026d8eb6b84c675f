"""Two members of staff at the catalogue at once; commits are real here."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from consent.models import CatalogueVersion, DraftCookie
from consent.publishing import Refused, publish_catalogue
from policy.roles import PRIVACY_OFFICE
from tests.consent.drafts import category_address, category_form, change_draft
from tests.desk import desk, text_of

PEOPLE = 4


def all_at_once(action: Callable[[int], object]) -> list[object]:
    """What the action gave for each person, all starting together."""
    start = threading.Barrier(PEOPLE)

    def act(person: int) -> object:
        try:
            start.wait(timeout=10)
            return action(person)
        except Refused as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(PEOPLE) as pool:
        return list(pool.map(act, range(PEOPLE)))


@pytest.mark.usefixtures("own_database")
def test_a_draft_of_the_catalogue_is_published_once() -> None:
    change_draft()
    outcomes = all_at_once(
        lambda person: publish_catalogue(by=None, material=True, change_note="New.")
    )
    refusals = [found for found in outcomes if isinstance(found, Refused)]
    assert {str(refusal) for refusal in refusals} == {
        "Nothing changed since the last catalogue version."
    }
    assert len(refusals) == PEOPLE - 1
    assert CatalogueVersion.objects.count() == 2


@pytest.mark.usefixtures("own_database")
def test_a_cookie_that_two_add_at_once_is_listed_once() -> None:
    clients = [desk(PRIVACY_OFFICE) for _ in range(PEOPLE)]
    form = category_form(cookies={"new": {"name": "_new"}})
    address = category_address()
    answers = all_at_once(lambda person: clients[person].post(address, form))
    assert DraftCookie.objects.filter(name="_new").count() == 1
    said = [text_of(answer) for answer in answers]
    assert sum("is listed under “Analytics” already." in words for words in said) == (
        PEOPLE - 1
    )
