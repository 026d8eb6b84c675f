""" "What we hold about you": asked for by mail, shown, exported and erased at once."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from centene_site.held import HOURS, make_token
from consent.models import ConsentRecord, ConsentSubject
from notices.models import Subscriber
from outbox.models import Mail
from rights.models import Hold, RightsRequest
from rights.states import State
from tests.consent.posting import choose
from tests.factories import make_policy, make_version
from tests.html import elements, words
from tests.notices.subscriptions.people import make_subscriber
from tests.outbox.mails import make_mail
from tests.rights.making import JANE, bring_to, make_personal, make_rights_request
from tests.rights.people import FOREIGN, OURS, letters, posted

pytestmark = pytest.mark.django_db
FORM = "/privacy-rights/held/"
SEND = "/privacy-rights/held/send/"
CONFIRM = "/privacy-rights/held/send/confirm/"
SENT = "/privacy-rights/held/sent/"


def text(response: Any) -> str:
    return words(response.content.decode())


def page_of(address: str = JANE, action: str = "") -> str:
    return f"{FORM}{make_token(address, timezone.now())}/{action}"


def test_a_mailed_link_opens_it(client: Client) -> None:
    request = make_rights_request()
    answer = client.post(SEND, {"email": JANE}, headers=OURS)
    assert posted(answer) == SENT
    (letter,) = letters(purpose="rights-held")
    address = next(
        line for line in letter.text.splitlines() if line.startswith("http")
    ).removeprefix("http://localhost:8000")
    page = client.get(address)
    assert request.number in text(page)
    assert page["Referrer-Policy"] == "no-referrer"
    assert page["Cache-Control"] == "private, no-store"
    assert JANE not in address


def test_an_unknown_address_gets_the_same_answer_and_a_mail(client: Client) -> None:
    make_rights_request()
    answers = []
    for address in (JANE, "nobody@example.com"):
        with time_machine.travel(timezone.now()):
            answers.append(posted(client.post(SEND, {"email": address}, headers=OURS)))
    assert answers == [SENT, SENT]
    assert len(letters(purpose="rights-held")) == 2
    Mail.objects.unsent().drop()
    assert "Nothing: neither" in text(client.get(page_of("nobody@example.com")))


@pytest.mark.parametrize("data", [{}, {"email": "jane"}, {"email": "a\0@b.com"}])
def test_bad_input_is_explained(client: Client, data: dict[str, str]) -> None:
    answer = client.post(SEND, data, headers=OURS)
    assert answer.status_code == 400
    assert 'id="problem"' in answer.content.decode()
    assert not letters()


def test_without_a_mail_server_it_says_so(client: Client, settings: Settings) -> None:
    settings.EMAIL_HOST = ""
    assert "cannot send mails yet" in text(client.get(FORM))
    assert client.post(SEND, {"email": JANE}, headers=OURS).status_code == 503


def test_methods_and_other_sites(client: Client) -> None:
    for address in (FORM, SENT, page_of(), page_of(action="export/")):
        assert client.post(address).status_code == 405
    for address in (SEND, CONFIRM):
        assert client.get(address).status_code == 405
    assert client.post(SEND, {"email": JANE}, headers=FOREIGN).status_code == 403
    assert client.get(page_of(action="erase/")).status_code == 303


def test_a_browser_that_does_not_say_is_asked_once_more() -> None:
    client = Client(enforce_csrf_checks=True)
    page = client.post(SEND, {"email": JANE})
    fields = {
        e["name"]: e["value"] for e in elements(page.content.decode()) if e["name"]
    }
    assert not letters()
    assert client.post(CONFIRM, fields).status_code == 303
    assert letters()


@pytest.mark.parametrize("action", ["", "export/", "erase/"])
def test_a_link_lasts_a_day_and_cannot_be_forged(client: Client, action: str) -> None:
    make_rights_request()
    old = make_token(JANE, timezone.now() - timedelta(hours=HOURS))
    for token in (old, "x" * 100, make_token(JANE, timezone.now())[:-6] + "AAAAAA"):
        method = client.post if action == "erase/" else client.get
        assert method(f"{FORM}{token}/{action}").status_code == 410
    assert client.get(f"{FORM}short/").status_code == 404
    assert RightsRequest.objects.personal().exists()


def test_all_of_an_address_is_shown_and_exported(client: Client) -> None:
    terms = make_policy(slug="terms", title="Terms")
    make_version(terms)
    make_subscriber(terms)
    make_mail(recipient=JANE)
    mine = make_rights_request()
    other = make_rights_request(make_personal(email="joe@example.com"))
    said = text(client.get(page_of()))
    for part in (JANE, mine.number, "Terms: each material change", "One mail to you"):
        assert part in said, part
    assert other.number not in said
    content = json.loads(client.get(page_of(action="export/")).content)
    assert [each["number"] for each in content["requests"]] == [mine.number]
    assert content["requests"][0]["personal"]["words"] == "What do you hold about me?"
    assert content["subscriptions"][0]["policy"] == "terms"
    assert content["mails_that_wait"] == 1


def test_consent_records_are_found_by_their_codes(client: Client) -> None:
    choose(client, "accept")
    code = ConsentRecord.objects.get().receipt_code
    assert code in text(client.get(page_of(), {"codes": code.lower()}))
    content = json.loads(client.get(page_of(action="export/"), {"codes": code}).content)
    assert content["consent_records"]
    assert "no receipt with this code" in text(client.get(page_of(), {"codes": "2222"}))
    client.post(page_of(action="erase/"), {"codes": code})
    assert not ConsentSubject.objects.exists()
    assert ConsentRecord.objects.exists()


def test_a_button_erases_it_all_at_once(client: Client, officer: User) -> None:
    terms = make_policy(slug="terms")
    make_version(terms)
    make_subscriber(terms)
    make_mail(recipient=JANE)
    bring_to(State.ANSWERED, officer)
    make_rights_request()
    done = client.post(page_of(action="erase/"))
    assert done.status_code == 200
    assert "It is erased" in text(done)
    assert not RightsRequest.objects.personal().exists()
    assert RightsRequest.objects.count() == 2
    assert not Subscriber.objects.exists()
    assert not Mail.objects.to(JANE).unsent().exists()
    assert client.post(page_of(action="erase/")).status_code == 200


def test_what_a_hold_covers_is_named_and_stays(client: Client, officer: User) -> None:
    held, free = bring_to(State.ANSWERED, officer), make_rights_request()
    Hold.objects.create(
        request=held, reason="A matter", placed_by=officer, placed_by_name="x"
    )
    said = text(client.post(page_of(action="erase/")))
    assert held.number in said
    assert free.number not in said
    assert list(RightsRequest.objects.personal()) == [held]
