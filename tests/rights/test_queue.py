"""The queue: in the order of due dates, narrowed by filters, and without a name."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from outbox.models import Mail
from outbox.models import State as MailState
from policy.roles import PRIVACY_OFFICE
from rights import correspondence, lifecycle, mails
from rights.businessdays import office_day
from rights.law import Right
from rights.models import PersonalView, RightsRequest
from rights.states import State
from rights.words import Channel
from tests.desk import desk, text_of
from tests.factories import make_staff
from tests.html import elements
from tests.rights.desk import QUEUE, TELEPHONE, make_telephoned
from tests.rights.making import bring_to, make_rights_request

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Client:
    return desk(PRIVACY_OFFICE)


def due(days: int, last: int | None = None, **fields: Any) -> RightsRequest:
    """A request that is due so many days from today."""
    asked = make_telephoned(**fields)
    today = office_day()
    asked.answer_by = today + timedelta(days=days)
    asked.last_day = today + timedelta(days=days if last is None else last)
    asked.save(update_fields=["answer_by", "last_day"])
    return asked


def listed(client: Client, query: str = "") -> list[str]:
    """The numbers of the list, from above."""
    answer = client.get(f"{QUEUE}{query}")
    assert answer.status_code == 200
    found = elements(answer.content.decode(), "span")
    return [each.text for each in found if each["class"] == "request-number"]


def marks(client: Client, words: str) -> int:
    """How many rows of the list say so."""
    html = client.get(QUEUE).content.decode()
    start = html.index('id="result_list"')
    return html[start : html.index("</table>", start)].count(words)


def test_the_one_that_is_due_first_comes_first(office: Client) -> None:
    later, overdue, soon = due(20), due(-3), due(2)
    assert listed(office) == [overdue.number, soon.number, later.number]
    # An address cannot change the order.
    assert listed(office, "?o=-1") == listed(office)


def test_it_says_how_much_time_is_left_in_words_and_by_a_shape(office: Client) -> None:
    for days, last in ((-2, None), (0, None), (3, 4), (-1, 0), (9, None)):
        due(days, last)
    answer = office.get(QUEUE)
    words = text_of(answer)
    for said in (
        "2 days overdue",
        "today",
        "in 3 days",
        "in 9 days",
        "last lawful day",
    ):
        assert said in words
    html = answer.content.decode()
    degrees = [
        each["class"] for each in elements(html, "span") if "due " in each["class"]
    ]
    assert degrees == [
        "due due-overdue",
        "due due-this-week",
        "due due-this-week",
        "due due-this-week",
        "due due-later",
    ]
    signs = {each["d"] for each in elements(html, "path") if each["d"].endswith("Z")}
    assert len(signs) == 2
    assert html.count("<circle") == 1


def test_it_begins_with_what_is_open(office: Client) -> None:
    open_one = make_telephoned()
    answered = bring_to(State.ANSWERED, request=make_telephoned())
    assert listed(office) == [open_one.number]
    assert listed(office, "?state=answered") == [answered.number]
    assert set(listed(office, "?state=all")) == {open_one.number, answered.number}
    assert "ended" in text_of(office.get(f"{QUEUE}?state=answered"))


def test_an_appeal_is_open_again(office: Client) -> None:
    appealed = bring_to(State.APPEALED, request=make_telephoned())
    assert listed(office) == [appealed.number]
    assert "in 45 days" in text_of(office.get(QUEUE))


def test_filters_narrow_it(office: Client) -> None:
    ann = make_staff(username="ann")
    overdue = due(-1, right=Right.ERASURE)
    moved = due(-1, 1, assignee=ann)
    week = due(6, channel=Channel.LETTER)
    later = due(7)
    ended = bring_to(State.WITHDRAWN, request=due(-5))
    assert listed(office, "?due=overdue") == [overdue.number]
    assert listed(office, "?due=this-week") == [moved.number, week.number]
    assert listed(office, "?due=later") == [later.number]
    assert listed(office, "?right__exact=erasure") == [overdue.number]
    assert listed(office, "?channel__exact=letter") == [week.number]
    assert listed(office, f"?assignee={ann.pk}") == [moved.number]
    assert moved.number not in listed(office, "?assignee=nobody")
    assert listed(office, "?assignee=me") == []
    assert ended.number not in listed(office, "?due=overdue&state=all")


@pytest.mark.parametrize(
    "query",
    [
        "state=open",
        "due=soon",
        "look=x",
        "assignee=ann",
        "assignee=²",
        "right__exact=x",
        "p=x",
    ],
)
def test_a_filter_that_does_not_exist_leads_back_to_the_list(
    office: Client, query: str
) -> None:
    answer = office.get(f"{QUEUE}?{query}")
    assert answer.status_code in (200, 302)
    if answer.status_code == 302:
        assert answer["Location"].endswith("?e=1")


@pytest.mark.parametrize(
    "query",
    [
        "email_hash=a",
        "email_hash__startswith=a",
        "sealed__contains=a",
        "secret_hash__gt=a",
        "messages__sealed__contains=a",
        "assignee__password__startswith=a",
        "q=jane@example.com",
    ],
)
def test_nothing_of_a_person_is_searched_by_an_address(
    office: Client, query: str
) -> None:
    asked = make_telephoned()
    answer = office.get(f"{QUEUE}?{query}")
    if answer.status_code == 200:
        assert asked.number in text_of(answer)
    else:
        assert answer.status_code in (302, 400)


def test_it_names_nobody_and_writes_down_no_view(office: Client) -> None:
    make_telephoned()
    html = office.get(QUEUE).content.decode()
    for personal in ("Jane", "Roe", TELEPHONE, "What do you hold about me?"):
        assert personal not in html
    assert not PersonalView.objects.exists()


def test_it_marks_likely_duplicates(office: Client) -> None:
    one, other = make_telephoned(), make_telephoned()
    RightsRequest.objects.filter(pk__in=[one.pk, other.pk]).update(email_hash="a" * 64)
    make_telephoned()
    make_telephoned()
    assert listed(office, "?look=is_doubled") == [one.number, other.number]
    assert marks(office, "likely duplicate") == 2
    bring_to(State.WITHDRAWN, request=other)
    assert marks(office, "likely duplicate") == 0


def test_it_marks_where_the_person_wrote_last(office: Client) -> None:
    asked = make_telephoned()
    make_telephoned()
    assert marks(office, "the person wrote last") == 0
    correspondence.write_to_office(asked, "Hello?")
    assert marks(office, "the person wrote last") == 1
    assert listed(office, "?look=is_waiting") == [asked.number]
    correspondence.write_to_person(asked, "Hello.", make_staff())
    assert listed(office, "?look=is_waiting") == []


def test_it_marks_whom_nobody_told_that_their_request_came(office: Client) -> None:
    asked = make_telephoned(region="CA")
    make_telephoned(region="TX")
    assert listed(office, "?look=needs_receipt") == [asked.number]
    assert marks(office, "receipt to be confirmed") == 1
    page = text_of(office.get(f"{QUEUE}{asked.pk}/change/"))
    assert "Nobody has told the person yet that their request came." in page
    lifecycle.acknowledge(asked, Channel.TELEPHONE, make_staff())
    assert listed(office, "?look=needs_receipt") == []
    assert marks(office, "receipt to be confirmed") == 0
    page = text_of(office.get(f"{QUEUE}{asked.pk}/change/"))
    assert "Nobody has told the person yet" not in page


@pytest.mark.parametrize("state", [MailState.REFUSED, MailState.GIVEN_UP])
def test_it_marks_whom_the_last_mail_did_not_reach(
    office: Client, state: MailState
) -> None:
    asked, other = make_rights_request(), make_rights_request()
    officer = make_staff()
    for request in (asked, other):
        correspondence.write_to_person(request, "Hello.", officer)
    about = Mail.objects.filter(reference=mails.reference(asked))
    about.update(state=state, failed_at=timezone.now(), letter="", recipient_hash="")
    assert listed(office, "?look=is_unreached") == [asked.number]
    assert marks(office, "last mail not delivered") == 1
    said = "The last mail to the person did not arrive"
    assert said in text_of(office.get(f"{QUEUE}{asked.pk}/change/"))
    assert said not in text_of(office.get(f"{QUEUE}{other.pk}/change/"))
    correspondence.write_to_person(asked, "Hello again.", officer)
    assert listed(office, "?look=is_unreached") == []
    assert said not in text_of(office.get(f"{QUEUE}{asked.pk}/change/"))


def test_it_says_so_when_it_is_empty(office: Client) -> None:
    assert "0 rights requests" in text_of(office.get(QUEUE))


def test_long_lists_have_pages_and_ask_as_little(
    office: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    make_telephoned()
    # Session, user, permissions, a savepoint's worth of counting, the list, assignees.
    with django_assert_max_num_queries(9) as few:
        office.get(QUEUE)
        asked = [query["sql"] for query in few.captured_queries]
    people = [make_staff() for _ in range(5)]
    at = timezone.now()
    for number in range(60):
        make_telephoned(at=at, assignee=people[number % 5])
    with django_assert_max_num_queries(len(asked)):
        answer = office.get(QUEUE)
    assert len(listed(office)) == 50
    assert len(listed(office, "?p=2")) == 11
    assert len(asked) > 4
    assert not [sql for sql in asked if '"sealed"' in sql]
    assert "61 rights requests" in text_of(answer)


def test_the_assignee_is_shown(office: Client) -> None:
    make_telephoned(assignee=User.objects.create(username="bea"))
    assert "bea" in text_of(office.get(QUEUE))
