"""The way of a request: what may follow what, and what never may."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from policy.refusals import Refused
from rights import lifecycle
from rights.deadlines import running_clocks
from rights.law import Right
from rights.models import RightsRequest, Step
from rights.states import Kind, State, state_after
from rights.words import Check, Ground, Outcome, Reason
from tests.attacks import refused
from tests.factories import moment
from tests.rights.making import (
    NEEDED,
    bring_to,
    make_personal,
    make_rights_request,
)

pytestmark = pytest.mark.django_db

# Written out by hand: which steps may follow where a request stands.
FOLLOWS = {
    State.RECEIVED: "acknowledged reminded confirmed verified extended refused "
    "withdrawn",
    State.CONFIRMED: "acknowledged verified extended refused withdrawn",
    State.VERIFIED: "acknowledged reminded begun extended refused withdrawn",
    State.IN_PROGRESS: "acknowledged reminded extended answered refused withdrawn",
    State.ANSWERED: "appealed erased",
    State.REFUSED: "appealed erased",
    State.WITHDRAWN: "appealed erased",
    State.APPEALED: "acknowledged answered refused withdrawn",
}
CELLS = [(state, kind) for state in State for kind in Kind]


def write(request: RightsRequest, kind: Kind) -> Step:
    """Past the code of the room: only the database is asked."""
    last = request.last_step()
    return Step.objects.create(
        request=request,
        number=last.number + 1,
        kind=kind,
        state=state_after(kind, State(last.state)),
        at=timezone.now(),
        **NEEDED.get(kind, {}),
    )


@pytest.mark.parametrize(("state", "kind"), CELLS)
def test_every_step_from_every_state(state: State, kind: Kind) -> None:
    request = bring_to(state)
    assert request.stands() == state
    if kind in FOLLOWS[state].split():
        assert lifecycle.can(request, kind)
        lifecycle.take(request, kind, **NEEDED.get(kind, {}))
        assert request.stands() == state_after(kind, state)
    else:
        assert not lifecycle.can(request, kind)
        with pytest.raises(Refused):
            lifecycle.take(request, kind, **NEEDED.get(kind, {}))
        assert request.stands() == state


@pytest.mark.parametrize(("state", "kind"), CELLS)
def test_the_database_says_the_same(state: State, kind: Kind) -> None:
    request = bring_to(state)
    if kind in FOLLOWS[state].split():
        write(request, kind)
    else:
        with refused(""):
            write(request, kind)


def test_a_late_confirmation_sets_nothing_back(officer: User) -> None:
    request = make_rights_request()
    lifecycle.verify(request, Check.CALL_BACK, officer)
    lifecycle.confirm(request)
    assert request.stands() == State.VERIFIED
    with pytest.raises(Refused, match="recorded already"):
        lifecycle.confirm(request)


@pytest.mark.parametrize("right", [Right.OPT_OUT, Right.LIMIT])
def test_opting_out_needs_neither_confirmation_nor_identity(
    right: Right, officer: User
) -> None:
    request = make_rights_request(right=right)
    lifecycle.begin(request, officer)
    lifecycle.answer(request, Outcome.WHOLE, officer)
    assert request.stands() == State.ANSWERED
    assert lifecycle.may_disclose(request)


def test_access_waits_for_the_identity(officer: User) -> None:
    request = make_rights_request()
    with pytest.raises(Refused, match="identity"):
        lifecycle.begin(request, officer)
    with refused("Before work on this request begins, the identity is verified."):
        write(request, Kind.BEGUN)


def test_nothing_is_disclosed_to_an_address_that_is_not_confirmed(
    officer: User,
) -> None:
    request = make_rights_request()
    lifecycle.verify(request, Check.ACCOUNT, officer)
    assert not lifecycle.may_disclose(request)
    lifecycle.confirm(request)
    assert lifecycle.may_disclose(request)


def test_a_call_stands_in_for_an_address(officer: User) -> None:
    request = make_rights_request(make_personal(email="", telephone="314-555-0100"))
    assert not lifecycle.may_disclose(request)
    lifecycle.verify(request, Check.CALL_BACK, officer)
    assert lifecycle.may_disclose(request)


def test_an_extension_needs_a_reason(officer: User) -> None:
    request = make_rights_request()
    with pytest.raises(Refused, match="reason"):
        lifecycle.extend(request, "", officer)
    with refused("request_extension_has_its_reason"):
        Step.objects.create(
            request=request,
            number=2,
            kind=Kind.EXTENDED,
            state=State.RECEIVED,
            at=timezone.now(),
        )


def test_the_earliest_last_day_of_all_laws_is_that_of_the_request() -> None:
    request = make_rights_request(
        at=moment("2028-02-25 18:00"), country="DE", region=""
    )
    assert request.answer_by == date(2028, 3, 25)
    assert request.last_day == date(2028, 3, 26)
    assert request.first_deadline == moment("2028-03-27 05:00")


def test_an_extension_comes_before_the_first_deadline(officer: User) -> None:
    at = moment("2027-01-12 18:00")
    request = make_rights_request(at=at)
    assert request.answer_by == date(2027, 2, 11)
    # The day ends in Chicago, at six in the morning of the next one in UTC.
    assert request.first_deadline == moment("2027-02-12 06:00")
    late = moment("2027-02-12 06:00")
    with pytest.raises(Refused, match="too late to extend"):
        lifecycle.extend(request, Reason.COMPLEX, officer, at=late)
    in_time = late - timedelta(microseconds=1)
    lifecycle.extend(request, Reason.COMPLEX, officer, at=in_time)
    request.refresh_from_db()
    assert request.answer_by == date(2027, 3, 13)
    assert [clock.answer_by for clock in running_clocks(request)][0] == date(
        2027, 3, 13
    )
    with pytest.raises(Refused, match="only once"):
        lifecycle.extend(request, Reason.COMPLEX, officer, at=in_time)
    with refused("The time of a request is extended only once."):
        write(request, Kind.EXTENDED)


def test_the_database_refuses_a_late_extension() -> None:
    now = timezone.now()
    request = make_rights_request(first_deadline=now - timedelta(seconds=1))
    with refused("The time of a request is extended before its first deadline."):
        write(request, Kind.EXTENDED)


def test_where_the_law_knows_no_extension_there_is_none(officer: User) -> None:
    request = make_rights_request(right=Right.OPT_OUT)
    assert request.first_deadline is None
    with pytest.raises(Refused, match="cannot be extended"):
        lifecycle.extend(request, Reason.COMPLEX, officer)
    with refused("The time of a request is extended before its first deadline."):
        write(request, Kind.EXTENDED)


@pytest.mark.parametrize("ground", ["", "because"])
def test_a_refusal_needs_its_legal_ground(ground: str, officer: User) -> None:
    request = make_rights_request()
    with pytest.raises(Refused, match="legal ground"):
        lifecycle.refuse(request, ground, officer)
    with refused("request_refusal_has_its_ground"):
        Step.objects.create(
            request=request,
            number=2,
            kind=Kind.REFUSED,
            state=State.REFUSED,
            at=timezone.now(),
            ground=ground,
        )


def test_an_answer_says_how_far_it_goes(officer: User) -> None:
    with pytest.raises(Refused, match="in whole or in part"):
        lifecycle.answer(bring_to(State.IN_PROGRESS), "gladly", officer)


def test_a_check_says_what_was_checked(officer: User) -> None:
    with pytest.raises(Refused, match="Say what was checked"):
        lifecycle.verify(make_rights_request(), "passport 123", officer)


def test_the_log_says_who_did_what(officer: User) -> None:
    request = bring_to(State.REFUSED, officer)
    steps = list(request.steps.values_list("number", "kind", "by_name", "ground"))
    name = officer.get_username()
    assert steps == [
        (1, Kind.RECEIVED, "", ""),
        (2, Kind.CONFIRMED, "", ""),
        (3, Kind.VERIFIED, name, ""),
        (4, Kind.BEGUN, name, ""),
        (5, Kind.REFUSED, name, Ground.CLAIMS),
    ]
    assert request.last_step().get_ground_display().startswith("The data is needed")


def test_queries_know_where_a_request_stands() -> None:
    waiting, ended = make_rights_request(), bring_to(State.ANSWERED)
    appealed = bring_to(State.APPEALED)
    assert set(RightsRequest.objects.open()) == {waiting, appealed}
    assert list(RightsRequest.objects.ended()) == [ended]
    states = {each.state for each in RightsRequest.objects.with_state()}
    assert states == {State.RECEIVED, State.ANSWERED, State.APPEALED}
