"""The page of one request, behind its secret address."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from rights import lifecycle
from rights.correspondence import MOST_MESSAGE, write_to_person
from rights.law import Right
from rights.models import AnswerFile, FileFacts, Hold, RightsRequest
from rights.states import Kind, State
from rights.words import Check, Ground, Outcome, Reason
from tests.factories import make_policy, make_version
from tests.html import elements, words
from tests.rights.making import bring_to, make_personal, make_rights_request
from tests.rights.people import letters, page_of, posted

pytestmark = pytest.mark.django_db
NOBODY = f"/privacy-rights/requests/{'x' * 43}/"
PAGES = ["", "confirm/", "withdraw/", "erase/", "export/"]
FORMS = ["confirm/", "message/", "withdraw/", "appeal/", "erase/"]


def text(response: object) -> str:
    return words(response.content.decode())  # type: ignore[attr-defined]


def add_file(
    request: RightsRequest, by: User, content: bytes = b"All of it", days: int = 30
) -> AnswerFile:
    answer = AnswerFile(request=request, by=by, by_name=by.get_username())
    answer.expires_at = timezone.now() + timedelta(days=days)
    answer.seal(FileFacts("Jane's copy.pdf", "application/pdf"), content)
    answer.save()
    return answer


@pytest.mark.parametrize("action", [*PAGES, *FORMS, "files/1/"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_an_unknown_link_opens_nothing(
    client: Client, action: str, method: str
) -> None:
    answer = getattr(client, method)(f"{NOBODY}{action}")
    allowed = action in (PAGES if method == "get" else FORMS)
    allowed |= method == "get" and action in ("appeal/", "files/1/")
    assert answer.status_code == (404 if allowed else 405)
    if allowed:
        assert "This link opens nothing" in text(answer)
        assert answer["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize("address", ["short/", f"{'x' * 44}/"])
def test_a_link_that_was_cut_is_not_found(client: Client, address: str) -> None:
    assert client.get(f"/privacy-rights/requests/{address}").status_code == 404


@pytest.mark.parametrize("action", [*PAGES, "appeal/", "files/1/"])
def test_an_expired_link_says_how_to_get_a_new_one(client: Client, action: str) -> None:
    request = make_rights_request(link_expires_at=timezone.now())
    answer = client.get(page_of(request, action))
    assert answer.status_code == 410
    assert "/privacy-rights/link/" in answer.content.decode()
    assert "Your request goes on all the same" in text(answer)


@pytest.mark.parametrize("action", PAGES)
def test_the_secret_stays_in_the_browser(client: Client, action: str) -> None:
    request = make_rights_request()
    page = client.get(page_of(request, action))
    assert page.status_code == 200
    assert page["Cache-Control"] == "private, no-store"
    assert page["Referrer-Policy"] == "no-referrer"
    assert page["X-Robots-Tag"] == "noindex"
    assert not page.cookies
    html = page.content.decode()
    assert 'rel="canonical"' not in html
    assert "<script" not in html
    secret = request.personal().secret
    for holder in [e for e in elements(html) if secret in repr(e.attributes)]:
        target = holder["action"] or holder["href"]
        assert target.startswith(f"/privacy-rights/requests/{secret}/"), holder


@pytest.mark.parametrize("action", ["", "confirm/", "withdraw/", "erase/"])
def test_a_program_that_opens_links_changes_nothing(
    client: Client, action: str
) -> None:
    request = make_rights_request()
    for _ in range(2):
        assert client.get(page_of(request, action)).status_code == 200
        assert client.head(page_of(request, action)).status_code == 200
    assert request.steps.count() == 1


def test_one_button_confirms_the_address_once(client: Client) -> None:
    request = make_rights_request()
    page = client.get(page_of(request))
    assert "Please confirm your address" in text(page)
    done = client.post(page_of(request, "confirm/"))
    assert posted(done) == f"{page_of(request)}?done=confirmed"
    assert "Your address is confirmed." in text(client.get(posted(done)))
    again = client.post(page_of(request, "confirm/"))
    assert posted(again) == page_of(request)
    assert posted(client.get(page_of(request, "confirm/"))) == page_of(request)
    assert request.steps.filter(kind=Kind.CONFIRMED).count() == 1


def test_opting_out_asks_for_no_confirmation(client: Client) -> None:
    request = make_rights_request(right=Right.OPT_OUT)
    assert "Please confirm your address" not in text(client.get(page_of(request)))


def test_it_shows_every_step_and_the_due_date_in_words(
    client: Client, officer: User
) -> None:
    version = make_version(make_policy(slug="privacy-policy"))
    request = make_rights_request(policy_version=version)
    lifecycle.confirm(request)
    lifecycle.verify(request, Check.CALL_BACK, officer)
    lifecycle.extend(request, Reason.NUMBER, officer)
    said = text(client.get(page_of(request)))
    for part in (
        "Access: identity verified.",
        "We answer by",
        "(in 60 days)",
        "Request received",
        "Address confirmed",
        "Identity verified",
        "Time extended: many requests came",
        "California: by",
        "11 CCR 7021",
        "HIPAA",
        "Jane Roe",
        "jane@example.com",
        "California, United States",
        "What do you hold about me?",
        "Privacy policy, version 1",
    ):
        assert part in said, part
    # Neither who works on it, nor what exactly was checked.
    assert officer.get_username() not in said
    assert "call" not in said.split("Identity verified")[1].split("Time")[0]


def test_a_refusal_names_its_ground_and_what_can_be_done(
    client: Client, officer: User
) -> None:
    request = bring_to(State.REFUSED, officer)
    said = text(client.get(page_of(request)))
    assert "The data is needed for legal claims (GDPR art. 17(3)(e))" in said
    assert "Appeal" in said
    # Those that this person can turn to, and no others.
    for authority in ("Office for Civil Rights", "California Privacy", "attorney"):
        assert authority in said
    assert "Information Commissioner" not in said
    assert "to a court" in said
    page = client.get(page_of(request, "appeal/"))
    assert "within 45 days" in text(page)
    empty = client.post(page_of(request, "appeal/"), {"message": " "})
    assert empty.status_code == 400
    assert request.stands() == State.REFUSED
    done = client.post(page_of(request, "appeal/"), {"message": "You are wrong."})
    assert "Your appeal is with us." in text(client.get(posted(done)))
    assert request.stands() == State.APPEALED
    assert request.messages.get().open_text() == "You are wrong."
    assert posted(client.get(page_of(request, "appeal/"))) == page_of(request)
    # The time of the request itself is over: another one runs.
    assert "(in 45 days)" in text(client.get(page_of(request)))
    assert "Which laws set our time" not in text(client.get(page_of(request)))


def test_messages_go_both_ways(client: Client, officer: User) -> None:
    request = make_rights_request()
    assert "No messages yet." in text(client.get(page_of(request)))
    done = client.post(page_of(request, "message/"), {"message": "Hello?\n<b>x</b>"})
    assert posted(done) == f"{page_of(request)}?done=written"
    write_to_person(request, "We are at it.", officer)
    page = client.get(page_of(request))
    assert "Hello?" in text(page)
    assert "&lt;b&gt;x" in page.content.decode()
    assert "We are at it." in text(page)
    (letter,) = letters(purpose="rights-news")
    assert "We have written to you." in letter.text
    assert "We are at it." not in letter.text


@pytest.mark.parametrize("message", ["", "  ", "x" * (MOST_MESSAGE + 1), "a\0b"])
def test_a_bad_message_loses_nothing(client: Client, message: str) -> None:
    request = make_rights_request()
    answer = client.post(page_of(request, "message/"), {"message": message})
    assert answer.status_code == 400
    assert 'id="problem"' in answer.content.decode()
    assert not request.messages.exists()
    if len(message) > MOST_MESSAGE:
        assert message in answer.content.decode()


def test_too_many_messages_name_the_telephone(client: Client) -> None:
    request = make_rights_request()
    for number in range(20):
        client.post(page_of(request, "message/"), {"message": f"No. {number}"})
    answer = client.post(page_of(request, "message/"), {"message": "One more"})
    assert answer.status_code == 429
    assert "Please call us instead" in text(answer)
    assert "One more" in answer.content.decode()
    assert request.messages.count() == 20


def test_an_appeal_after_too_many_messages_loses_nothing(
    client: Client, officer: User
) -> None:
    request = bring_to(State.REFUSED, officer)
    for number in range(20):
        client.post(page_of(request, "message/"), {"message": f"No. {number}"})
    answer = client.post(page_of(request, "appeal/"), {"message": "You are wrong."})
    assert answer.status_code == 429
    assert "Please call us instead" in text(answer)
    assert "You are wrong.</textarea>" in answer.content.decode()
    assert request.stands() == State.REFUSED


def test_an_open_request_can_be_withdrawn(client: Client) -> None:
    request = make_rights_request()
    done = client.post(page_of(request, "withdraw/"))
    assert "Your request is withdrawn." in text(client.get(posted(done)))
    assert request.stands() == State.WITHDRAWN
    again = client.post(page_of(request, "withdraw/"))
    assert posted(again) == page_of(request)
    assert "The request was withdrawn." in letters(purpose="rights-news")[0].text


def test_the_answer_is_downloaded_and_never_mailed(
    client: Client, officer: User
) -> None:
    request = bring_to(State.ANSWERED, officer)
    answer = add_file(request, officer, content=b"\x00\xffAll of it")
    page = client.get(page_of(request))
    assert "Jane's copy.pdf" in text(page)
    download = client.get(page_of(request, f"files/{answer.pk}/"))
    assert download.status_code == 200
    assert download.content == b"\x00\xffAll of it"
    assert download["Content-Type"] == "application/octet-stream"
    assert "attachment" in download["Content-Disposition"]
    assert "copy.pdf" in download["Content-Disposition"]
    assert download["Cache-Control"] == "private, no-store"
    assert download["X-Content-Type-Options"] == "nosniff"
    assert all("copy" not in letter.text for letter in letters())


def test_the_answer_expires(client: Client, officer: User) -> None:
    request = bring_to(State.ANSWERED, officer)
    answer = add_file(request, officer, days=0)
    assert "copy.pdf" not in text(client.get(page_of(request)))
    assert client.get(page_of(request, f"files/{answer.pk}/")).status_code == 404


def test_nobody_gets_the_answer_of_another(client: Client, officer: User) -> None:
    mine, other = bring_to(State.ANSWERED), bring_to(State.ANSWERED)
    answer = add_file(other, officer)
    assert client.get(page_of(mine, f"files/{answer.pk}/")).status_code == 404


def test_who_has_not_confirmed_gets_no_answer(client: Client, officer: User) -> None:
    request = make_rights_request()
    lifecycle.verify(request, Check.ACCOUNT, officer)
    lifecycle.begin(request, officer)
    lifecycle.answer(request, Outcome.WHOLE, officer)
    answer = add_file(request, officer)
    assert "copy.pdf" not in text(client.get(page_of(request)))
    assert client.get(page_of(request, f"files/{answer.pk}/")).status_code == 404
    # Late is not too late.
    client.post(page_of(request, "confirm/"))
    assert client.get(page_of(request, f"files/{answer.pk}/")).status_code == 200


def test_all_of_it_is_exported(client: Client, officer: User) -> None:
    request = bring_to(State.ANSWERED, officer)
    client.post(page_of(request, "message/"), {"message": "Thank you"})
    add_file(request, officer)
    response = client.get(page_of(request, "export/"))
    assert request.number in response["Content-Disposition"]
    content = json.loads(response.content)
    assert content["personal"]["name"] == "Jane Roe"
    assert content["messages"][0]["text"] == "Thank you"
    assert content["steps"][-1]["kind"] == "answered"
    assert content["files"] == [{"name": "Jane's copy.pdf", "bytes": 9}]
    assert request.personal().secret not in response.content.decode()


def test_a_button_erases_at_once(client: Client, officer: User) -> None:
    request = make_rights_request()
    client.post(page_of(request, "message/"), {"message": "Please"})
    page = page_of(request)
    assert "erasing it also withdraws it" in text(client.get(f"{page}erase/"))
    done = client.post(f"{page}erase/")
    assert "It is erased" in text(done)
    request.refresh_from_db()
    assert request.is_erased
    assert not request.messages.exists()
    assert request.stands() == State.WITHDRAWN
    assert request.last_step().kind == Kind.ERASED
    assert not letters()
    assert client.get(page).status_code == 404


def test_a_hold_stops_the_button_and_says_so(client: Client, officer: User) -> None:
    request = bring_to(State.ANSWERED, officer)
    Hold.objects.create(
        request=request, reason="A matter", placed_by=officer, placed_by_name="x"
    )
    answer = client.post(page_of(request, "erase/"))
    assert answer.status_code == 409
    assert "a legal hold covers it" in text(answer)
    assert "A matter" not in text(answer)
    request.refresh_from_db()
    assert not request.is_erased


def test_a_lost_key_is_said(client: Client, officer: User, settings: Settings) -> None:
    settings.MAIL_KEYS = ["a lost key " * 6]
    request = bring_to(State.ANSWERED, officer)
    client.post(page_of(request, "message/"), {"message": "Hello"})
    answer = add_file(request, officer)
    page = page_of(request)
    settings.MAIL_KEYS = ["another key " * 6]
    said = text(client.get(page))
    assert "the key that encrypted it was lost" in said
    assert "This message can no longer be read" in said
    assert "A file that can no longer be read" in said
    assert "Answered" in said
    assert client.get(f"{page}files/{answer.pk}/").status_code == 410
    content = json.loads(client.get(f"{page}export/").content)
    assert content["personal"] is None
    assert client.post(f"{page}erase/").status_code == 200


def test_an_agent_is_named_with_the_person(client: Client) -> None:
    personal = make_personal(subject="Ann Roe")
    request = make_rights_request(personal, behalf="agent")
    said = text(client.get(page_of(request)))
    assert "as their authorized agent: Ann Roe" in said


@pytest.mark.parametrize("action", PAGES)
def test_no_other_method_is_taken(client: Client, action: str) -> None:
    request = make_rights_request()
    for method in ("put", "patch", "delete", "options"):
        response = getattr(client, method)(page_of(request, action))
        assert response.status_code == 405
    assert request.last_step().kind == Kind.RECEIVED


def test_grounds_have_their_sources() -> None:
    for ground in Ground:
        assert any(law in ground.label for law in ("GDPR", "CFR", "CCR", "Code"))
