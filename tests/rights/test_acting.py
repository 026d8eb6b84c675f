"""What staff do with a request, each on a page of its own."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from outbox.models import Mail
from policy.roles import AUDITORS, PRIVACY_OFFICE
from rights import lifecycle
from rights.businessdays import office_day
from rights.erasing import erase
from rights.law import Right
from rights.models import AnswerTemplate, Hold, Message, PersonalView, RightsRequest
from rights.states import Kind, State
from rights.words import Ground
from tests.desk import desk, text_of, value_of
from tests.factories import make_staff, moment
from tests.html import elements
from tests.rights.desk import QUEUE, address, make_file, make_hold, make_telephoned
from tests.rights.making import bring_to, make_rights_request

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Client:
    return desk(PRIVACY_OFFICE, username="ann")


@pytest.fixture
def asked() -> RightsRequest:
    return make_telephoned()


def last(asked: RightsRequest) -> tuple[str, str, str, str]:
    step = asked.last_step()
    return step.kind, step.manner, step.nature or step.ground, step.by_name


def take(client: Client, asked: RightsRequest, action: str, **fields: Any) -> Any:
    return client.post(address(asked, action), fields)


def done(answer: Any, asked: RightsRequest) -> bool:
    return bool(answer.status_code == 302 and answer["Location"] == address(asked))


def words_of(asked: RightsRequest) -> str:
    """The last message, as the person reads it."""
    return asked.messages.latest("pk").open_text()


def test_it_is_assigned_to_a_colleague_and_to_nobody(
    office: Client, asked: RightsRequest
) -> None:
    bea = make_staff(groups=[PRIVACY_OFFICE], username="bea")
    make_staff(groups=[AUDITORS], username="carl")
    make_staff(groups=[PRIVACY_OFFICE], username="gone", is_active=False)
    html = office.get(address(asked, "assign")).content.decode()
    names = [option.text for option in elements(html, "option")]
    assert names == ["Nobody", "ann", "bea"]
    assert done(take(office, asked, "assign", assignee=bea.pk), asked)
    asked.refresh_from_db()
    assert asked.assignee == bea
    take(office, asked, "assign", assignee="")
    asked.refresh_from_db()
    assert asked.assignee is None
    carl = User.objects.get(username="carl")
    assert take(office, asked, "assign", assignee=carl.pk).status_code == 400


def test_receipt_is_confirmed(office: Client, asked: RightsRequest) -> None:
    assert done(take(office, asked, "acknowledge", manner="telephone"), asked)
    assert last(asked) == (Kind.ACKNOWLEDGED, "telephone", "", "ann")


def test_an_address_is_confirmed_by_telephone(office: Client) -> None:
    asked = make_rights_request()
    lifecycle.verify(asked, "call-back", make_staff())
    assert not lifecycle.may_disclose(asked)
    assert "Confirm address" in text_of(office.get(address(asked)))
    assert done(take(office, asked, "confirm", manner="telephone"), asked)
    assert last(asked) == (Kind.CONFIRMED, "telephone", "", "ann")
    assert lifecycle.may_disclose(asked)
    again = take(office, asked, "confirm", manner="telephone")
    assert again.status_code == 400
    assert "was recorded already" in text_of(again)


def test_no_address_is_confirmed_where_none_is_needed(
    office: Client, asked: RightsRequest
) -> None:
    for request in (asked, make_rights_request(right=Right.OPT_OUT)):
        assert "Confirm address" not in text_of(office.get(address(request)))
        answer = take(office, request, "confirm", manner="telephone")
        assert answer.status_code == 400
        assert "Nothing of this request waits" in text_of(answer)
        assert request.last_step().kind == Kind.RECEIVED


def test_an_identity_check_is_a_step_that_says_what_was_checked(
    office: Client, asked: RightsRequest
) -> None:
    answer = take(office, asked, "verify", manner="telephone")
    assert answer.status_code == 400
    assert "This field is required." in text_of(answer)
    assert done(
        take(office, asked, "verify", check="call-back", manner="telephone"), asked
    )
    assert last(asked) == (Kind.VERIFIED, "telephone", "call-back", "ann")
    # No field takes a document.
    html = office.get(address(make_telephoned(), "verify")).content.decode()
    assert 'type="file"' not in html
    assert "<textarea" not in html


def test_work_begins_after_the_identity_check(
    office: Client, asked: RightsRequest
) -> None:
    answer = take(office, asked, "begin")
    assert answer.status_code == 400
    assert "the identity is verified" in text_of(answer)
    lifecycle.verify(asked, "account", make_staff())
    assert done(take(office, asked, "begin"), asked)
    assert last(asked) == (Kind.BEGUN, "", "", "ann")


def test_opting_out_needs_no_identity_check(office: Client) -> None:
    asked = make_telephoned(right=Right.OPT_OUT)
    assert done(take(office, asked, "begin"), asked)


def test_a_message_is_for_the_person(office: Client, asked: RightsRequest) -> None:
    assert done(take(office, asked, "message", text="We look at it."), asked)
    message = Message.objects.get()
    assert message.is_from_office
    assert (message.open_text(), message.by_name) == ("We look at it.", "ann")


def test_a_person_with_an_address_is_mailed_that_a_message_waits(
    office: Client,
) -> None:
    asked = make_rights_request()
    before = Mail.objects.count()
    take(office, asked, "message", text="We look at it.")
    assert Mail.objects.count() == before + 1


def test_a_template_begins_a_message(office: Client, asked: RightsRequest) -> None:
    template = AnswerTemplate.objects.create(
        title="We have it", text="Dear {name}, we have {number} ({right})."
    )
    other = AnswerTemplate.objects.create(
        title="For erasure", right=Right.ERASURE, text="Gone."
    )
    page = office.get(address(asked, "message"))
    assert "We have it" in text_of(page)
    assert "For erasure" not in text_of(page)
    assert not PersonalView.objects.exists()
    page = office.get(f"{address(asked, 'message')}?template={template.pk}")
    expected = f"Dear Jane Roe, we have {asked.number} (Access)."
    assert value_of(page, "text") == expected
    # The name was shown.
    assert PersonalView.objects.count() == 1
    for key in (other.pk, "x", "²", "9" * 30):
        page = office.get(f"{address(asked, 'message')}?template={key}")
        assert page.status_code == 200
        assert value_of(page, "text") == ""


def test_a_placeholder_that_is_left_is_not_sent(
    office: Client, asked: RightsRequest
) -> None:
    answer = take(office, asked, "message", text="Dear {name}")
    assert answer.status_code == 400
    assert "Something in braces is left" in text_of(answer)
    assert value_of(answer, "text") == "Dear {name}"
    assert not Message.objects.exists()


def test_a_note_stays_in_the_office(office: Client, asked: RightsRequest) -> None:
    assert done(take(office, asked, "note", text="Ask claims."), asked)
    note = asked.notes.get()
    assert (note.open_text(), note.by_name) == ("Ask claims.", "ann")
    assert not Mail.objects.exists()


@pytest.mark.parametrize("action", ["message", "note"])
def test_words_that_are_too_long_come_back(
    office: Client, asked: RightsRequest, action: str
) -> None:
    answer = take(office, asked, action, text="x" * 5001)
    assert answer.status_code == 400
    assert value_of(answer, "text") == "x" * 5001


# --- Extensions ---


def test_an_extension_is_told_with_its_reason(
    office: Client, asked: RightsRequest
) -> None:
    answer = take(office, asked, "extend", reason="complex", explanation="Six sites.")
    assert done(answer, asked)
    asked.refresh_from_db()
    assert asked.answer_by == office_day() + timedelta(days=60)
    assert last(asked) == (Kind.EXTENDED, "", "complex", "ann")
    words = words_of(asked)
    assert "the request is complex" in words
    assert "Six sites." in words


def test_an_extension_needs_a_reason(office: Client, asked: RightsRequest) -> None:
    answer = take(office, asked, "extend", explanation="Six sites.")
    assert answer.status_code == 400
    assert value_of(answer, "explanation") == "Six sites."
    assert not asked.steps.filter(kind=Kind.EXTENDED).exists()
    assert not Message.objects.exists()


def test_an_extension_after_the_deadline_is_refused(office: Client) -> None:
    asked = make_telephoned(at=timezone.now() - timedelta(days=31))
    answer = take(office, asked, "extend", reason="number", explanation="Many.")
    assert answer.status_code == 400
    assert "It is too late to extend" in text_of(answer)
    assert value_of(answer, "explanation") == "Many."
    assert not Message.objects.exists()


def test_an_extension_on_the_last_lawful_day_is_in_time() -> None:
    """The month ends on a Sunday, and the law moves it to Monday."""
    asked = make_telephoned(
        at=moment("2027-01-31 18:00"), country="DE", region="", relation="visitor"
    )
    with time_machine.travel(moment("2027-03-01 18:00"), tick=False):
        monday = desk(PRIVACY_OFFICE)
        assert done(take(monday, asked, "extend", reason="complex"), asked)
    asked.refresh_from_db()
    assert str(asked.answer_by) == "2027-04-30"


def test_there_is_only_one_extension(office: Client, asked: RightsRequest) -> None:
    take(office, asked, "extend", reason="complex")
    answer = take(office, asked, "extend", reason="number")
    assert answer.status_code == 400
    assert "only once" in text_of(answer)


def test_an_opt_out_is_not_extended(office: Client) -> None:
    asked = make_telephoned(right=Right.OPT_OUT)
    answer = take(office, asked, "extend", reason="complex")
    assert answer.status_code == 400
    assert "cannot be extended" in text_of(answer)


# --- Ends ---


def test_an_answer_says_how_far_it_was_complied_with(
    office: Client, asked: RightsRequest
) -> None:
    bring_to(State.IN_PROGRESS, request=asked)
    answer = take(office, asked, "answer", manner="letter", text="Here it is.")
    assert answer.status_code == 400
    assert value_of(answer, "text") == "Here it is."
    answer = take(
        office, asked, "answer", outcome="part", manner="letter", text="Here it is."
    )
    assert done(answer, asked)
    assert last(asked) == (Kind.ANSWERED, "letter", "part", "ann")
    assert words_of(asked) == "Here it is."


def test_an_answer_names_its_files_and_what_stands_in_their_way(
    office: Client, asked: RightsRequest
) -> None:
    bring_to(State.IN_PROGRESS, request=asked)
    make_file(asked)
    words = text_of(office.get(address(asked, "answer")))
    assert "1 file goes with the answer." in words
    assert "can download files only once" not in words
    unconfirmed = make_rights_request()
    lifecycle.verify(unconfirmed, "account", make_staff())
    lifecycle.begin(unconfirmed, make_staff())
    words = text_of(office.get(address(unconfirmed, "answer")))
    assert "No file goes with the answer." in words
    assert "can download files only once" in words


def test_one_mail_tells_of_an_answer(office: Client) -> None:
    asked = bring_to(State.IN_PROGRESS)
    before = Mail.objects.count()
    take(office, asked, "answer", outcome="whole", manner="web", text="Here it is.")
    assert Mail.objects.count() == before + 1


def test_an_answer_cannot_come_before_work(
    office: Client, asked: RightsRequest
) -> None:
    answer = take(office, asked, "answer", outcome="whole", manner="web", text="Long.")
    assert answer.status_code == 400
    assert "cannot follow" in text_of(answer)
    assert "Long." in text_of(answer)
    assert not Message.objects.exists()


def test_a_refusal_needs_its_ground(office: Client, asked: RightsRequest) -> None:
    answer = take(office, asked, "refuse", manner="letter", explanation="No.")
    assert answer.status_code == 400
    assert value_of(answer, "explanation") == "No."
    answer = take(office, asked, "refuse", manner="letter", ground="because")
    assert answer.status_code == 400
    assert asked.stands() == State.RECEIVED


def test_a_refusal_sends_a_letter_that_names_the_ways_out(
    office: Client, asked: RightsRequest
) -> None:
    answer = take(
        *(office, asked, "refuse"),
        manner="letter",
        ground=Ground.CLAIMS,
        explanation="A suit is pending.",
    )
    assert done(answer, asked)
    assert last(asked) == (Kind.REFUSED, "letter", "claims", "ann")
    letter = words_of(asked)
    for said in (
        *(str(Ground.CLAIMS.label), "A suit is pending.", "You can appeal to us"),
        *("California Privacy Protection Agency", "Office for Civil Rights"),
    ):
        assert said in letter


def test_a_withdrawal_and_an_appeal_are_recorded_for_the_person(
    office: Client, asked: RightsRequest
) -> None:
    assert done(take(office, asked, "withdraw", manner="telephone"), asked)
    assert last(asked) == (Kind.WITHDRAWN, "telephone", "", "ann")
    assert done(take(office, asked, "appeal", manner="letter"), asked)
    assert last(asked) == (Kind.APPEALED, "letter", "", "ann")


def test_a_step_that_cannot_follow_has_no_form(office: Client) -> None:
    asked = bring_to(State.REFUSED, request=make_telephoned())
    for action in ("verify", "begin", "answer", "refuse", "withdraw", "extend"):
        page = office.get(address(asked, action))
        assert page.status_code == 200
        assert "This step cannot follow" in text_of(page)
        assert f'value="{action}' not in page.content.decode()


def test_nothing_personal_is_added_after_the_erasure(office: Client) -> None:
    asked = bring_to(State.WITHDRAWN, request=make_telephoned())
    erase(asked, by=make_staff())
    for action, fields in (("message", {"text": "Hi."}), ("note", {"text": "Hi."})):
        answer = take(office, asked, action, **fields)
        assert answer.status_code == 400
        assert "was erased" in text_of(answer)


# --- Legal holds ---


def test_a_hold_is_placed_and_released(office: Client, asked: RightsRequest) -> None:
    day = office_day() + timedelta(days=30)
    answer = take(office, asked, "hold", reason="Matter 12", until=day.isoformat())
    assert done(answer, asked)
    hold = Hold.objects.covering(asked).get()
    assert (hold.reason, hold.placed_by_name) == ("Matter 12", "ann")
    assert hold.until is not None
    assert office_day(hold.until) == day
    released = office.post(f"{QUEUE}{asked.pk}/release/{hold.pk}/", follow=True)
    assert "The hold is released." in text_of(released)
    assert not Hold.objects.covering(asked).exists()
    again = office.post(f"{QUEUE}{asked.pk}/release/{hold.pk}/", follow=True)
    assert "was released already" in text_of(again)


@pytest.mark.parametrize(
    "fields",
    [
        {"reason": ""},
        {"reason": "x" * 301},
        {"reason": "Matter 12", "until": "soon"},
        {"reason": "Matter 12", "until": "2020-01-01"},
        {"reason": "Matter 12", "until": "9999-12-31"},
    ],
)
def test_a_hold_that_makes_no_sense_is_refused(
    office: Client, asked: RightsRequest, fields: dict[str, str]
) -> None:
    assert take(office, asked, "hold", **fields).status_code == 400
    assert not Hold.objects.exists()


def test_a_hold_of_another_request_is_not_released_here(
    office: Client, asked: RightsRequest
) -> None:
    hold = make_hold(make_telephoned())
    assert office.post(f"{QUEUE}{asked.pk}/release/{hold.pk}/").status_code == 404


def test_a_hold_on_everything_is_placed_on_its_own_page(office: Client) -> None:
    answer = office.post(
        "/admin/rights/hold/add/", {"reason": "All", "until_0": "", "until_1": ""}
    )
    assert answer.status_code == 302
    hold = Hold.objects.get()
    assert (hold.request, hold.placed_by_name) == (None, "ann")
    page = office.get(f"/admin/rights/hold/{hold.pk}/change/")
    assert "every request" in text_of(page)
    assert "Release this hold" in text_of(page)
    office.post(f"/admin/rights/hold/{hold.pk}/release/")
    page = office.get(f"/admin/rights/hold/{hold.pk}/change/")
    assert "released on" in text_of(page)
    assert "Release this hold" not in text_of(page)
