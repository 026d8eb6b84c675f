"""A new link: mailed where number and address belong together, the same page always."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from rights.correspondence import write_to_person
from rights.erasing import erase
from rights.states import State
from tests.html import elements, words
from tests.rights.making import JANE, bring_to, make_rights_request
from tests.rights.people import FOREIGN, LINK, OURS, letters, link, page_of, posted

pytestmark = pytest.mark.django_db
PAGE = "/privacy-rights/link/"
SENT = "/privacy-rights/link/sent/"
CONFIRM = "/privacy-rights/link/send/confirm/"


def test_a_new_link_takes_the_place_of_the_old(client: Client) -> None:
    request = make_rights_request(link_expires_at=timezone.now())
    old = page_of(request)
    typed = request.number.lower().replace("-", " ")
    answer = client.post(
        LINK, {"number": typed, "email": "JANE@example.com"}, headers=OURS
    )
    assert posted(answer) == SENT
    (letter,) = letters(purpose="rights-link")
    new = link(letter.text)
    assert client.get(old).status_code == 404
    assert client.get(new).status_code == 200


def test_a_message_at_that_moment_does_not_bring_the_old_link_back(
    client: Client, officer: User
) -> None:
    request = make_rights_request()
    old = page_of(request)
    asked = {"number": request.number, "email": JANE}
    posted(client.post(LINK, asked, headers=OURS))
    # Staff opened the request before the link was renewed.
    write_to_person(request, "Hello.", officer)
    assert client.get(old).status_code == 404
    links = [link(letter.text) for letter in letters()]
    assert [client.get(each).status_code for each in links] == [200, 200]


def test_nobody_learns_whether_a_request_is_known(client: Client) -> None:
    request = make_rights_request()
    erased = bring_to(State.WITHDRAWN)
    erase(erased)
    pages = []
    for number, email in (
        (request.number, JANE),
        (request.number, "joe@example.com"),
        ("R-2222-2222", "ann@example.com"),
        (erased.number, "bob@example.com"),
        ("nonsense", "eve@example.com"),
    ):
        with time_machine.travel(timezone.now()):
            answer = client.post(LINK, {"number": number, "email": email}, headers=OURS)
        pages.append((posted(answer), client.get(SENT).content))
    assert len(set(pages)) == 1
    assert len(letters(purpose="rights-link")) == 1


@pytest.mark.parametrize("data", [{}, {"number": "", "email": "x"}, {"email": "a\0@b"}])
def test_bad_input_is_explained(client: Client, data: dict[str, str]) -> None:
    answer = client.post(LINK, data, headers=OURS)
    assert answer.status_code == 400
    assert "Type the number of your request." in words(answer.content.decode())
    assert 'id="problem"' in answer.content.decode()


def test_without_a_mail_server_it_says_so(client: Client, settings: Settings) -> None:
    settings.EMAIL_HOST = ""
    assert "cannot send mails yet" in words(client.get(PAGE).content.decode())
    data = {"number": "R-2222-2222", "email": JANE}
    assert client.post(LINK, data, headers=OURS).status_code == 503


def test_methods_and_other_sites(client: Client) -> None:
    assert client.post(PAGE).status_code == 405
    assert client.post(SENT).status_code == 405
    for address in (LINK, CONFIRM):
        assert client.get(address).status_code == 405
    data = {"number": "R-2222-2222", "email": JANE}
    assert client.post(LINK, data, headers=FOREIGN).status_code == 403


def test_a_browser_that_does_not_say_is_asked_once_more() -> None:
    client = Client(enforce_csrf_checks=True)
    request = make_rights_request()
    page = client.post(LINK, {"number": request.number, "email": JANE})
    fields = {
        e["name"]: e["value"] for e in elements(page.content.decode()) if e["name"]
    }
    assert not letters()
    assert client.post(CONFIRM, fields).status_code == 303
    assert letters()


def test_a_mailed_link_is_renewed_where_it_expired(client: Client) -> None:
    at = timezone.now() - timedelta(days=40)
    request = make_rights_request(at=at)
    old = page_of(request)
    assert client.get(old).status_code == 410
    bring_to(State.ANSWERED, request=request)
    letter = letters(purpose="rights-news")[-1]
    assert client.get(link(letter.text)).status_code == 200
    assert client.get(old).status_code == 404


def test_a_live_link_lives_on(client: Client) -> None:
    at = timezone.now() - timedelta(days=20)
    request = make_rights_request(at=at)
    old = page_of(request)
    bring_to(State.ANSWERED, request=request)
    request.refresh_from_db()
    assert link(letters(purpose="rights-news")[-1].text) == old
    assert request.link_expires_at is not None
    assert request.link_expires_at > timezone.now() + timedelta(days=29)
