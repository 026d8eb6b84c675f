"""Finding a request: by its whole number or a whole e-mail address, never by GET."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from policy.roles import PRIVACY_OFFICE
from rights.desk.finding import as_number
from rights.models import PersonalView
from tests.desk import desk, text_of, value_of
from tests.rights.desk import QUEUE, address, make_telephoned
from tests.rights.making import JANE, make_personal, make_rights_request

pytestmark = pytest.mark.django_db

FIND = f"{QUEUE}find/"


@pytest.fixture
def office() -> Client:
    return desk(PRIVACY_OFFICE)


def find(client: Client, wanted: str) -> Any:
    return client.post(FIND, {"wanted": wanted})


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("R-7KQ2-M9XF", "R-7KQ2-M9XF"),
        (" r 7kq2 m9xf ", "R-7KQ2-M9XF"),
        ("7KQ2M9XF", "R-7KQ2-M9XF"),
        ("R7KQ2-M9", ""),
        ("R-7KQ2-M9X0", ""),
        ("R-7KQ2-M9XÉ", ""),
        ("RRRR-RRRR", "R-RRRR-RRRR"),
        ("", ""),
    ],
)
def test_a_number_is_read_however_it_is_typed(typed: str, number: str) -> None:
    assert as_number(typed) == number


def test_a_number_leads_to_its_request(office: Client) -> None:
    asked = make_telephoned()
    answer = find(office, asked.number.lower().replace("-", " "))
    assert answer.status_code == 302
    assert answer["Location"] == address(asked)


def test_an_address_finds_all_its_requests_whatever_its_case(office: Client) -> None:
    one, two = make_rights_request(), make_rights_request()
    other = make_rights_request(make_personal(email="john@example.com"))
    answer = find(office, JANE.upper())
    assert answer.status_code == 200
    words = text_of(answer)
    assert one.number in words
    assert two.number in words
    assert other.number not in words
    # What was found names nobody, so that nothing was seen.
    assert "Jane Roe" not in words
    assert not PersonalView.objects.exists()


def test_requests_written_under_a_key_of_before_are_found(
    office: Client, settings: Any
) -> None:
    asked = make_rights_request()
    settings.MAIL_KEYS = ["a newer key " * 6, *settings.MAIL_KEYS]
    assert asked.number in text_of(find(office, JANE))


@pytest.mark.parametrize("wanted", ["jane", "example.com", "%", "R-7KQ2", "Jane Roe"])
def test_parts_and_names_find_nothing(office: Client, wanted: str) -> None:
    make_rights_request()
    answer = find(office, wanted)
    assert answer.status_code == 400
    assert value_of(answer, "wanted") == wanted
    assert "This is neither the number of a request nor" in text_of(answer)


@pytest.mark.parametrize("wanted", ["", "x" * 300 + "@example.com", "a@", "a@b\ncc@d"])
def test_what_cannot_be_looked_for_is_said(office: Client, wanted: str) -> None:
    answer = find(office, wanted)
    assert answer.status_code == 400
    assert 'role="alert"' in answer.content.decode()


@pytest.mark.parametrize("wanted", ["R-2222-2222", "nobody@example.com"])
def test_it_says_so_where_there_is_none(office: Client, wanted: str) -> None:
    answer = find(office, wanted)
    assert answer.status_code == 200
    assert "No request has this number or address." in text_of(answer)


def test_an_address_in_the_query_is_not_looked_at(office: Client) -> None:
    asked = make_rights_request()
    answer = office.get(FIND, {"wanted": JANE})
    assert asked.number not in text_of(answer)
    assert JANE not in answer.content.decode()
