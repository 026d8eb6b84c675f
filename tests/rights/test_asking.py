"""Asking: the page of the rights, the form of each, and what is filed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client
from pytest_django import Settings

from rights.law import Right
from rights.models import RightsRequest
from rights.states import WITHOUT_CONFIRMATION, Kind, State
from rights.views.shared import MOST_BYTES
from tests.factories import make_policy, make_version
from tests.html import elements, words
from tests.rights.making import JANE
from tests.rights.people import (
    DETAILS,
    FOREIGN,
    OURS,
    SEND,
    filled,
    letters,
    link,
    posted,
    send,
)

pytestmark = pytest.mark.django_db
CONFIRM = "/privacy-rights/send/confirm/"


def text(response: object) -> str:
    return words(response.content.decode())  # type: ignore[attr-defined]


def test_the_page_names_telephone_and_mail_before_any_form(
    client: Client, settings: Settings
) -> None:
    settings.PRIVACY_EMAIL = "privacy@example.com"
    page = client.get("/privacy-rights/")
    html = page.content.decode()
    first_form = html.index("/privacy-rights/access/")
    main = html[html.index("<main") : first_form]
    assert "tel:+18003451642" in main
    assert "mailto:privacy@example.com" in main
    for right in Right:
        assert f'href="/privacy-rights/{right}/"' in html


@pytest.mark.parametrize("right", Right)
def test_each_form_has_only_the_fields_that_it_needs(
    client: Client, right: Right
) -> None:
    page = client.get(f"/privacy-rights/{right}/")
    assert page.status_code == 200
    named = {e["name"] for e in elements(page.content.decode()) if e["name"]}
    common = {"right", "behalf", "subject", "relation", "country", "region", "name"}
    common |= {"email", "telephone", "postal", "leave_empty"}
    assert named - {"viewport", "color-scheme"} >= common | DETAILS[right].keys()
    others = set().union(*(each.keys() for each in DETAILS.values()))
    assert named & others == set(DETAILS[right])


def test_an_unknown_right_is_not_found(client: Client) -> None:
    assert client.get("/privacy-rights/nothing/").status_code == 404
    answer = client.post(SEND, filled() | {"right": "nothing"}, headers=OURS)
    assert answer.status_code == 404
    assert client.post(SEND, {}, headers=OURS).status_code == 404


@pytest.mark.parametrize("address", ["/privacy-rights/", "/privacy-rights/access/"])
def test_the_pages_are_for_reading_only(client: Client, address: str) -> None:
    assert client.post(address).status_code == 405


@pytest.mark.parametrize("address", [SEND, CONFIRM])
def test_sending_is_for_posting_only(client: Client, address: str) -> None:
    assert client.get(address).status_code == 405


@pytest.mark.parametrize("right", Right)
def test_every_right_is_filed_with_its_clock_and_one_mail(
    client: Client, right: Right
) -> None:
    answer = send(client, right)
    request = RightsRequest.objects.get()
    assert posted(answer) == f"/privacy-rights/sent/{request.number}/"
    assert request.right == right
    assert request.answer_by is not None
    assert request.stands() == State.RECEIVED
    kinds = list(request.steps.values_list("kind", flat=True))
    assert kinds == [Kind.RECEIVED, Kind.ACKNOWLEDGED]
    personal = request.personal()
    assert (personal.name, personal.email) == ("Jane Roe", JANE)
    held = dict(personal.details) | {"words": personal.words}
    for name, value in DETAILS[right].items():
        assert held.get(name, "") == value
    (letter,) = letters()
    assert letter.recipient == JANE
    assert request.number in letter.subject
    assert request.number in text(client.get(posted(answer)))
    assert client.get(link(letter.text)).status_code == 200
    # Opting out and limiting need no confirmation, so none is asked for.
    assert ("/confirm/" in letter.text) == (right not in WITHOUT_CONFIRMATION)
    for part in ("Jane", "Everything", "situation"):
        assert part not in letter.text
        assert part not in letter.html


def test_the_clock_starts_at_submission(client: Client) -> None:
    version = make_version(make_policy(slug="privacy-policy"))
    with time_machine.travel("2027-01-31 18:00:00+00:00", tick=False):
        send(client, country="DE", region="", relation="visitor")
    request = RightsRequest.objects.get()
    assert request.answer_by == date(2027, 2, 28)
    # February 28 is a Sunday.
    assert request.last_day == date(2027, 3, 1)
    assert request.policy_version == version


@pytest.mark.parametrize(
    ("right", "fields", "field", "said"),
    [
        (Right.ACCESS, {"name": ""}, "name", "Type your name."),
        (Right.ACCESS, {"email": "jane"}, "email", "name@example.com"),
        (Right.ACCESS, {"email": ""}, "email", "or a telephone number or postal"),
        (Right.ACCESS, {"country": ""}, "country", "Choose the country"),
        (Right.ACCESS, {"country": "XX"}, "country", "Choose the country"),
        (Right.ACCESS, {"region": ""}, "region", "Choose the state"),
        (Right.ACCESS, {"region": "XX"}, "region", "Choose the state"),
        (Right.ACCESS, {"relation": "king"}, "relation", "Choose one of them."),
        (Right.ACCESS, {"behalf": "agent"}, "subject", "Type the name of the person."),
        (Right.ACCESS, {"behalf": ""}, "behalf", "Choose one of them."),
        (Right.ACCESS, {"words": "x" * 5001}, "words", "at most 5000 characters"),
        (Right.ACCESS, {"name": "a\0b"}, "name", "Null characters"),
        (Right.ACCESS, {"leave_empty": "x"}, "leave_empty", "leave this field empty"),
        (Right.RECTIFICATION, {"wrong": ""}, "wrong", "Tell us what is wrong"),
        (Right.RESTRICTION, {"what": ""}, "what", "Choose one of them."),
        (Right.OBJECTION, {"words": ""}, "words", "Tell us what speaks against it."),
        (Right.PORTABILITY, {"format": "pdf"}, "format", "Choose one of them."),
        (Right.WITHDRAWAL, {"words": ""}, "words", "Tell us which consent"),
        (Right.COMPLAINT, {"words": ""}, "words", "Tell us what happened."),
    ],
    ids=str,
)
def test_bad_input_loses_nothing(
    client: Client, right: Right, fields: dict[str, Any], field: str, said: str
) -> None:
    answer = send(client, right, **fields)
    assert answer.status_code == 400
    assert not RightsRequest.objects.exists()
    html = answer.content.decode()
    summary = next(e for e in elements(html) if e["id"] == "problem")
    assert "autofocus" in summary.attributes
    assert said in summary.text
    assert f'href="#id_{field}' in html
    # What was typed is still there.
    kept = filled(right, **fields)
    for name in ("name", "email"):
        if name != field:
            assert f'value="{kept[name]}"' in html
    assert answer["Cache-Control"] == "private, no-store"


def test_against_marketing_no_ground_is_needed(client: Client) -> None:
    send(client, Right.OBJECTION, use="marketing", words="")
    assert RightsRequest.objects.exists()


@pytest.mark.parametrize("way", ["telephone", "postal"])
def test_a_call_or_a_letter_stands_in_for_mail(client: Client, way: str) -> None:
    given: dict[str, Any] = {"email": "", way: "314-555-0100"}
    answer = send(client, **given)
    request = RightsRequest.objects.get()
    assert posted(answer).startswith("/privacy-rights/requests/")
    assert not letters()
    page = client.get(posted(answer))
    assert "Keep the address of this page" in text(page)
    assert "confirm your address" not in text(page)
    assert request.steps.filter(kind=Kind.ACKNOWLEDGED).exists()


def test_another_site_cannot_send_it(client: Client) -> None:
    answer = client.post(SEND, filled(), headers=FOREIGN)
    assert answer.status_code == 403
    assert "came from another site" in text(answer)
    assert not RightsRequest.objects.exists()


def test_a_browser_that_does_not_say_is_asked_once_more() -> None:
    client = Client(enforce_csrf_checks=True)
    page = client.post(SEND, filled())
    assert page.status_code == 200
    assert not RightsRequest.objects.exists()
    fields = {
        e["name"]: e["value"] for e in elements(page.content.decode()) if e["name"]
    }
    assert client.post(CONFIRM, filled()).status_code == 403
    assert client.post(CONFIRM, fields).status_code == 303
    assert RightsRequest.objects.get().personal().name == "Jane Roe"


def test_a_body_that_no_form_has_is_refused(client: Client) -> None:
    for address in (SEND, CONFIRM):
        answer = client.post(address, filled(words="x" * MOST_BYTES), headers=OURS)
        assert answer.status_code == 413
    assert not RightsRequest.objects.exists()


def test_the_longest_form_fits(client: Client) -> None:
    longest = {"words": 5000, "postal": 500, "name": 150}
    fields: dict[str, Any] = {name: "漢" * most for name, most in longest.items()}
    assert send(client, **fields).status_code == 303


def test_a_known_address_gets_the_same_answer(client: Client) -> None:
    first = send(client)
    with time_machine.travel("2040-01-01"):
        second = send(client, words="Once more.")
    assert first.status_code == second.status_code == 303
    one, other = RightsRequest.objects.order_by("pk")
    pages = [client.get(posted(answer)).content.decode() for answer in (first, second)]
    assert pages[0].replace(one.number, "") == pages[1].replace(other.number, "")


def test_the_page_after_it_looks_nothing_up(client: Client) -> None:
    page = client.get("/privacy-rights/sent/R-2222-3333/")
    assert page.status_code == 200
    assert "R-2222-3333" in text(page)
    assert client.get("/privacy-rights/sent/R-22-33/").status_code == 404
    assert client.post("/privacy-rights/sent/R-2222-3333/").status_code in (403, 405)


def test_without_a_mail_server_nobody_is_told_to_wait_for_a_mail(
    client: Client, settings: Settings
) -> None:
    settings.EMAIL_HOST = ""
    answer = send(client)
    assert RightsRequest.objects.exists()
    assert "cannot send mails yet" in text(client.get(posted(answer)))


def test_what_was_erased_meanwhile_is_filed_anew(client: Client) -> None:
    given: dict[str, Any] = {"email": "", "telephone": "314-555-0100"}
    first = posted(send(client, **given))
    client.post(f"{first.partition('?')[0]}erase/")
    second = posted(send(client, **given))
    assert second != first
    assert client.get(second).status_code == 200


def test_the_same_once_more_is_the_same_request(client: Client) -> None:
    answers = {posted(send(client)) for _ in range(12)}
    assert len(answers) == 1
    assert RightsRequest.objects.count() == 1
    assert len(letters()) == 1
